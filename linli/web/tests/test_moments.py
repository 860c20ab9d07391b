from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from linli.web.moments import say_day, say_hours, say_in_full, say_moment, say_span, say_to_the_second

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 4, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 10, 2, tzinfo=BEIJING), "今天 10:02"),
        (datetime(2026, 11, 22, 16, 30, tzinfo=UTC), "今天 00:30"),
        (datetime(2026, 11, 22, 23, 59, tzinfo=BEIJING), "昨天 23:59"),
        (datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING), "明天 09:00"),
        (datetime(2026, 11, 3, 10, 2, tzinfo=BEIJING), "11月3日 10:02"),
        (datetime(2009, 3, 5, 8, 0, tzinfo=BEIJING), "2009年3月5日"),
    ],
)
def test_moments_are_said_in_local_time_as_near_as_they_are(moment, said):
    assert say_moment(moment, NOW) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "今天"),
        (date(2026, 11, 22), "昨天"),
        (date(2026, 11, 24), "明天"),
        (date(2026, 3, 5), "3月5日"),
        (date(2009, 3, 5), "2009年3月5日"),
    ],
)
def test_days_are_said_without_a_time(day, said):
    assert say_day(day, date(2026, 11, 23)) == said


def test_in_full_and_to_the_second():
    assert say_in_full(NOW) == "2026年11月23日 星期一 10:04"
    assert say_to_the_second(NOW) == "10:04:00"


def test_the_tag_keeps_the_exact_moment_for_machines():
    html = Template("{% moment at %}").render(Context({"at": datetime(2009, 3, 5, 0, 0, tzinfo=UTC)}))

    assert html == '<time datetime="2009-03-05T08:00:00+08:00" title="2009年3月5日 星期四 08:00">2009年3月5日</time>'


def test_the_tag_takes_days_and_nothing():
    render = Template("{% moment at %}").render

    assert render(Context({"at": date(2009, 3, 5)})) == '<time datetime="2009-03-05">2009年3月5日</time>'
    assert render(Context({"at": None})) == ""


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ((21, 0), (28, 0), "11月21日 — 11月27日"),  # a leave of whole days ends with its last day
        ((25, 0), (26, 0), "11月25日"),
        ((27, 16), (28, 0), "11月27日 16:00–24:00"),
        ((23, 8), (23, 12), "今天 08:00–12:00"),
        ((24, 18), (25, 6), "明天 18:00 — 11月25日 06:00"),
        ((21, 0), (28, 12), "11月21日 00:00 — 11月28日 12:00"),
    ],
)
def test_a_span_is_said_no_longer_than_it_needs(since, until, said):
    first, last = (datetime(2026, 11, day, hour, tzinfo=BEIJING).astimezone(UTC) for day, hour in (since, until))

    assert say_span(first, last, NOW) == said


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ((23, 8), (23, 16), "8:00–16:00"),
        ((23, 20), (24, 0), "20:00–24:00"),
        ((23, 20), (24, 8), "20:00–次日 8:00"),
        ((23, 8), (25, 12), "8:00–25 日 12:00"),
    ],
)
def test_beside_a_day_only_the_hours_are_said(since, until, said):
    first, last = (datetime(2026, 11, day, hour, tzinfo=BEIJING).astimezone(UTC) for day, hour in (since, until))

    assert say_hours(first, last) == said
