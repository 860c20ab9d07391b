"""Leafing through long lists without counting them.

A page is found by its neighbour (the moment and key of the row it starts after), not by its number: rows that arrive
meanwhile move nothing, and the last page costs as much as the first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)
R = TypeVar("R")

OLDER, NEWER = "older", "newer"
CURSORS = (OLDER, NEWER)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows, newest first, and where to leaf from here. The addresses are relative ("?older=…") and keep filters."""

    rows: list[R]
    newer_url: str | None
    older_url: str | None

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Leaf(Generic[R]):
    """One page of a list whose order has no moment to leaf by (names, branches, due days): found by its number.

    Whoever reads one row more than a page knows whether another follows; nothing is counted.
    """

    rows: list[R]
    number: int
    has_more: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def leaf_through(
    rows: QuerySet[M], query: QueryDict, *, by: str, size: int = 30, read: Callable[[QuerySet[M]], list[Any]] = list
) -> Page[Any]:
    """The page of `rows` that `query` (request.GET) asks for, ordered by `by` (a moment, never null), newest first.

    One query, `size` + 1 rows, no COUNT. Give the table an index on (…, -by, -pk). A cursor that cannot be read
    shows the first page. `read` may fetch the page in a way of its own: as anything that has `by` and `pk`.
    """
    older, newer = _read(rows, query.get(OLDER)), _read(rows, query.get(NEWER))
    if newer and not older:
        nearest_first = read(_after(rows, by, newer).order_by(by, "pk")[: size + 1])
        if len(nearest_first) > size:
            shown = nearest_first[:size][::-1]
            return Page(shown, _url(query, NEWER, shown[0], by), _url(query, OLDER, shown[-1], by))
        older = None  # the top is reached: show it whole rather than a stub
    if older:
        rows = _before(rows, by, older)
    found = read(rows.order_by(f"-{by}", "-pk")[: size + 1])
    shown = found[:size]
    return Page(
        shown,
        _url(query, NEWER, shown[0], by) if older and shown else _url(query) if older else None,
        _url(query, OLDER, shown[-1], by) if len(found) > size else None,
    )


def _before(rows: QuerySet[M], by: str, cursor: tuple[datetime, Any]) -> QuerySet[M]:
    moment, key = cursor
    return rows.filter(**{f"{by}__lte": moment}).filter(Q(**{f"{by}__lt": moment}) | Q(pk__lt=key))


def _after(rows: QuerySet[M], by: str, cursor: tuple[datetime, Any]) -> QuerySet[M]:
    moment, key = cursor
    return rows.filter(**{f"{by}__gte": moment}).filter(Q(**{f"{by}__gt": moment}) | Q(pk__gt=key))


def _url(query: QueryDict, cursor: str = "", row: Any = None, by: str = "") -> str:
    kept = query.copy()
    for name in CURSORS:
        kept.pop(name, None)
    if row is not None:
        kept[cursor] = f"{(getattr(row, by) - _EPOCH) // timedelta(microseconds=1)}-{row.pk}"
    return f"?{kept.urlencode()}"


def _read(rows: QuerySet[Any], text: str | None) -> tuple[datetime, Any] | None:
    """A cursor is microseconds since 1970 and the key: exact, and it needs no escaping."""
    moment, _, key = (text or "").partition("-")
    try:
        return _EPOCH + timedelta(microseconds=int(moment)), rows.model._meta.pk.to_python(key)  # noqa: SLF001  public by its name in Django
    except (ValueError, OverflowError, ValidationError):
        return None
