"""Promises kept week by week, for the chart."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from linli.worktime.arithmetic import BEIJING

from ..scope import Scope, Window
from .figures import fraction, percent
from .recount import tallies_of

NEEDED = ("arrive_kept", "arrive_missed", "resolve_kept", "resolve_missed")
WEEKS = 12


@dataclass(frozen=True)
class Week:
    """Promises made to the appeals of one week, Monday to Sunday (the last week ends with the window)."""

    window: Window
    arrive_kept: int
    arrive_whole: int
    resolve_kept: int
    resolve_whole: int

    @property
    def begins_on(self) -> date:
        return self.window.from_on

    @property
    def arrive(self) -> Decimal | None:
        return percent(self.arrive_kept, self.arrive_whole)

    @property
    def resolve(self) -> Decimal | None:
        return percent(self.resolve_kept, self.resolve_whole)

    @property
    def arrive_fraction(self) -> str:
        return fraction(self.arrive_kept, self.arrive_whole)

    @property
    def resolve_fraction(self) -> str:
        return fraction(self.resolve_kept, self.resolve_whole)


def weeks(scope: Scope) -> list[Week]:
    """Return the twelve weeks up to the end of the window, or to today where it has not ended; one statement."""
    last_day = min(scope.window.to_on, scope.as_of.astimezone(BEIJING).date())
    last_monday = last_day - timedelta(days=last_day.weekday())
    mondays = [last_monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    by_day = tallies_of(scope.during(Window(mondays[0], last_day)), each="day", names=NEEDED)

    def week(monday: date) -> Week:
        days = [by_day.of(begins_on=monday + timedelta(days=day)) for day in range(7)]
        kept_and_missed = {name: sum(counts[name] for counts in days) for name in NEEDED}
        return Week(
            Window(monday, min(monday + timedelta(days=6), last_day)),
            kept_and_missed["arrive_kept"],
            kept_and_missed["arrive_kept"] + kept_and_missed["arrive_missed"],
            kept_and_missed["resolve_kept"],
            kept_and_missed["resolve_kept"] + kept_and_missed["resolve_missed"],
        )

    return [week(monday) for monday in mondays]
