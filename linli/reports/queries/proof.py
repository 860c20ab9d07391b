"""The proof that the counters hold what a recount of all rows finds: every tally, day and month, by everything kept."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..models import TALLIES, By
from ..scope import EVER, Scope
from .recount import ROWS_OF, recounted_by
from .tallied import Counts, Key, tallied


@dataclass(frozen=True)
class Difference:
    """One tally that is not what was counted."""

    place: Key
    tally: str
    kept: int
    counted: int


def differences(community_id: int, as_of: datetime) -> Iterator[Difference]:
    """Yield every tally of a community that the counters hold wrongly; nothing when all is right.

    Ask inside one REPEATABLE READ transaction, so that both ways look at the same rows; raises TooMuchUnfolded where
    more has changed than is read beside the counters.
    """
    scope = Scope(frozenset([community_id]), EVER, as_of)
    for kind in By.values:
        if kind in ROWS_OF:
            kept, counted = _kept(scope, kind, "whole"), recounted_by(scope, (kind,)).rows
            yield from _compare({key: {"received": each["received"]} for key, each in kept.items()}, counted)
            continue
        by_day = recounted_by(scope, (kind,), each="day").rows
        yield from _compare(_kept(scope, kind, "day"), by_day)
        yield from _compare(_kept(scope, kind, "month"), _by_month(by_day))


class TooMuchUnfolded(Exception):
    """More cases wait to be folded than are read beside the counters."""


def _kept(scope: Scope, kind: str, each: str) -> dict[Key, Counts]:
    read = tallied(scope, (kind,), each=each)  # type: ignore[arg-type]  # one of the three
    if read is None:
        raise TooMuchUnfolded
    return read.rows


def _by_month(by_day: dict[Key, Counts]) -> dict[Key, Counts]:
    months: dict[Key, Counts] = defaultdict(lambda: dict.fromkeys(TALLIES, 0))
    for (kind, key, day), counts in by_day.items():
        month = months[kind, key, day.replace(day=1) if day else None]
        for name, count in counts.items():
            month[name] += count
    return dict(months)


def _compare(kept: dict[Key, Counts], counted: dict[Key, Counts]) -> Iterator[Difference]:
    for place in sorted(kept.keys() | counted.keys(), key=str):
        for name in TALLIES:
            ours, theirs = kept.get(place, {}).get(name, 0), counted.get(place, {}).get(name, 0)
            if ours != theirs:
                yield Difference(place, name, ours, theirs)
