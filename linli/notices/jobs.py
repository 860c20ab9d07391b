"""What the worker runs for us, beside the queue."""

from django.utils import timezone

from . import actions


def tell_waiting() -> int:
    """Tell of what happened; the worker calls it a few times a second. Return of how many events."""
    return actions.tell_waiting(at=timezone.now())
