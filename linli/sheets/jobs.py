"""What the worker does for us. Each may be begun again after a crash; after the last try the run says it failed."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.territory.queries import open_every_fence
from linli.web.refusal import Refusal

from . import actions
from .actions.exporting import give_up_export
from .actions.taking import give_up

TRIES = 4
AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=3)


@app.task(queue="sheets", retry=AGAIN, pass_context=True)
def check(context: JobContext, *, run_id: int, community_id: int) -> None:
    _to_the_end(
        context,
        lambda: actions.check_rows(run_id, community_id, at=timezone.now()),
        lambda why: give_up(run_id, community_id, why=why, at=timezone.now()),
    )


@app.task(queue="sheets", retry=AGAIN, pass_context=True)
def take(context: JobContext, *, run_id: int, community_id: int) -> None:
    _to_the_end(
        context,
        lambda: actions.take_rows(run_id, community_id, at=timezone.now()),
        lambda why: give_up(run_id, community_id, why=why, at=timezone.now()),
    )


@app.task(queue="sheets", retry=AGAIN, pass_context=True)
def make(context: JobContext, *, run_id: int, community_id: int) -> None:
    _to_the_end(
        context,
        lambda: actions.make_export(run_id, community_id, at=timezone.now()),
        lambda why: give_up_export(run_id, community_id, why=why, at=timezone.now()),
    )


def _to_the_end(context: JobContext, work: Callable[[], None], give_up_: Callable[[str], None]) -> None:
    """Do the work; what a rule refuses is told at once, what is our fault after the last try."""
    try:
        work()
    except Refusal as refusal:
        give_up_(str(refusal))
    except Exception:
        if context.job is not None and context.job.attempts + 1 >= TRIES:
            give_up_("")
        raise


@app.periodic(cron="17 3 * * *")
@app.task(queue="sheets")
def forget_expired(timestamp: int) -> None:
    """Delete files whose time is over, every night."""
    with transaction.atomic():
        open_every_fence()
        actions.forget_expired(at=timezone.now())
