"""The periods people ask for, and how they are said."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .scope import Window


class Period(TextChoices):
    THIS_MONTH = "this_month", gettext_lazy("本月")
    LAST_MONTH = "last_month", gettext_lazy("上月")
    TWELVE_MONTHS = "twelve_months", gettext_lazy("近十二个月")
    THIS_YEAR = "this_year", gettext_lazy("今年")


def _last_month(today: date) -> Window:
    last_day = today.replace(day=1) - timedelta(days=1)
    return Window(last_day.replace(day=1), last_day)


def _twelve_months(today: date) -> Window:
    """From the day after this day a year ago, so that no day of the year is counted twice."""
    tomorrow = today + timedelta(days=1)
    year_ago = date(tomorrow.year - 1, 3, 1) if (tomorrow.month, tomorrow.day) == (2, 29) else None
    return Window(year_ago or tomorrow.replace(year=tomorrow.year - 1), today)


WINDOWS: dict[Period, Callable[[date], Window]] = {
    Period.THIS_MONTH: lambda today: Window(today.replace(day=1), today),
    Period.LAST_MONTH: _last_month,
    Period.TWELVE_MONTHS: _twelve_months,
    Period.THIS_YEAR: lambda today: Window(today.replace(month=1, day=1), today),
}


def window_of(period: Period, today: date) -> Window:
    return WINDOWS[period](today)


def say_window(window: Window, today: date) -> str:
    """A month by its name (also one that has not ended), any other window by its first and last day."""
    first, last = window.from_on, window.to_on
    ends_month = (last + timedelta(days=1)).day == 1 or last == today
    if first.day == 1 and ends_month and (first.year, first.month) == (last.year, last.month):
        return date_format(first, pgettext("时间格式", "Y年n月"))
    day = pgettext("时间格式", "Y年n月j日")
    if first == last:
        return date_format(first, day)
    return _("{first}至{last}").format(first=date_format(first, day), last=date_format(last, day))
