"""What the worker runs for us, beside the queue."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions


def sweep() -> int:
    """One look at the clock; the worker calls it every second. Return how many cases were touched."""
    return actions.sweep()


@app.periodic(cron="23 * * * *")
@app.task(queue="rules")
def look_after_rules(timestamp: int) -> None:
    """Every hour, see whether a rule names somebody who is gone. Each is told of once, however often this runs."""
    for community_id in Community.objects.values_list("pk", flat=True):
        with transaction.atomic():
            open_fence([community_id])
            actions.warn_of_rules(community_id, at=timezone.now())
