"""Who comes and goes. Each is called inside a transaction with the communities' fence open, and tells the others."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from linli.accounts.models import User

from .models import Presence

CHANNEL = "linli_live"
FORGOTTEN_AFTER = timedelta(minutes=5)


def tell(channel: str) -> None:
    """Notify every web process, once this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, channel])


def come(what: str, *, community_id: int, doing: str, process: str, by: User, at: datetime) -> Presence:
    """Note that `by` has `what` open from now on."""
    there = Presence.objects.create(
        community_id=community_id, what=what, person=by, doing=doing[:30], since=at, seen_at=at, process=process
    )
    tell(f"on {what} {there.pk}")
    tell(f"on {anything_like(what)}@{community_id} {there.pk}")
    return there


def leave(presences: Iterable[int]) -> None:
    """Note that these screens were closed."""
    gone = Presence.objects.filter(pk__in=list(presences))
    left = set(gone.values_list("what", "community_id"))
    for what in {what for what, _community in left}:
        tell(f"on {what} 0")
    for kind in {f"{anything_like(what)}@{community}" for what, community in left}:
        tell(f"on {kind} 0")
    gone.delete()


def anything_like(what: str) -> str:
    """Return the kind of thing `what` is: "cases.case" of "cases.case:17"."""
    return what.partition(":")[0]


def renew(process: str, *, at: datetime) -> None:
    """Say that every screen held by `process` is still there, and drop what dead processes left behind."""
    Presence.objects.filter(process=process).update(seen_at=at)
    Presence.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
