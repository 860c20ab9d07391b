"""The periods people ask for, and the bounds of a window."""

from datetime import date, datetime

import pytest

from linli.reports.periods import Period, say_window, window_of
from linli.reports.scope import Window
from tests.cast import BEIJING

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.THIS_MONTH, TODAY, date(2026, 11, 1), TODAY),
        (Period.LAST_MONTH, TODAY, date(2026, 10, 1), date(2026, 10, 31)),
        (Period.LAST_MONTH, date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        (Period.LAST_MONTH, date(2028, 3, 31), date(2028, 2, 1), date(2028, 2, 29)),
        (Period.TWELVE_MONTHS, TODAY, date(2025, 11, 24), TODAY),
        (Period.TWELVE_MONTHS, date(2026, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        (Period.TWELVE_MONTHS, date(2028, 2, 28), date(2027, 3, 1), date(2028, 2, 28)),
        (Period.TWELVE_MONTHS, date(2028, 2, 29), date(2027, 3, 1), date(2028, 2, 29)),
        (Period.THIS_YEAR, TODAY, date(2026, 1, 1), TODAY),
    ],
)
def test_a_period_by_its_name(period, today, first, last):
    assert window_of(period, today) == Window(first, last)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 1), TODAY, "2026年11月"),
        (date(2026, 10, 1), date(2026, 10, 31), "2026年10月"),
        (date(2026, 10, 1), date(2026, 10, 30), "2026年10月1日至2026年10月30日"),
        (date(2025, 10, 1), date(2026, 10, 31), "2025年10月1日至2026年10月31日"),
        (date(2009, 1, 1), date(2010, 4, 13), "2009年1月1日至2010年4月13日"),
        (TODAY, TODAY, "2026年11月23日"),
    ],
)
def test_a_window_is_said_by_its_month_or_its_days(first, last, said):
    assert say_window(Window(first, last), TODAY) == said


def test_a_window_begins_and_ends_at_midnight_in_beijing():
    window = Window(date(2009, 1, 1), date(2010, 4, 13))

    assert window.begins == datetime(2009, 1, 1, tzinfo=BEIJING)
    assert window.ends == datetime(2010, 4, 14, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 3, 2), date(2026, 3, 1)), (date(1, 1, 1), TODAY), (TODAY, date(9999, 12, 31))],
)
def test_days_that_are_no_window(first, last):
    with pytest.raises(ValueError, match="not a window"):
        Window(first, last)
