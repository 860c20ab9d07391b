from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template

from linli.web.clocks import Clock, Ring, draw_ring, long_span, patterns, short_span

MADE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def ring(minutes_after=0.0, promise="arrive", within=10, **but):
    facts = {"promise": promise, "label": "到场", "allowance": "10 分钟", "made_at": MADE}
    facts |= {"due_at": MADE + timedelta(minutes=within), "now": MADE + timedelta(minutes=minutes_after)}
    return draw_ring(**facts | but)


def still(state, promise="arrive", **but):
    return Ring(promise, "到场", "10 分钟", state, 0, "说明", MADE, **but)


def drawn(clock, **options):
    tag = " ".join(f"{name}={value!r}" for name, value in options.items())
    return Template(f"{{% promise_clock clock {tag} %}}").render(Context({"clock": clock}))


@pytest.mark.parametrize(
    ("minutes_after", "state", "share", "words"),
    [
        (0, "running", 100, "还剩 10:00"),
        (6.99, "running", 30, "还剩 3:00"),
        (7, "running", 30, "还剩 3:00"),
        (7.01, "warning", 30, "还剩 2:59"),
        (10, "warning", 0, "还剩 0:00"),
        (10.2, "broken", 0, "超时 0:12"),
        (75, "broken", 0, "超时 1 小时 05 分"),
    ],
)
def test_an_open_ring_runs_warns_below_three_tenths_and_breaks(minutes_after, state, share, words):
    drawing = ring(minutes_after)

    assert (drawing.state, drawing.share_left, drawing.words) == (state, share, words)


@pytest.mark.parametrize(
    ("seconds", "short", "long"),
    [
        (0, "0:00", "0 秒"),
        (32, "0:32", "32 秒"),
        (59.9, "0:59", "59 秒"),
        (60, "1:00", "1 分 00 秒"),
        (355.9, "5:55", "5 分 55 秒"),
        (3599, "59:59", "59 分 59 秒"),
        (3600, "1 小时 00 分", "1 小时 00 分"),
        (86399, "23 小时 59 分", "23 小时 59 分"),
        (3 * 86400 + 5, "3 天", "3 天"),
        (-5, "0:00", "0 秒"),
    ],
)
def test_spans_are_spelled_short_and_long(seconds, short, long):
    assert (short_span(timedelta(seconds=seconds)), long_span(timedelta(seconds=seconds))) == (short, long)


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        (("kept", "running"), "running"),
        (("warning", "running"), "warning"),
        (("kept", "broken"), "broken"),
        (("broken", "warning"), "broken"),
        (("kept", "paused"), "paused"),
        (("kept", "kept"), "kept"),
        (("waived", "kept"), "kept"),
        (("waived", "waived"), "waived"),
        ((), "waived"),
    ],
)
def test_a_clock_is_as_bad_as_its_worst_ring(states, whole):
    assert Clock(tuple(still(state) for state in states)).state == whole


def test_the_face_counts_to_the_next_moment_not_from_a_past_one():
    due = datetime.now(UTC) + timedelta(minutes=20, seconds=30)
    late = still("broken", due_at=MADE, still_open=True)

    assert ">20:" in drawn(Clock((late, still("running", "settle", due_at=due))))
    assert ">0:00<" not in drawn(Clock((late, still("broken", "settle", due_at=MADE, still_open=True))))


@pytest.mark.parametrize(
    ("drawing", "counts"),
    [
        (ring(), True),
        (ring(11), True),
        (still("running"), False),
        (still("broken", due_at=MADE), False),
        (still("kept", due_at=MADE), False),
        (still("paused", due_at=MADE), False),
    ],
)
def test_only_open_rings_with_a_due_moment_count(drawing, counts):
    assert drawing.counts is counts


def test_state_is_said_in_colour_shape_and_word():
    html = drawn(Clock((still("kept"), ring(22, "settle", 30))))

    assert '<g data-promise="settle" data-state="warning">' in html
    assert 'stroke-dasharray="27 100"' in html
    assert html.index('<g data-promise="settle"') < html.index('<g data-promise="arrive"'), "the outer ring first"
    assert "icons.svg#icon-check" in html
    assert "icons.svg#icon-alert" in html
    assert "说明" in html
    assert "还剩 8 分 00 秒" in html
    assert 'role="group" aria-label="承诺时钟"' in html
    assert "aria-live" not in html


def test_narrow_clocks_say_it_shorter():
    assert "还剩 8:00" in drawn(Clock((ring(22, "settle", 30),)), size="small")


def test_a_clock_is_live_only_while_something_counts():
    assert " live>" in drawn(Clock((ring(),)), live=True)
    assert " live>" not in drawn(Clock((still("kept"),)), live=True)
    assert " live>" not in drawn(Clock((ring(),)))


def test_counting_rings_carry_their_moments():
    html = drawn(Clock((still("kept"), ring(promise="settle", within=30))))

    assert html.count("data-due=") == 1
    assert 'data-made="2026-03-02T01:00:00+00:00" data-due="2026-03-02T01:30:00+00:00"' in html


def test_one_promise_makes_one_ring():
    html = drawn(Clock((still("running", "settle"),)))

    assert 'data-promise="arrive"' not in html


def test_the_script_gets_every_pattern_it_fills_in():
    assert patterns() == {
        "left": "还剩 {span}",
        "late": "超时 {span}",
        "seconds": "{seconds} 秒",
        "minutes": "{minutes} 分 {seconds} 秒",
        "hours": "{hours} 小时 {minutes} 分",
        "arrive": "离到场",
        "settle": "离办结",
    }
