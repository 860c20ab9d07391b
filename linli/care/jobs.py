"""What the worker does for care: each morning it tells of visits that are due and of birthdays ahead."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions


@app.task(queue="care", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def remind(*, community_id: int) -> None:
    now = timezone.now()
    with transaction.atomic():
        open_fence([community_id])
        actions.remind_of_visits(community_id, at=now)
        actions.remind_of_birthdays(community_id, at=now)


@app.periodic(cron="30 7 * * *")
@app.task(queue="care", queueing_lock="care: every reminder", pass_context=False)
def remind_everywhere(timestamp: int) -> None:
    """At half past seven in the morning. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        remind(community_id=community_id)
