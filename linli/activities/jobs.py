"""What the worker does for activities: remind, every five minutes."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions


@app.periodic(cron="*/5 * * * *")
@app.task(queue="activities", queueing_lock="activities: remind", pass_context=False)
def remind_everywhere(timestamp: int) -> None:
    """Look in every community for what begins soon. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            open_fence([community_id])
            actions.remind(community_id, at=timezone.now())
