"""What the worker runs for us, beside the queue."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence
from linli.territory.models import Community

from . import actions


def note_promises() -> int:
    """Note what is due; the worker calls it every second. Return how many cases were touched."""
    return actions.note_promises()


def pass_on_offers() -> int:
    """Ask the next where nobody answered; the worker calls it every second, beside the promises, which wait for none
    of it. Return how many cases were touched.
    """
    return actions.pass_on_offers()


@app.periodic(cron="23 * * * *")
@app.task(queue="rules")
def look_after_rules(timestamp: int) -> None:
    """Every hour, see whether a rule names somebody who is gone. Each is told of once, however often this runs."""
    for community_id in Community.objects.values_list("pk", flat=True):
        with transaction.atomic():
            open_fence([community_id])
            actions.warn_of_rules(community_id, at=timezone.now())


@app.task(queue="cases", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def work_through(*, run_id: int, community_id: int) -> None:
    """Do what a bulk run asks for, case after case; begun again it goes on with what is left."""
    for item in actions.waiting_items(run_id, community_id):
        actions.do_item(item, community_id, at=timezone.now())
    actions.finish_bulk(run_id, community_id, at=timezone.now())
