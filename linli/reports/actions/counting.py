"""Keep the counters: fold what changed, or count everything anew.

One process folds at a time, under an advisory lock; whoever registers or handles a case waits for none of it. A mark is
taken and what it stands for is counted in one transaction, so that a kill loses nothing: the mark is there again.
"""

from datetime import timedelta

from django.db import connection, transaction

from linli.fence.asking import ask
from linli.territory.models import Community
from linli.territory.queries import open_every_fence

from ..models import TALLIES
from ..queries.counting import COLUMNS, OF_A_CASE, contributions, slices

AT_ONCE = 2000
WHEN_ALL = 20000
ONE_COUNTS = 0x11_41_31  # the advisory lock of whoever folds
CLOCKS_APART = timedelta(days=1)
"""Moments are written by other machines, whose clocks may run ahead of the database's: none of theirs is left out."""
_TAKE = """
    DELETE FROM reports_casetocount WHERE id IN (SELECT id FROM reports_casetocount ORDER BY id LIMIT %s)
    RETURNING case_id
"""


def count_anew() -> int:
    """Fold the oldest marks into the counters. Return how many cases were counted: 0 when there was nothing to do."""
    with transaction.atomic():
        open_every_fence()
        if not _alone(wait=False):
            return 0
        case_ids = tuple({case_id for (case_id,) in ask(_TAKE, [AT_ONCE])})
        if case_ids:
            _fold(case_ids)
    return len(case_ids)


def count_everything_anew() -> int:
    """Throw all counters away and count every case; whoever reads meanwhile reads the old ones. Return how many."""
    with transaction.atomic():
        open_every_fence()
        _alone(wait=True)
        with connection.cursor() as cursor:
            for table in ("reports_casetocount", "reports_countedcase", "reports_counter"):
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("SELECT id FROM cases_case ORDER BY id")
            case_ids = [pk for (pk,) in cursor.fetchall()]
        for first in range(0, len(case_ids), WHEN_ALL):
            _fold(tuple(case_ids[first : first + WHEN_ALL]))
    return len(case_ids)


def _alone(*, wait: bool) -> bool:
    ((got,),) = ask(
        "SELECT pg_advisory_xact_lock(%s)" if wait else "SELECT pg_try_advisory_xact_lock(%s)", [ONE_COUNTS]
    )
    return wait or bool(got)


def _fold(case_ids: tuple[int, ...]) -> None:
    """Take what the counters hold of these cases out of them, and put in what they count as now: one statement.

    `counted_at` is read while it runs, so that nothing counted here is younger.
    """
    community_ids = frozenset(Community.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL plan_cache_mode = force_custom_plan"
        )  # a few cases and very many are counted otherwise
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
        counted = contributions(community_ids, case_ids, known_until=now + CLOCKS_APART, judged_at=now)
        cursor.execute(_statement(counted.sql), [*counted.params, list(case_ids), list(case_ids)])


def _statement(counted: str) -> str:
    def each(expression: str) -> str:
        return ", ".join(expression.format(name) for name in TALLIES)

    columns = ", ".join(COLUMNS)
    plain = ", ".join(("community_id", *OF_A_CASE))
    renewed = ", ".join(f"{name} = excluded.{name}" for name in ("counted_at", *OF_A_CASE, *TALLIES))
    return f"""
        WITH seen AS MATERIALIZED ({counted}),
        held AS MATERIALIZED (SELECT {columns} FROM reports_countedcase WHERE case_id = ANY(%s)),
        change AS (
            SELECT {plain}, {each("{0}")} FROM seen UNION ALL SELECT {plain}, {each("-{0}")} FROM held),
        spread AS (
            SELECT c.community_id, span.span, slice.by, span.begins_on, slice.key, {each("sum(c.{0})::int AS {0}")}
            FROM change c,
                LATERAL (VALUES ('d', c.received_on), ('m', date_trunc('month', c.received_on)::date))
                    AS span (span, begins_on),
                LATERAL {slices("c")}
            WHERE slice.key IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5
            HAVING {" OR ".join(f"sum(c.{name}) <> 0" for name in TALLIES)}),
        written AS (
            INSERT INTO reports_counter AS now (community_id, span, by, begins_on, key, {each("{0}")})
            SELECT * FROM spread
            ON CONFLICT (community_id, span, by, begins_on, key)
            DO UPDATE SET {each("{0} = now.{0} + excluded.{0}")}),
        kept AS (
            INSERT INTO reports_countedcase (counted_at, {columns}) SELECT clock_timestamp(), {columns} FROM seen
            ON CONFLICT (case_id) DO UPDATE SET {renewed})
        DELETE FROM reports_countedcase WHERE case_id = ANY(%s) AND case_id NOT IN (SELECT case_id FROM seen)"""
