"""What cases count as now, computed from the cases themselves: the one statement behind folding and behind reading.

It is put together from the same populations and conditions a figure is recounted by, so that a counter cannot mean
something else than the recount does.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from linli.cases.models import NOT_HANDLED_HERE, Arrival, Closure

from ..models import TALLIES
from ..populations import CASES, MISSED_CASES, Population
from ..scope import EVER, Scope
from ..tallies import MEANS

OF_A_CASE = ("received_on", "hour", "zone_id", "channel", "category_id", "urgency", "arrived_after", "resolved_after")
COLUMNS = ("case_id", "community_id", *OF_A_CASE, *TALLIES)

# Spans are kept to the minute for an hour, to ten minutes for three hours, to the hour for a day, then to the day.
AS_KEPT = """CASE WHEN {at} IS NULL THEN NULL WHEN {m} < 60 THEN {m} WHEN {m} < 180 THEN {m} / 10 * 10
 WHEN {m} < 1440 THEN {m} / 60 * 60 ELSE {m} / 1440 * 1440 END"""


@dataclass(frozen=True)
class Statement:
    sql: str
    params: tuple[Any, ...]


def contributions(
    community_ids: frozenset[int], case_ids: tuple[int, ...], *, known_until: datetime, judged_at: datetime
) -> Statement:
    """Return the statement that gives one row of COLUMNS for each of the cases that count at all."""
    scope = Scope(community_ids, EVER, known_until, case_ids=case_ids, due_before=judged_at)
    grouped: dict[Population, dict[str, Any]] = defaultdict(dict)
    for name, (population, condition) in MEANS.items():
        grouped[population][name] = Count("pk", filter=condition) if condition else Count("pk")
    joins, params = [], []
    for population, tallies in grouped.items():
        key = "pk" if population in (CASES, MISSED_CASES) else "case"
        sql, given = _compiled(population.rows(scope).order_by().values_list(key).annotate(**tallies))
        how = "JOIN" if population is CASES else "LEFT JOIN"
        joins.append(
            f"{how} ({sql}) AS {population.name} (case_id, {', '.join(tallies)}) ON {population.name}.case_id = c.id"
        )
        params += given
    for name, rows in (("arrived", _arrivals(scope)), ("resolved", _closures(scope))):
        sql, given = _compiled(rows)
        joins.append(f"LEFT JOIN ({sql}) AS {name} (case_id, at) ON {name}.case_id = c.id")
        params += given
    counts = ", ".join(f"coalesce({MEANS[name][0].name}.{name}, 0)::smallint AS {name}" for name in TALLIES)
    return Statement(
        f"""SELECT c.id AS case_id, c.community_id, (c.received_at AT TIME ZONE 'Asia/Shanghai')::date AS received_on,
            extract(hour FROM c.received_at AT TIME ZONE 'Asia/Shanghai')::smallint AS hour, c.zone_id, c.channel,
            c.category_id, c.urgency, {_kept("arrived")} AS arrived_after, {_kept("resolved")} AS resolved_after,
            {counts}
            FROM cases_case c {" ".join(joins)}""",
        tuple(params),
    )


def _arrivals(scope: Scope) -> QuerySet[Any]:
    """The first arrival at each case."""
    rows = Arrival.objects.filter(case__pk__among=scope.case_ids or (), at__lte=scope.as_of)
    return rows.order_by("case", "at").distinct("case").values_list("case", "at")


def _closures(scope: Scope) -> QuerySet[Any]:
    """The first closing of each case, unless it was one of the six kinds of matter not handled here."""
    rows = Closure.objects.filter(case__pk__among=scope.case_ids or (), at__lte=scope.as_of, round=1)
    return rows.exclude(outcome__in=NOT_HANDLED_HERE).order_by("case").values_list("case", "at")


def _kept(name: str) -> str:
    minutes = f"greatest(0, extract(epoch FROM {name}.at - c.received_at)::int / 60)"
    return AS_KEPT.format(at=f"{name}.at", m=minutes)


def _compiled(rows: QuerySet[Any]) -> tuple[str, list[Any]]:
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return sql, list(params)


def slices(rows: str) -> str:
    """SQL: every row of `rows` once for each key it is counted in, as (by, key)."""
    return f"""(VALUES ('', ''), ('zone', coalesce({rows}.zone_id, 0)::text), ('channel', {rows}.channel),
        ('category', {rows}.category_id::text), ('urgency', {rows}.urgency), ('hour', {rows}.hour::text),
        ('weekday', extract(isodow FROM {rows}.received_on)::text), ('arrived', {rows}.arrived_after::text),
        ('resolved', {rows}.resolved_after::text)) AS slice (by, key)"""
