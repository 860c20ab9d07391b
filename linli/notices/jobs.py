from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.journal.models import Event

from . import actions
from .registry import rule_for

TOLD_AT_ONCE = 250


def tell_people_of(event: Event) -> None:
    """Write the job beside its event, in the same transaction; events nobody hears about need none."""
    if rule_for(event):
        tell_people.defer(event_id=event.pk, community_id=event.community_id)


def tell_people_of_many(events: Sequence[Event]) -> None:
    """Write one job for up to `TOLD_AT_ONCE` events of a community instead of one for each."""
    heard: dict[int, list[int]] = {}
    for event in events:
        if rule_for(event):
            heard.setdefault(event.community_id, []).append(event.pk)
    for community_id, pks in heard.items():
        for first in range(0, len(pks), TOLD_AT_ONCE):
            tell_people_together.defer(event_ids=pks[first : first + TOLD_AT_ONCE], community_id=community_id)


@app.task(queue="notices", retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def tell_people(*, event_id: int, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        actions.write_notices(Event.objects.get(pk=event_id), at=timezone.now())


@app.task(queue="notices", retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def tell_people_together(*, event_ids: list[int], community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        events = list(Event.objects.filter(pk__in=event_ids).order_by("pk").prefetch_related("subject"))
        actions.write_notices_of(events, at=timezone.now())
