"""What a page of search results reads of each case it found: the case, its place and hand, and who brought it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from linli.fence.asking import ask

from ..models import OPEN, Case
from .within import within


class Caller(NamedTuple):
    """One person who brought the matter; the number itself stays sealed."""

    name: str
    phone_tail: str
    is_anonymous: bool
    wants_confidential: bool
    words: str


class FoundCase(NamedTuple):
    pk: int
    number: str
    title: str
    place: str
    content: str
    received_at: datetime
    status: str
    next_due_at: datetime | None
    zone: str
    handler: str
    callers: tuple[Caller, ...]

    def is_late(self, now: datetime) -> bool:
        return self.status in OPEN and self.next_due_at is not None and self.next_due_at < now


_FOUND = """
SELECT named.id, named.at, c.number, c.title, c.place_text, c.content, c.received_at, c.status, c.next_due_at,
    coalesce(zone.name, ''), coalesce(handler.name, ''),
    (SELECT json_agg(json_build_array(r.name, r.phone_tail, r.is_anonymous, r.wants_confidential, r.words)
            ORDER BY r.told_us_at, r.id)
        FROM cases_requester r WHERE r.case_id = c.id)
FROM {named} AS named(id, at)
    LEFT JOIN ({seen}) AS seen(id) ON seen.id = named.id
    LEFT JOIN cases_case c ON c.id = seen.id
    LEFT JOIN territory_zone zone ON zone.id = c.zone_id
    LEFT JOIN accounts_user handler ON handler.id = c.handler_id
ORDER BY named.at DESC, named.id DESC
"""
BY_KEY = "(SELECT id, received_at FROM cases_case WHERE id = ANY (%s))"
BY_WORDS = (
    "cases_found(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::timestamptz, %s::timestamptz,"
    " %s::timestamptz, %s::bigint, %s::bigint[], %s::int)"
)

Key = tuple[int, datetime]


def read_found(named: str, values: Sequence[Any], seen: QuerySet[Case]) -> tuple[list[Key], list[FoundCase]]:
    """Return the keys of all cases `named` (BY_KEY or BY_WORDS, newest first), and those of them that are `seen`.

    The search looks only at words and communities; who may see what, and the rest of a filter, is said by `seen`.
    """
    try:
        which, more = within(seen, "pk")
    except EmptyResultSet:
        return [], []
    found = ask(_FOUND.format(named=named, seen=which), [*values, *more])
    return [(row[0], row[1]) for row in found], [_case(row) for row in found if row[2] is not None]


def _case(row: Sequence[Any]) -> FoundCase:
    pk, _at, *facts, callers = row
    return FoundCase._make([pk, *facts, tuple(Caller(*caller) for caller in callers or ())])
