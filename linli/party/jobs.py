"""What the worker does for the Party's registers: a look each morning at what is still to be arranged."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions


@app.task(queue="party", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def remind(*, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        at = timezone.now()
        actions.remind_of_life(community_id, at=at)
        actions.remind_of_contacts(community_id, at=at)


@app.periodic(cron="30 0 * * *")
@app.task(queue="party", queueing_lock="party: every reminder", pass_context=False)
def remind_everywhere(timestamp: int) -> None:
    """Half past eight in the morning here. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        remind(community_id=community_id)
