"""The rows behind a number, with the reason each one counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from linli.accounts.models import User
from linli.cases.models import Case, GoodDeed

from ..metrics import Part
from ..populations import DEEDS, MISSED_CASES, Standing, promises
from ..scope import Scope
from .reasons import why

RELATED = ("zone", "category__parent")


@dataclass(frozen=True)
class CountedRow:
    """One row. `title` and `url` are blank for a reader who may not see the case or deed itself."""

    belongs_to: datetime | date
    number: str
    title: str
    url: str
    kind: str
    place: str
    why: str


def rows_to_show(part: Part, scope: Scope) -> QuerySet[Any]:
    """Return the rows of `part` with what their lines read, in a fixed number of queries."""
    rows = part.rows(scope)
    if part.of == DEEDS:
        return rows.select_related("case")
    if part.of == MISSED_CASES:
        missed = promises(scope).filter(standing=Standing.MISSED).order_by("round", "kind")
        return rows.select_related(*RELATED).prefetch_related(Prefetch("promises", missed, to_attr="breaches"))
    if rows.model is Case:
        return rows.select_related(*RELATED)
    return rows.select_related(*(f"case__{name}" for name in RELATED))


def lines(part: Part, rows: Iterable[Any], scope: Scope, reader: User) -> list[CountedRow]:
    """Return `rows` of one page as `reader` may see them."""
    rows = list(rows)
    if part.of == DEEDS:
        return [_of_deed(part, deed, scope, reader) for deed in rows]
    cases = {row.pk: row if isinstance(row, Case) else row.case for row in rows}
    seen = Case.objects.visible_to(reader).filter(pk__in={case.pk for case in cases.values()})
    shown = set(seen.values_list("pk", flat=True))
    return [_of_case(part, row, cases[row.pk], scope, may_see=cases[row.pk].pk in shown) for row in rows]


def _of_case(part: Part, row: Any, case: Case, scope: Scope, *, may_see: bool) -> CountedRow:
    return CountedRow(
        belongs_to=case.received_at,
        number=case.number,
        title=case.title if may_see else "",
        url=reverse("cases:detail", args=[case.number]) if may_see else "",
        kind=str(case.category),
        place=f"{case.zone.number} {case.zone}" if case.zone else "",
        why=why(part.of, row, scope),
    )


def _of_deed(part: Part, deed: GoodDeed, scope: Scope, reader: User) -> CountedRow:
    may_see = reader.has_perm("cases.view_deed", deed)
    return CountedRow(
        belongs_to=deed.done_on,
        number=deed.number,
        title=deed.title if may_see else "",
        url=reverse("cases:deed", args=[deed.number]) if may_see else "",
        kind=deed.get_source_display(),
        place="",
        why=why(part.of, deed, scope),
    )
