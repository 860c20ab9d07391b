"""What the worker runs for us, beside the queue."""

from . import actions

BATCHES = 20


def fold() -> int:
    """Fold what changed into the counters; the worker calls it every few seconds. Return how many cases it was."""
    counted = 0
    for _batch in range(BATCHES):
        batch = actions.count_anew()
        if not batch:
            break
        counted += batch
    return counted
