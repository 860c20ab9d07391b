from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.journal.models import Event

from . import actions
from .registry import rule_for


def tell_people_of(event: Event) -> None:
    """Write the job beside its event, in the same transaction; events nobody hears about need none."""
    if rule_for(event):
        tell_people.defer(event_id=event.pk, community_id=event.community_id)


@app.task(queue="notices", retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def tell_people(*, event_id: int, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        actions.write_notices(Event.objects.get(pk=event_id), at=timezone.now())
