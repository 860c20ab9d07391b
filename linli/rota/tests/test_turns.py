"""Taking turns: who would stand when, what is in the way, and nothing doubled however often it is pressed."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from linli.journal.models import Event
from linli.rota.actions import (
    ShiftsAhead,
    TooLong,
    arrange_swap,
    fill_rota,
    keep_pattern,
    note_absence,
    plan_shift,
    remove_pattern,
)
from linli.rota.models import Pattern, Shift
from linli.rota.queries import gaps
from linli.rota.queries.gaps import local_moment
from linli.rota.queries.turns import preview, turns

MONDAY, NEXT = date(2026, 3, 9), date(2026, 3, 16)


@pytest.fixture
def four(town):
    return [town.operator_lin, town.worker_mo, town.officer_zheng, town.keeper_li]


@pytest.fixture
def pattern(town, hotline, four, at):
    return keep_pattern(
        Pattern(post=hotline), name="四班三运转", slots=["早 8:00-16:00", "中 16:00-24:00", "夜 24:00-8:00"],
        cycle=["早", "早", "中", "中", "夜", "夜", "休", "休"], stagger=2, first_on=MONDAY, people=four,
        by=town.officer_zheng, at=at,
    )  # fmt: skip


def test_four_take_three_shifts_day_and_night_and_each_the_same_share(pattern, four):
    planned = turns(pattern, four, MONDAY, MONDAY + timedelta(days=15))

    assert len(planned) == 16 * 3
    assert set(Counter((turn.day, turn.slot) for turn in planned).values()) == {1}
    assert set(Counter(turn.person.name for turn in planned).values()) == {12}
    mine = [turn for turn in planned if turn.person == four[0]]
    assert [turn.slot for turn in mine][:6] == ["早", "早", "中", "中", "夜", "夜"]
    rest = min(later.starts_at - earlier.ends_at for earlier, later in pairwise(mine))
    assert rest == timedelta(hours=16), "nobody goes from one shift straight into the next"


def test_it_is_written_once_however_often_and_leaves_no_gap(town, hotline, pattern, at):
    for _again in range(3):
        fill_rota(pattern, since=MONDAY, until=NEXT, by=town.officer_zheng, at=at)

    assert Shift.objects.count() == 24
    assert gaps(hotline, local_moment(MONDAY, 8 * 60), local_moment(NEXT, 32 * 60)) == []
    assert Event.objects.filter(verb="rota.filled").count() == 1
    assert {turn.verdict for turn in preview(pattern, MONDAY, NEXT)} == {"there"}


def test_after_a_swap_the_turn_stays_taken(town, pattern, at):
    fill_rota(pattern, since=MONDAY, until=NEXT, by=town.officer_zheng, at=at)
    first = Shift.objects.filter(person=town.operator_lin).earliest("starts_at")
    arrange_swap(first, taker=town.keeper_wei, by=town.officer_zheng, at=at)

    fill_rota(pattern, since=MONDAY, until=NEXT, by=town.officer_zheng, at=at)
    assert Shift.objects.count() == 24


def test_clashes_and_leave_are_shown_and_left_out(town, hotline, reception, pattern, at):
    begins = local_moment(MONDAY, 9 * 60)
    plan_shift(
        reception, person=town.operator_lin, starts_at=begins, ends_at=begins + timedelta(hours=2), by=None, at=at
    )
    note_absence(
        town.keeper_li, community_id=town.guihua.pk, starts_at=begins, ends_at=begins + timedelta(days=30),
        reason="探亲", by=None, at=at,
    )  # fmt: skip

    found = fill_rota(pattern, since=MONDAY, until=MONDAY + timedelta(days=3), by=town.officer_zheng, at=at)

    in_the_way = [(turn.person.name, turn.verdict, turn.why) for turn in found if turn.verdict in {"clash", "away"}]
    assert ("林小满", "clash", "接待室 9:00–11:00") in in_the_way
    assert {verdict for name, verdict, _why in in_the_way if name == "李春芳"} == {"away"}
    assert hotline.shifts.count() == len(found) - len(in_the_way)
    assert gaps(hotline, local_moment(MONDAY, 8 * 60), local_moment(MONDAY, 16 * 60))


def test_somebody_else_put_there_by_hand_is_enough(town, hotline, pattern, at):
    begins = local_moment(MONDAY, 8 * 60)
    plan_shift(hotline, person=town.keeper_wei, starts_at=begins, ends_at=begins + timedelta(hours=8), by=None, at=at)

    found = {turn.slot: turn for turn in preview(pattern, MONDAY, MONDAY)}
    assert (found["早"].verdict, found["早"].why, found["中"].verdict) == ("covered", "韦启明", "new")


def test_changed_people_do_not_double_what_stands(town, pattern, four, at):
    fill_rota(pattern, since=MONDAY, until=NEXT, by=town.officer_zheng, at=at)
    keep_pattern(pattern, people=[town.keeper_wei, *four[1:]], by=town.officer_zheng, at=at)

    fill_rota(pattern, since=MONDAY, until=NEXT, by=town.officer_zheng, at=at)
    assert Shift.objects.count() == 24


def test_a_turn_goes_when_no_shift_still_comes_from_it_and_those_stood_stay(town, pattern, at):
    fill_rota(pattern, since=MONDAY, until=NEXT, by=town.officer_zheng, at=at)
    with pytest.raises(ShiftsAhead, match="24"):
        remove_pattern(pattern, by=town.officer_zheng, at=at)

    remove_pattern(pattern, by=town.officer_zheng, at=at + timedelta(days=60))
    assert not Pattern.objects.exists()
    assert Shift.objects.count() == 24
    assert Event.objects.get(verb="rota.pattern_removed").facts["pattern"] == "四班三运转"


def test_only_open_days_count_where_the_post_is_shut_on_others(town, reception, four, at):
    reception.only_working_days = True
    reception.save()
    pattern = keep_pattern(
        Pattern(post=reception), name="一天一个", slots=["班 8:30-17:30"], cycle=["班", "休", "休", "休"], stagger=1,
        first_on=MONDAY, people=four, by=town.officer_zheng, at=at,
    )  # fmt: skip

    days = [(turn.day.isoweekday(), turn.person) for turn in turns(pattern, four, MONDAY, NEXT)]
    assert [day for day, _who in days] == [1, 2, 3, 4, 5, 1]
    assert len({who for _day, who in days[:4]}) == 4
    assert days[4][1] == days[0][1]


def test_a_preview_costs_the_same_for_a_week_and_a_quarter(pattern, django_assert_num_queries):
    for days in (7, 90):
        with django_assert_num_queries(3):
            preview(pattern, MONDAY, MONDAY + timedelta(days=days))


def test_not_more_than_a_quarter_at_once(town, pattern, at):
    with pytest.raises(TooLong):
        fill_rota(pattern, since=MONDAY, until=MONDAY + timedelta(days=92), by=town.officer_zheng, at=at)
    assert Shift.objects.count() == 0
