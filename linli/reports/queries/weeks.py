"""Promises kept week by week, for the chart."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import TruncWeek

from linli.cases.models import Promise
from linli.worktime.arithmetic import BEIJING

from ..populations import Standing, promises
from ..scope import Scope, Window
from .figures import fraction, percent

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
    whole = scope.during(Window(mondays[0], last_day))
    judged = promises(whole).filter(standing__in=(Standing.KEPT, Standing.MISSED)).order_by()
    by_week = judged.annotate(monday=TruncWeek("case__received_at", tzinfo=BEIJING))
    counted = {
        (moment.date(), kind, standing): count
        for moment, kind, standing, count in by_week.values_list("monday", "kind", "standing").annotate(
            rows=Count("pk")
        )
    }

    def week(monday: date) -> Week:
        def kept_and_whole(kind: str) -> tuple[int, int]:
            kept = counted.get((monday, kind, Standing.KEPT), 0)
            return kept, kept + counted.get((monday, kind, Standing.MISSED), 0)

        return Week(
            Window(monday, min(monday + timedelta(days=6), last_day)),
            *kept_and_whole(Promise.Kind.ARRIVE),
            *kept_and_whole(Promise.Kind.RESOLVE),
        )

    return [week(monday) for monday in mondays]
