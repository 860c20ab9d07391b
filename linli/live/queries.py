"""Who has something open now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.accounts.models import User

from .models import Presence

SILENT = timedelta(seconds=50)
"""A screen not renewed for so long is gone; its web process renews it every `hub.RENEW_SECONDS`."""


@dataclass(frozen=True)
class Present:
    """One person at a thing, however many screens they have it open on."""

    name: str
    doing: str
    since: datetime


def who_is_on(things: Iterable[str], *, besides: User, now: datetime) -> dict[str, list[Present]]:
    """Return everybody but `besides` who has one of these things open, longest first; one query."""
    rows = (
        Presence.objects.visible_to(besides)
        .filter(what__in=list(things), seen_at__gt=now - SILENT)
        .exclude(person=besides)
        .select_related("person")
        .order_by("since", "pk")
    )
    found: dict[str, dict[int, Present]] = {}
    for row in rows:
        people = found.setdefault(row.what, {})
        first = people.get(row.person_id)
        since = first.since if first else row.since
        people[row.person_id] = Present(row.person.name, row.doing or (first.doing if first else ""), since)
    return {what: list(people.values()) for what, people in found.items()}


def is_somebody_else_on(presence: int, *, now: datetime) -> bool:
    """Say whether the thing of this presence is open on anybody else's screen."""
    own = Presence.objects.filter(pk=presence)
    others = Presence.objects.filter(what__in=own.values("what"), seen_at__gt=now - SILENT)
    return others.exclude(person__in=own.values("person")).exists()
