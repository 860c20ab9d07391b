"""Twelve weeks of promises, and where the chart puts them."""

from datetime import date, timedelta

from linli.cases.tests.builders import a_case, a_resolved_case
from linli.reports.drawing import BOTTOM, TOP, draw
from linli.reports.queries.weeks import Week, weeks
from linli.reports.scope import Window

from .histories import scope_of

MONDAY = date(2026, 3, 2)


def a_week(back, arrive=(0, 0), resolve=(0, 0)):
    begins = MONDAY - timedelta(weeks=back)
    return Week(Window(begins, begins + timedelta(days=6)), *arrive, *resolve)


def test_weeks_begin_on_monday_and_end_with_the_window(town, at, minutes):
    a_resolved_case(town, at=at)
    a_resolved_case(town, at=at - timedelta(days=1))
    a_case(town, at=at - timedelta(weeks=12))
    found = weeks(scope_of(town, at + minutes(60), Window(date(2026, 1, 1), date(2026, 3, 3))))

    assert len(found) == 12
    assert (found[-1].window, found[-1].arrive_fraction) == (Window(MONDAY, MONDAY), "1 ÷ 1")
    assert (found[-2].window.from_on, found[-2].resolve_fraction) == (MONDAY - timedelta(weeks=1), "1 ÷ 1")
    assert sum(week.resolve_whole for week in found) == 2


def test_a_past_window_shows_its_own_last_weeks(town, at, minutes):
    found = weeks(scope_of(town, at + minutes(60), Window(date(2009, 1, 1), date(2010, 4, 13))))

    assert (found[-1].window, found[0].begins_on) == (
        Window(date(2010, 4, 12), date(2010, 4, 13)),
        date(2010, 1, 25),
    )


def test_nothing_promised_draws_nothing():
    assert drawn([a_week(1), a_week(0)]) is None


def test_the_scale_begins_at_70_percent_when_that_shows_everything():
    chart = drawn([a_week(1, (9, 10), (7, 10)), a_week(0, (10, 10), (8, 10))])

    assert [line.label for line in chart.grid] == ["100%", "90%", "80%", "70%"]
    assert (chart.grid[0].at, chart.grid[-1].at) == (TOP, BOTTOM)
    assert [bar.height for bar in chart.bars] == [60.0, 60.0]
    assert chart.title == "近 12 周守约率：到场从 90.0% 到 100.0%，办结从 70.0% 到 80.0%"


def test_the_scale_begins_at_nothing_when_much_was_missed():
    chart = drawn([a_week(0, (0, 10), (10, 10))])

    assert [line.label for line in chart.grid] == ["100%", "75%", "50%", "25%", "0%"]


def test_a_week_without_promises_breaks_the_line():
    chart = drawn([a_week(4, (1, 1)), a_week(3), a_week(2, (1, 2)), a_week(1, (1, 2)), a_week(0)])
    (line,) = chart.lines

    assert (line.name, len(line.pieces), len(line.dots)) == ("到场 50.0%", 1, 2)
    assert line.pieces[0].count(",") == 2


def test_names_at_the_end_of_lines_do_not_lie_on_each_other():
    chart = drawn([a_week(0, (10, 10), (10, 10))])

    assert sorted(line.name_y for line in chart.lines) == [TOP + 4, TOP + 20]


def drawn(weeks):
    return draw(weeks, [str(week.begins_on) for week in weeks], "近 12 周")
