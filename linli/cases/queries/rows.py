"""One case as the lists show it: what a row says, of as many cases as a page holds, in one statement.

Which cases a page lists, and in what order, is a queryset's business (`visible_to`, a filter, a page of a list); the
statement below wraps it and reads what stands beside each: its promises, who is asked, who helps, why it waits.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.live.queries import SILENT
from linli.web.clocks import Clock
from linli.web.masks import mask_name

from ..models import OPEN, Case, Channel, Status
from .clocks import Promised, clock_of_round
from .within import within

SHOWN = 50
"""How many rows a desk shows; the rest stand behind the list page."""
LEAST_TIME_LEFT = (F("next_due_at").asc(nulls_last=True), "received_at", "pk")


class CaseRow(NamedTuple):
    """One case as a list shows it.

    `asked` are the people and units it waits for; `said` is why it is paused, as the resident was told; `there`
    is who has it open on a screen now, whoever asks left out.
    """

    pk: int
    number: str
    title: str
    place: str
    status: str
    status_words: str
    channel: str
    received_at: datetime
    zone: str
    handler: str
    clock: Clock
    is_paused: bool
    said: str
    asked: tuple[str, ...]
    helpers: tuple[str, ...]
    there: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.clock.state == "broken"

    @property
    def who(self) -> str:
        """Who holds it, or whom it waits for."""
        return self.handler or "、".join(self.asked)

    @property
    def doing(self) -> str:
        """What they are at."""
        return _("暂停中") if self.is_paused else self.status_words

    @property
    def channel_words(self) -> str:
        return _channel_words(self.channel, get_language())


@lru_cache(maxsize=64)
def status_words(status: str, _language: str | None) -> str:
    return str(Status(status).label)


@lru_cache(maxsize=64)
def _channel_words(channel: str, _language: str | None) -> str:
    return str(Channel(channel).label)


_ROWS = """
WITH there AS MATERIALIZED (
    SELECT here.what, json_agg(DISTINCT who.name) AS names
    FROM live_presence here JOIN accounts_user who ON who.id = here.person_id
    WHERE here.seen_at > %s AND here.person_id <> %s GROUP BY here.what
)
SELECT c.id, c.number, c.title, c.place_text, c.status, c.channel, c.received_at, c.resolved_at,
    coalesce(zone.name, ''), coalesce(handler.name, ''), pause.reason, pause.resume_by,
    (SELECT json_agg(json_build_array(p.kind, p.allowance, p.clock, p.made_at, p.due_at, p.done_at, p.kept_at,
            p.broken_at, p.paused_at, p.waived_at, p.waived_why))
        FROM cases_promise p WHERE p.case_id = c.id AND p.round = c.round),
    (SELECT json_agg(coalesce(nullif(unit.short_name, ''), unit.name, person.name) ORDER BY o.round, o.seq)
        FROM cases_offer o JOIN accounts_user person ON person.id = o.to_id
            LEFT JOIN residents_unit unit ON unit.id = o.unit_id
        WHERE o.case_id = c.id AND o.answer = ''),
    (SELECT json_agg(json_build_array(coalesce(nullif(unit.short_name, ''), unit.name), person.name)
            ORDER BY h.asked_at)
        FROM cases_cohandling h LEFT JOIN accounts_user person ON person.id = h.helper_id
            LEFT JOIN residents_unit unit ON unit.id = h.unit_id
        WHERE h.case_id = c.id AND h.done_at IS NULL AND h.declined_at IS NULL),
    there.names
FROM (SELECT id, row_number() OVER () AS place FROM ({picked}) AS picked(id)) AS listed
    JOIN cases_case c ON c.id = listed.id
    LEFT JOIN territory_zone zone ON zone.id = c.zone_id
    LEFT JOIN accounts_user handler ON handler.id = c.handler_id
    LEFT JOIN there ON there.what = 'cases.case:' || c.id
    LEFT JOIN cases_pause pause ON pause.case_id = c.id AND pause.ended_at IS NULL
ORDER BY listed.place
"""


def queue_rows(cases: QuerySet[Case], now: datetime, *, besides: User | None = None) -> list[CaseRow]:
    """Return the rows of cases, least time left first."""
    return rows_of(cases.order_by(*LEAST_TIME_LEFT)[:SHOWN], now, besides=besides)


def rows_of(cases: QuerySet[Case], now: datetime, *, besides: User | None = None) -> list[CaseRow]:
    """Return the rows of cases in the order of the queryset, in one statement. `besides` is not told of themselves."""
    try:
        picked, arguments = within(cases, "pk")
    except EmptyResultSet:
        return []
    language = get_language()
    values = [now - SILENT, besides.pk if besides else 0, *arguments]
    return [_row(found, now, language) for found in ask(_ROWS.format(picked=picked), values)]


def _row(found: Sequence[Any], now: datetime, language: str | None) -> CaseRow:
    (
        pk, number, title, place, status, channel, received_at, resolved_at, zone, handler, reason, resume_by,
        promises, asked, helpers, there,
    ) = found  # fmt: skip
    return CaseRow(
        pk,
        number,
        title,
        place,
        status,
        status_words(status, language),
        channel,
        received_at,
        zone,
        handler,
        clock_of_round(
            map(_promised, promises or ()),
            now,
            resume_by=resume_by,
            ended_at=None if status in OPEN else resolved_at,
            language=language,
        ),
        reason is not None,
        reason or "",
        tuple(asked or ()),
        tuple(unit or mask_name(person) for unit, person in helpers or ()),
        tuple(there or ()),
    )


def _promised(given: list[Any]) -> Promised:
    """Read a promise as JSON gives it: its moments are ISO text."""
    moments = [at and datetime.fromisoformat(at) for at in given[3:-1]]
    return Promised._make([*given[:3], *moments, given[-1]])
