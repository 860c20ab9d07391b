"""`linli worker`: tells people, runs the jobs and sweeps the promises. Several of them may share a database.

It outlives the database: whatever loses its connection begins again, every second, until the database is back.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial

import psycopg
from django.db import DatabaseError, close_old_connections
from procrastinate import App, exceptions
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from linli.cases.jobs import note_promises, pass_on_offers
from linli.notices.jobs import tell_waiting
from linli.reports.jobs import fold

from . import lifeline

log = logging.getLogger(__name__)

AGAIN_AND_AGAIN: dict[Callable[[], object], float] = {
    tell_waiting: 0.2,  # what happens meanwhile is told of together
    note_promises: 1,
    pass_on_offers: 1,
    fold: 2,
}
"""What is looked at without being asked for, and how many seconds lie between two looks."""
FETCH_SECONDS = 2  # how late a job may start whose notification was lost
HEARTBEAT_SECONDS = 5
SILENT_SECONDS = 20  # a worker silent for so long is dead, and its jobs are somebody else's
RESCUE_SECONDS = 10
PRUNE_SECONDS = 3600
KEEP_FINISHED_HOURS = 7 * 24
AT_ONCE = 4
STOP_SECONDS = 4
AWAY = (DatabaseError, psycopg.Error, exceptions.ConnectorException)


def work() -> None:
    """Work until SIGTERM or Ctrl-C. A job not finished within `STOP_SECONDS` is begun again by the next worker."""
    asyncio.run(_work())
    lifeline.exit_by(1.5)


async def _work() -> None:
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    duties = [asyncio.create_task(_without_end("run_jobs", _run_jobs))]
    for work, seconds in AGAIN_AND_AGAIN.items():
        duties.append(asyncio.create_task(_without_end(work.__name__, partial(_every, seconds, work))))
    await asked_to_stop.wait()
    for duty in duties:
        duty.cancel()
    await asyncio.wait(duties, timeout=STOP_SECONDS)


async def _without_end(name: str, duty: Callable[[], Awaitable[None]]) -> None:
    """Do `duty` again whenever it ends: soon when the database was away, slower when the fault is ours."""
    pause = 1
    while True:
        try:
            await duty()
            pause = 1
        except AWAY as why:
            log.warning("%s waits for the database: %s", name, str(why).split("\n", 1)[0])
            pause = 1
        except Exception:
            log.exception("%s failed and begins again in %s s", name, pause)
            pause = min(2 * pause, 30)
        await asyncio.sleep(pause)


async def _run_jobs() -> None:
    """Run jobs over connections of our own, as one for LISTEN must not be shared with Django's transactions."""
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=AT_ONCE + 4, timeout=10)
    queue = jobs.with_connector(connector)
    async with queue.open_async():
        rescuer = asyncio.create_task(_rescue(queue))
        try:
            await queue.run_worker_async(
                name="linli",
                concurrency=AT_ONCE,
                fetch_job_polling_interval=FETCH_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENT_SECONDS,
                shutdown_graceful_timeout=STOP_SECONDS - 1,
                install_signal_handlers=False,
            )
        finally:
            rescuer.cancel()


async def _rescue(queue: App) -> None:
    """Put the jobs of dead workers back, and drop what was finished long ago."""
    rounds = 0
    while True:
        try:
            for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
                await queue.job_manager.retry_job(job)
                log.warning("job %s (%s) was left by a dead worker and is begun again", job.id, job.task_name)
            if rounds % (PRUNE_SECONDS // RESCUE_SECONDS) == 0:
                await queue.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS)
        except AWAY as why:  # or another worker was first
            log.info("rescue put off: %s", why)
        rounds += 1
        await asyncio.sleep(RESCUE_SECONDS)


async def _every(seconds: float, work: Callable[[], object]) -> None:
    """Do `work` again and again, in a thread of its own: nothing else waits for it."""
    while True:
        await asyncio.to_thread(_connected, work)
        await asyncio.sleep(seconds)


def _connected(work: Callable[[], object]) -> None:
    close_old_connections()
    try:
        work()
    finally:
        close_old_connections()
