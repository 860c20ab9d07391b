"""Tallies counted from the rows: where counters cannot tell, and to prove that they tell the truth."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, DateField, F, Min, Value
from django.db.models import Q as Where
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractIsoWeekDay, TruncDate, TruncMonth

from linli.cases.models import NOT_HANDLED_HERE, Arrival, Closure
from linli.worktime.arithmetic import BEIJING

from ..models import TALLIES, By
from ..populations import CASES, MISSED_CASES, Population, cases
from ..scope import NO_ZONE, Scope
from ..tallies import MEANS
from .spans import as_kept
from .tallied import Counts, Each, Key, Tallied, tallied

ROWS_OF = {By.ARRIVED: Arrival, By.RESOLVED: Closure}


def tallies_of(
    scope: Scope, by: tuple[str, ...] = (By.ALL,), *, each: Each = "whole", names: tuple[str, ...] = TALLIES
) -> Tallied:
    """Return tallies from the counters, or else from the rows, where at least those of `names` are counted."""
    return tallied(scope, by, each=each) or recounted_by(scope, by, each=each, names=names)


def recounted_by(
    scope: Scope, by: tuple[str, ...] = (By.ALL,), *, each: Each = "whole", names: tuple[str, ...] = TALLIES
) -> Tallied:
    """Count the rows of each population by each of `by`: one statement for each pair of them."""
    found: dict[Key, Counts] = defaultdict(lambda: dict.fromkeys(TALLIES, 0))
    for kind in by:
        if kind in ROWS_OF:
            for key, count in spans_recounted(scope, kind).items():
                found[str(kind), str(key), None]["received"] = count
            continue
        for population in dict.fromkeys(MEANS[name][0] for name in names):
            for place, counts in _grouped(scope, population, kind, each):
                found[place].update(counts)
    return Tallied(dict(found))


def _grouped(scope: Scope, population: Population, kind: str, each: Each) -> list[tuple[Key, Counts]]:
    path = "" if population in (CASES, MISSED_CASES) else "case__"
    asked = {name: where for name, (of, where) in MEANS.items() if of is population}
    rows = population.rows(scope).order_by()
    groups = rows.annotate(slice_key=_key(kind, path), begins=_begins(each)).values_list("slice_key", "begins")
    counted = groups.annotate(**{name: Count("pk", filter=where or None) for name, where in asked.items()})
    return [((str(kind), str(key), begins), dict(zip(asked, counts, strict=True))) for key, begins, *counts in counted]


def _key(kind: str, path: str) -> Any:
    """What a row is grouped by; the expression of each kind says what its key is."""
    match kind:
        case By.ALL:
            return Value("")
        case By.ZONE:
            return Coalesce(F(f"{path}zone"), NO_ZONE)
        case By.HOUR:
            return ExtractHour("counted_at", tzinfo=BEIJING)
        case By.WEEKDAY:
            return ExtractIsoWeekDay("counted_at", tzinfo=BEIJING)
        case _:
            return F(f"{path}{kind}")


def _begins(each: Each) -> Any:
    if each == "day":
        return TruncDate("counted_at", tzinfo=BEIJING)
    if each == "month":
        return Cast(TruncMonth("counted_at", tzinfo=BEIJING), DateField())
    return Value(None, output_field=DateField())


def spans_recounted(scope: Scope, kind: str) -> Counter[int]:
    """Return how many cases had their first arrival or closing so many minutes after they came in."""
    if kind == By.ARRIVED:
        wanted = cases(scope).annotate(first=Min("arrivals__at", filter=Where(arrivals__at__lte=scope.as_of)))
    else:
        ours = Where(closures__round=1, closures__at__lte=scope.as_of) & ~Where(closures__outcome__in=NOT_HANDLED_HERE)
        wanted = cases(scope).annotate(first=Min("closures__at", filter=ours))
    moments = wanted.order_by().filter(first__isnull=False).values_list("received_at", "first")
    return Counter(as_kept(int(max(0, (first - received).total_seconds())) // 60) for received, first in moments)
