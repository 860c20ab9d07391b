"""Deadline arithmetic: from the moment something happened to the moment a promise falls due.

* Minutes run round the clock from the moment itself (the 10 and 30 minutes of the 半小时便民服务圈).
* Days of either kind begin the day after the event (民法典 201) and last until 24:00 of the last day. "24:00" is
  stored as the last microsecond of that day in Beijing time, so that pages name the right date and one rule serves
  every clock: a promise is kept when the deed's moment is not later than `Due.at`.
* A period of calendar days that ends on a day off ends on the next working day (民法典 203), unless the calendar's
  `rolls` says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, assert_never
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

BEIJING = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)


class Clock(TextChoices):
    """How a period is counted."""

    MINUTES = "minutes", _("分钟")
    CALENDAR_DAYS = "calendar_days", _("日")
    WORKING_DAYS = "working_days", _("工作日")


class Calendar(Protocol):
    """What arithmetic asks of a calendar. `knows` says whether the year's holiday table has been published to us."""

    @property
    def rolls(self) -> bool: ...

    def is_working_day(self, day: date) -> bool: ...

    def knows(self, year: int) -> bool: ...


@dataclass(frozen=True)
class Due:
    """The last moment at which a promise is still kept.

    `assumed_years` are the years without a holiday table that mattered, counted as Monday to Friday.
    """

    at: datetime
    assumed_years: frozenset[int] = frozenset()

    @property
    def assumed(self) -> bool:
        return bool(self.assumed_years)


def add(start: datetime, amount: int, clock: Clock, calendar: Calendar) -> Due:
    """Return when a period of `amount`, set off by something that happened at `start`, falls due."""
    if start.tzinfo is None:
        raise ValueError("a deadline needs a moment with a time zone")
    if amount < 1:
        raise ValueError(f"a deadline needs a positive amount, not {amount}")
    match clock:
        case Clock.MINUTES:
            # Added in UTC: wall clocks jumped in the summers of 1986–1991.
            return Due((start.astimezone(UTC) + timedelta(minutes=amount)).astimezone(BEIJING))
        case Clock.CALENDAR_DAYS:
            return _calendar_days_after(_local_date(start), amount, calendar)
        case Clock.WORKING_DAYS:
            return _working_days_after(_local_date(start), amount, calendar)
    assert_never(clock)


def postpone(due_at: datetime, *, paused_at: datetime, resumed_at: datetime, clock: Clock, calendar: Calendar) -> Due:
    """Return the deadline moved by a pause: by the very time on the minute clock, by whole days on the others.

    A pause begun and ended on the same day moves a deadline counted in days by nothing.
    """
    if resumed_at < paused_at:
        raise ValueError("a pause cannot end before it began")
    paused_on, resumed_on = _local_date(paused_at), _local_date(resumed_at)
    match clock:
        case Clock.MINUTES:
            return Due((due_at.astimezone(UTC) + (resumed_at - paused_at)).astimezone(BEIJING))
        case Clock.CALENDAR_DAYS:
            days = (resumed_on - paused_on).days
            return _calendar_days_after(_local_date(due_at), days, calendar) if days else Due(due_at)
        case Clock.WORKING_DAYS:
            lost = [day for day in _days_after(paused_on, until=resumed_on) if calendar.is_working_day(day)]
            years = _unknown(calendar, _days_after(paused_on, until=resumed_on))
            if not lost:
                return Due(due_at, years)
            moved = _working_days_after(_local_date(due_at), len(lost), calendar)
            return Due(moved.at, moved.assumed_years | years)
    assert_never(clock)


def end_of(day: date) -> datetime:
    """Return 24:00 of `day` in Beijing, as the last moment that still belongs to it."""
    return datetime.combine(day, time.max, BEIJING)


def _local_date(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def _calendar_days_after(day: date, amount: int, calendar: Calendar) -> Due:
    last = day + timedelta(days=amount)
    if not calendar.rolls:
        return Due(end_of(last))
    end = _first(last, calendar.is_working_day)
    return Due(end_of(end), _unknown(calendar, _days_after(last - ONE_DAY, until=end)))


def _working_days_after(day: date, amount: int, calendar: Calendar) -> Due:
    end = day
    for _count in range(amount):
        end = _first(end + ONE_DAY, calendar.is_working_day)
    return Due(end_of(end), _unknown(calendar, _days_after(day, until=end)))


def _first(day: date, wanted: Callable[[date], bool]) -> date:
    while not wanted(day):
        day += ONE_DAY
    return day


def _days_after(day: date, *, until: date) -> list[date]:
    return [day + timedelta(days=n) for n in range(1, (until - day).days + 1)]


def _unknown(calendar: Calendar, days: list[date]) -> frozenset[int]:
    return frozenset(year for year in {day.year for day in days} if not calendar.knows(year))
