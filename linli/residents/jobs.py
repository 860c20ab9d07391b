"""What the worker does for the register: remind of requests, and look through and clear what is too old."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions

TRIES = 4
AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=3)


@app.periodic(cron="5 * * * *")
@app.task(queue="residents", queueing_lock="residents: requests due", pass_context=False)
def remind_everywhere(timestamp: int) -> None:
    """Every hour, of requests that are near their end or past it. `timestamp` is when this was due."""
    for community_id in list(Community.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            open_fence([community_id])
            actions.remind_of_requests(community_id, at=timezone.now())


@app.task(queue="residents", retry=AGAIN, pass_context=True)
def look(context: JobContext, *, run_id: int, community_id: int) -> None:
    _to_the_end(context, actions.look_through, run_id, community_id)


@app.task(queue="residents", retry=AGAIN, pass_context=True)
def clear(context: JobContext, *, run_id: int, community_id: int) -> None:
    _to_the_end(context, actions.clear_run, run_id, community_id)


def _to_the_end(context: JobContext, work: Callable[..., None], run_id: int, community_id: int) -> None:
    try:
        work(run_id, community_id, at=timezone.now())
    except Exception:
        if context.job is not None and context.job.attempts + 1 >= TRIES:
            actions.give_up_run(run_id, community_id, at=timezone.now())
        raise
