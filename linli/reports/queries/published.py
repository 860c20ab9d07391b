"""A published number beside today's: what of the difference happened since, and what was put right in the records."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli.accounts.models import User
from linli.cases.models import Case, GoodDeed

from ..metrics import Metric
from ..models import PublishedStatistic
from ..scope import Scope
from .figures import Figure, figures

SHOWN = 30


def ids_of(metric: Metric, scope: Scope) -> tuple[set[int], set[int]]:
    """Return the keys of the rows a rate kept and missed; of a count all are kept."""
    if not metric.is_rate:
        return set(metric.whole.rows(scope).order_by().values_list("pk", flat=True)), set()
    kept, missed = metric.part("kept"), metric.part("missed")
    return (
        set(kept.rows(scope).order_by().values_list("pk", flat=True)),
        set(missed.rows(scope).order_by().values_list("pk", flat=True)),
    )


@dataclass(frozen=True)
class Row:
    """One row that makes a difference. `title` and `number` name its case; blank where it is no more."""

    number: str
    title: str


@dataclass(frozen=True)
class Change:
    """Rows that entered, left, or went from kept to missed or back; `rows` are the first of them."""

    code: str
    count: int
    rows: list[Row]


@dataclass(frozen=True)
class Comparison:
    """`then` is the figure of the moment published, as the records tell it today; `today` is the figure now.

    `corrected` explains the way from the published number to `then`, `since` the way from there to `today`.
    """

    published: PublishedStatistic
    then: Figure
    today: Figure
    corrected: list[Change]
    since: list[Change]

    @property
    def is_the_same(self) -> bool:
        return not self.corrected and not self.since


def compare(published: PublishedStatistic, metric: Metric, scope: Scope, *, now: datetime, reader: User) -> Comparison:
    """Compare what was published with what the records say today; `scope` is that of the publication."""
    then, today = replace(scope, as_of=published.as_of), replace(scope, as_of=now)
    at_first = set(published.kept_ids), set(published.missed_ids)
    corrected, at_last = ids_of(metric, then), ids_of(metric, today)
    return Comparison(
        published,
        figures(then, [metric])[metric.code],
        figures(today, [metric])[metric.code],
        list(_changes(metric, today, at_first, corrected, reader)),
        list(_changes(metric, today, corrected, at_last, reader)),
    )


Sides = tuple[set[int], set[int]]


def _changes(metric: Metric, scope: Scope, before: Sides, after: Sides, reader: User) -> Iterable[Change]:
    whole_before, whole_after = before[0] | before[1], after[0] | after[1]
    kinds = {
        "added": whole_after - whole_before,
        "gone": whole_before - whole_after,
        "now_kept": before[1] & after[0],
        "now_missed": before[0] & after[1],
    }
    for code, ids in kinds.items():
        if ids:
            yield Change(code, len(ids), _rows(metric, scope, sorted(ids)[:SHOWN], reader))


def _rows(metric: Metric, scope: Scope, ids: list[int], reader: User) -> list[Row]:
    model: Any = metric.whole.of.rows(scope).model
    rows = list(model.objects.filter(pk__in=ids).order_by("pk"))
    if model is GoodDeed:
        return [Row(row.number, "") for row in rows]
    if model is Case:
        seen = _seen(ids, reader)
        return [Row(row.number, seen.get(row.pk, "")) for row in rows]
    cases = Case.objects.in_bulk([row.case_id for row in rows])
    seen = _seen(list(cases), reader)
    return [Row(cases[row.case_id].number, seen.get(row.case_id, "")) for row in rows]


def _seen(case_ids: list[int], reader: User) -> dict[int, str]:
    """Return the titles of the cases the reader may see."""
    return dict(Case.objects.visible_to(reader).filter(pk__in=case_ids).values_list("pk", "title"))
