"""The working calendar of the mainland: weekends, public holidays, and make-up working days (调休).

The State Council announces each year's table in the autumn before. Three sources, the first that knows wins:
`holidays-YYYY.toml` in the folder `settings.HOLIDAY_TABLES` (an installation's own) and in `worktime/data/`; then the
`chinesecalendar` package (2004–2026); then plain Monday to Friday, which is reported, never silent.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

SHIPPED_TABLES = Path(__file__).parent / "data"
PACKAGE_YEARS = range(2004, 2027)


class WrongHolidayTable(ValueError):
    """A holiday table cannot be used; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked.

    `days_off` and `working_days` are the exceptions our own tables announce for `years`; a table may reach a few days
    into its neighbours. `rolls` applies 民法典 203 to periods of calendar days.
    """

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    package_years: range = PACKAGE_YEARS
    rolls: bool = True

    def is_working_day(self, day: date) -> bool:
        if day in self.working_days:
            return True
        if day in self.days_off:
            return False
        if day.year in self.package_years and day.year not in self.years:
            import chinese_calendar  # here, because only old or unlisted years need its tables

            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5

    def knows(self, year: int) -> bool:
        return year in self.years or year in self.package_years

    def missing_years(self, first: date, last: date) -> list[int]:
        """Return the years between two dates that have no holiday table, and so count as Monday to Friday."""
        return [year for year in range(first.year, last.year + 1) if not self.knows(year)]


@cache
def work_calendar() -> WorkCalendar:
    """Return the calendar in force. Tables are read once per process: a new one takes effect at the next start."""
    folders = [SHIPPED_TABLES]
    if own := getattr(settings, "HOLIDAY_TABLES", None):
        folders.append(Path(own))
    tables: dict[int, Path] = {}
    for folder in folders:  # a later folder's table of the same year replaces an earlier one
        tables |= {int(path.stem.removeprefix("holidays-")): path for path in folder.glob("holidays-[0-9]*.toml")}
    return read_tables(tables.values(), rolls=getattr(settings, "DEADLINES_ROLL_PAST_DAYS_OFF", True))


def read_tables(paths: Iterable[Path], *, rolls: bool = True) -> WorkCalendar:
    """Return the calendar the TOML tables at `paths` describe; raise WrongHolidayTable naming what cannot be used."""
    days_off: set[date] = set()
    working_days: set[date] = set()
    years: set[int] = set()
    for path in paths:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            years.add(int(table["year"]))
            days_off |= {day for holiday in table["off"] for day in _days_of(holiday)}
            working_days |= set(table.get("working", []))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as why:
            raise WrongHolidayTable(f"{path.name}: {why}") from why
        if clash := sorted(days_off & working_days):
            raise WrongHolidayTable(f"{path.name}: {clash[0]} is both a day off and a working day")
    return WorkCalendar(frozenset(days_off), frozenset(working_days), frozenset(years), rolls=rolls)


def warning(years: Iterable[int]) -> str:
    """Return the sentence shown beside a deadline that had to guess, or nothing when no year is missing."""
    if not (names := gettext("、").join(str(year) for year in sorted(years))):
        return ""
    return gettext("%(years)s 年的节假日表还没有更新，这个期限暂按周一至周五推算。") % {"years": names}


def _days_of(holiday: dict[str, Any]) -> Iterator[date]:
    first, last = holiday["from"], holiday["to"]
    if last < first:
        raise ValueError(f"{holiday.get('name', 'a holiday')} ends before it begins")
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
