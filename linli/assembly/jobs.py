"""What the worker does here: units that left are taken out of the order, late hand-overs and tasks are told of."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.accounts.models import User
from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions
from .models import MatterCase


@app.task(queue="assembly", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def look_at_the_chair(*, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        at = timezone.now()
        actions.leave_with_units(community_id, at=at)
        actions.remind_of_handovers(community_id, at=at)


@app.periodic(cron="40 0 * * *")
@app.task(queue="assembly", queueing_lock="assembly: every chair", pass_context=False)
def look_at_every_chair(timestamp: int) -> None:
    """Twenty to nine in the morning here. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        look_at_the_chair(community_id=community_id)


@app.periodic(cron="10 8,12 * * *")
@app.task(queue="assembly", queueing_lock="assembly: remind of tasks", pass_context=False)
def remind_of_tasks(timestamp: int) -> None:
    """Look in every community for tasks due soon and overdue. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            open_fence([community_id])
            actions.remind_of_tasks(community_id, at=timezone.now())


@app.task(queue="assembly", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def answer_callers(*, community_id: int, matter_id: int, by_id: int) -> None:
    """Answer the cases of a concluded matter one after the other, each in a transaction of its own.

    Begun again after a stop it goes on where it was; the page of the matter counts those answered.
    """
    while True:
        with transaction.atomic():
            open_fence([community_id])
            waiting = MatterCase.objects.filter(matter=matter_id, answered_at=None).order_by("pk").first()
            if waiting is None:
                return
            if not actions.answer_case(waiting, by=User.objects.get(pk=by_id), at=timezone.now()):
                return
