"""How long it took: medians out of counters kept by the span, exact to what a span is kept by."""

from collections.abc import Mapping

HOUR, DAY = 60, 1440
TO_TEN_MINUTES_UNTIL = 3 * HOUR


def as_kept(minutes: int) -> int:
    """Return the span a counter keeps for `minutes`: itself for an hour, then tens, then hours, then days."""
    if minutes < HOUR:
        return minutes
    if minutes < TO_TEN_MINUTES_UNTIL:
        return minutes // 10 * 10
    return minutes // HOUR * HOUR if minutes < DAY else minutes // DAY * DAY


def percentile(spans: Mapping[int, int], share: int) -> int | None:
    """Return the smallest span within which `share` percent of all lie (nearest rank); None of nothing."""
    whole = sum(spans.values())
    if not whole:
        return None
    rank, passed = -(-share * whole // 100), 0
    for span in sorted(spans):
        passed += spans[span]
        if passed >= rank:
            return span
    return max(spans)
