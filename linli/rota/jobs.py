"""What the worker does for the rota: look for gaps, after every change and every ten minutes."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.territory.models import Community

from . import actions, events

CHANGES = {
    verb.name
    for verb in (
        events.SHIFT_PLANNED, events.SHIFT_CHANGED, events.SHIFT_TAKEN_OFF, events.ROTA_FILLED, events.SWAP_AGREED,
        events.SWAP_ARRANGED, events.SWAP_UNDONE, events.ABSENCE_NOTED, events.ABSENCE_ENDED, events.POST_CHANGED,
    )
}  # fmt: skip
"""After these the rota may have other gaps than before."""


def look_after(happened: Sequence[Event]) -> None:
    """Write the job beside the changes, in the same transaction."""
    for community_id in {event.community_id for event in happened if event.verb in CHANGES}:
        look_for_gaps.defer(community_id=community_id)


@app.task(queue="rota", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def look_for_gaps(*, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        actions.look_for_gaps(community_id, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="rota", queueing_lock="rota: every gap", pass_context=False)
def look_everywhere(timestamp: int) -> None:
    """Time alone brings gaps nearer. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        look_for_gaps(community_id=community_id)
