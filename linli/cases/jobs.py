"""What the worker runs for us, beside the queue."""

from . import actions


def sweep() -> int:
    """One look at the clock; the worker calls it every second. Return how many cases were touched."""
    return actions.sweep()
