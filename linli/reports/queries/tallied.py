"""Tallies of a scope, read from the counters and exact at its moment.

Counters are folded a little after the fact. What they do not hold yet, or held differently at the moment asked about,
is a handful of cases, found in the same statement that reads the counters and counted from their own rows:

* cases with a mark (`CaseToCount`): changed and not folded yet,
* cases folded at or after the moment asked about: they may hold what came later,
* cases with a promise that has fallen due since they were folded and that no sweep has written down.

Where these are too many (a large import, a worker that stands still, a moment long ago) there is no shortcut and
`tallied` says None: the caller counts all rows instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db import connection

from linli.cases.models import Promise

from ..models import TALLIES, By, Counter
from ..scope import NO_ZONE, Scope, Window
from .counting import contributions, slices

TOO_MANY = 2000
"""So many cases are counted from their own rows in about a tenth of a second; above that a recount is no dearer."""

Each = Literal["whole", "day", "month"]
Key = tuple[str, str, date | None]
Counts = dict[str, int]
NONE: Counts = dict.fromkeys(TALLIES, 0)
NO_COUNTERS = {"handler", "lane", "place"}
_LIVE = "live"
_BEGINS: dict[Each, str] = {
    "whole": "NULL::date",
    "day": "{day}",
    "month": "date_trunc('month', {day})::date",
}


@dataclass(frozen=True)
class Tallied:
    """Counts by (by, key, the first day of each day or month); `at_rest` is how many came from counters alone."""

    rows: dict[Key, Counts]

    def of(self, by: str = By.ALL, key: object = "", begins_on: date | None = None) -> Counts:
        return self.rows.get((str(by), str(key), begins_on), NONE)

    def keys(self, by: str) -> list[str]:
        """Return the keys of `by` under which anything was received."""
        return [key for (kind, key, _day), counts in self.rows.items() if kind == by and counts["received"]]


def tallied(scope: Scope, by: tuple[str, ...] = (By.ALL,), *, each: Each = "whole") -> Tallied | None:
    """Return the tallies of `scope` by each of `by`; None when only a recount can tell.

    A scope narrowed to one zone, channel, category, urgency, hour or weekday is read from the counters of that, and
    can be split no further. One statement; two when something has changed just now.
    """
    narrowed = _narrowed(scope)
    if narrowed is None or (narrowed[0] and by != (By.ALL,)):
        return None
    kind, keys = narrowed
    found = _read(scope, (kind,) if kind else by, keys, each)
    live = tuple(int(row[1]) for row in found if row[0] == _LIVE)
    if len(live) > TOO_MANY:
        return None
    if live:
        found += _count(scope, live, (kind,) if kind else by, keys, each)
    rows: dict[Key, list[int]] = {}
    for name, key, begins_on, *counts in found:
        if name != _LIVE:
            place = (By.ALL, "", begins_on) if kind else (name, key, begins_on)
            rows[place] = [a + b for a, b in zip(rows[place], counts, strict=True)] if place in rows else counts
    return Tallied({place: dict(zip(TALLIES, counts, strict=True)) for place, counts in rows.items()})


def _narrowed(scope: Scope) -> tuple[str, list[str]] | None:
    """Return the one kind and the keys of it that `scope` is narrowed to; None where no counter is kept so."""
    asked = scope.narrows
    if scope.case_ids is not None or len(asked) > 1 or asked.keys() & NO_COUNTERS:
        return None
    for name, value in asked.items():
        if name == "zone" and not value:
            return By.ZONE, [str(NO_ZONE)]
        return name, [str(each) for each in value] if isinstance(value, frozenset) else [str(value)]
    return By.ALL, []


def _read(scope: Scope, by: tuple[str, ...], keys: list[str], each: Each) -> list[list[Any]]:
    """Counters of the window, less what they hold of live cases, and the live cases themselves: one statement.

    Nearly always no promise is overdue, which the planner cannot know: asked to join, it reads all cases ever counted.
    """
    params: dict[str, Any] = _params(scope, by, keys) | {
        "too_many": TOO_MANY + 1,
        "too_many_promises": len(Promise.Kind) * (TOO_MANY + 1),
    }
    spans = []
    for place, (span, first, last) in enumerate(stretches(scope.window, whole_months=each != "day")):
        params |= {f"span{place}": span, f"first{place}": first, f"last{place}": last}
        spans.append(
            f"""SELECT by, key, {_BEGINS[each].format(day="begins_on")} AS begins, {_all("{0}")} FROM reports_counter
            WHERE community_id = ANY(%(communities)s) AND span = %(span{place})s AND by = ANY(%(by)s)
            AND begins_on BETWEEN %(first{place})s AND %(last{place})s {"AND key = ANY(%(keys)s)" if keys else ""}"""
        )
    held = "reports_countedcase JOIN live USING (case_id)"
    statement = f"""
        WITH live AS MATERIALIZED (
            SELECT case_id FROM reports_casetocount WHERE community_id = ANY(%(communities)s)
            UNION SELECT case_id FROM reports_countedcase
                WHERE community_id = ANY(%(communities)s) AND counted_at >= %(as_of)s
            UNION SELECT case_id FROM (
                SELECT p.case_id FROM cases_promise p
                WHERE p.community_id = ANY(%(communities)s) AND p.due_at < %(judged_at)s
                AND p.kept_at IS NULL AND p.broken_at IS NULL AND p.waived_at IS NULL AND p.paused_at IS NULL
                AND p.due_at >= (SELECT c.counted_at FROM reports_countedcase c WHERE c.case_id = p.case_id)
                    - interval '1 minute'
                LIMIT %(too_many_promises)s) AS overdue
            LIMIT %(too_many)s)
        SELECT by, key, begins, {_all("sum({0})")} FROM ({" UNION ALL ".join(spans)}) AS counters GROUP BY 1, 2, 3
        UNION ALL
        SELECT by, key, begins, {_all("-sum({0})")} FROM ({_sliced(held, each, keys)}) AS held
        GROUP BY 1, 2, 3
        UNION ALL SELECT '{_LIVE}', case_id::text, NULL, {_all("0")} FROM live"""
    return _rows(statement, params)


def _count(scope: Scope, live: tuple[int, ...], by: tuple[str, ...], keys: list[str], each: Each) -> list[list[Any]]:
    """What the live cases count as at the moment asked about, from their own rows."""
    now = contributions(scope.community_ids, live, known_until=scope.as_of, judged_at=scope.judged_at)
    inner = connection.ops.compose_sql(now.sql, now.params)  # type: ignore[attr-defined]  # missing in the stubs
    statement = f"""
        SELECT by, key, begins, {_all("sum({0})")}
        FROM ({_sliced(f"({inner.replace('%', '%%')}) AS counted", each, keys)}) AS seen GROUP BY 1, 2, 3"""
    return _rows(statement, _params(scope, by, keys))


def _sliced(rows: str, each: Each, keys: list[str]) -> str:
    """SQL: `rows` in the window, once for each key of the kinds asked for."""
    return f"""SELECT slice.by, slice.key, {_BEGINS[each].format(day="r.received_on")} AS begins, {_all("r.{0}")}
        FROM (SELECT * FROM {rows}) AS r, LATERAL {slices("r")}
        WHERE r.community_id = ANY(%(communities)s) AND r.received_on BETWEEN %(from)s AND %(to)s
        AND slice.by = ANY(%(by)s) AND slice.key IS NOT NULL {"AND slice.key = ANY(%(keys)s)" if keys else ""}"""


def _params(scope: Scope, by: tuple[str, ...], keys: list[str]) -> dict[str, Any]:
    return {
        "communities": sorted(scope.community_ids),
        "as_of": scope.as_of,
        "judged_at": scope.judged_at,
        "from": scope.window.from_on,
        "to": scope.window.to_on,
        "by": [str(each) for each in by],
        "keys": keys,
    }


def _all(expression: str) -> str:
    return ", ".join(f"{expression.format(name)} AS {name}" for name in TALLIES)


def _rows(statement: str, params: dict[str, Any]) -> list[list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [[*row[:3], *map(int, row[3:])] for row in cursor.fetchall()]


def stretches(window: Window, *, whole_months: bool = True) -> Iterator[tuple[str, date, date]]:
    """Cut the window into its whole months and the days before and behind them: (span, first, last) of counters."""
    first_month = window.from_on if window.from_on.day == 1 else next_month(window.from_on)
    end = (window.to_on + timedelta(days=1)).replace(day=1)  # the first month that is not whole
    if not whole_months or first_month >= end:
        yield Counter.Span.DAY, window.from_on, window.to_on
        return
    if window.from_on < first_month:
        yield Counter.Span.DAY, window.from_on, first_month - timedelta(days=1)
    yield Counter.Span.MONTH, first_month, end - timedelta(days=1)
    if end <= window.to_on:
        yield Counter.Span.DAY, end, window.to_on


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
