"""What the worker does for zones: borders planned for a day move when it begins."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions


@app.task(queue="zones")
def settle_borders(*, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        actions.settle_borders(community_id, on=timezone.localdate())


@app.periodic(cron="1 * * * *")
@app.task(queue="zones", queueing_lock="zones: every border", pass_context=False)
def settle_everywhere(timestamp: int) -> None:
    """A day begins in one of these hours, and doors may be measured in any. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        settle_borders(community_id=community_id)
