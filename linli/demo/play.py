"""Acting many stories out at once, in the order of time.

A story is a generator: it yields the moment at which it wants to go on, and does its next step when that moment has
come. Moments after the end are never reached, which leaves the stories of today half told: that is the living desk.
"""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from linli.cases.actions import sweep
from linli.cases.models import Case
from linli.journal.record import without_listeners

Steps = Iterator[datetime]


@dataclass(frozen=True)
class Part:
    """One story with its steps. People are told of what happens only when it `is_news`, not when it is long over."""

    steps: Steps
    is_news: bool = False


def play(parts: Iterable[Part], *, until: datetime) -> None:
    waiting: list[tuple[datetime, int, Part]] = []
    for n, part in enumerate(parts):
        heapq.heappush(waiting, (next(part.steps), n, part))
    while waiting and waiting[0][0] <= until:
        _moment, n, part = heapq.heappop(waiting)
        with nullcontext() if part.is_news else without_listeners():
            following = next(part.steps, None)
        if following is not None:
            heapq.heappush(waiting, (following, n, part))


def wait(case: Case, until: datetime) -> Steps:
    """Let time pass for a case: warnings, breaches and unanswered offers happen at their own moments."""
    while (moment := _next_of_the_clock(case)) is not None and moment < until:
        yield moment
        sweep(moment)
    yield until


NEXT_OF_THE_CLOCK = """
    SELECT min(moment) FROM (
        SELECT CASE WHEN warned_at IS NULL THEN warn_at ELSE due_at + interval '1 microsecond' END AS moment
        FROM cases_promise
        WHERE case_id = %s AND coalesce(kept_at, broken_at, waived_at, paused_at) IS NULL
        UNION ALL
        SELECT answer_by FROM cases_offer WHERE case_id = %s AND answer = ''
    ) AS moments
"""


def _next_of_the_clock(case: Case) -> datetime | None:
    """Return when the sweep has something to do for this case. Asked thousands of times, hence in one query."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_OF_THE_CLOCK, [case.pk, case.pk])
        moment: datetime | None = cursor.fetchone()[0]
        return moment


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Let actions nest without savepoints. Whatever fails stops the whole building, so none is ever gone back to."""
    connection.features.uses_savepoints, before = False, connection.features.uses_savepoints
    try:
        yield
    finally:
        connection.features.uses_savepoints = before
