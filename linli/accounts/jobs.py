"""What the worker does about duties."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from linli.territory.queries import open_every_fence

from . import actions


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="warn of overrides")
def warn_of_overrides(timestamp: int) -> None:
    """Every hour, by one worker of all."""
    with transaction.atomic():
        open_every_fence()
        actions.warn_of_overrides(by=None, at=timezone.now())
