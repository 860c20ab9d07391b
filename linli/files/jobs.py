"""What the worker does with files."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.fence.rows import open_fence

from . import actions

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(queue="files", retry=AGAIN)
def make(*, file_id: int, community_id: int) -> None:
    with transaction.atomic():
        open_fence([community_id])
        actions.make_file(file_id, by=None, at=timezone.now())


@app.task(queue="files", retry=AGAIN)
def destroy(*, paths: list[str]) -> None:
    actions.destroy_paths(paths)


@app.periodic(cron="23 * * * *")
@app.task(queue="files", queueing_lock="sweep files")
def sweep(timestamp: int) -> None:
    """Every hour, by one worker of all."""
    actions.sweep(by=None, at=timezone.now())
