"""The worker alone: quick, patient with its database, and an heir to workers that died."""

import os
import signal
import subprocess

import pytest
from procrastinate.contrib.django import app as jobs

from tests.database import _url

from .running import LINLI, environment, fresh_var, within

pytestmark = pytest.mark.slow

A_JOB = "builtin:procrastinate.builtin_tasks.remove_old_jobs"


@pytest.fixture
def var():
    yield from fresh_var()


@pytest.fixture
def worker(var, test_server, committed_db):
    """`linli worker` over the test's own database."""
    process = subprocess.Popen(
        [*LINLI, "worker"],
        env=environment(
            var,
            DATABASE_URL=_url(test_server.owner | {"dbname": committed_db["dbname"]}),
            APP_DATABASE_URL=_url(committed_db),
            SECRET_KEY="for tests only",
        ),
        stderr=(var / "worker.log").open("wb"),
        start_new_session=True,
    )
    within(30, lambda: asked("SELECT count(*) FROM procrastinate_workers"))
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def asked(query: str, *arguments: object):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return cursor.fetchone()[0] if cursor.description else None


def defer() -> int:
    return jobs.configure_task(A_JOB, allow_unknown=False).defer(max_hours=1000)


def status(job: int) -> str:
    return asked("SELECT status FROM procrastinate_jobs WHERE id = %s", job)


def test_job_is_done_at_once(worker):
    job = defer()
    within(2, lambda: status(job) == "succeeded")


def test_job_of_a_dead_worker_is_begun_again(worker):
    dead = asked(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '25 seconds') RETURNING id"
    )
    job = asked(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, worker_id)"
        " VALUES ('default', %s, 'doing', '{\"max_hours\": 1000}', %s) RETURNING id",
        A_JOB,
        dead,
    )
    within(20, lambda: status(job) == "succeeded")


def test_worker_outlives_the_loss_of_every_connection(worker, test_server, committed_db):
    test_server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", committed_db["dbname"])
    from django.db import connection

    connection.close()
    job = defer()
    within(20, lambda: status(job) == "succeeded")
    assert worker.poll() is None


def test_worker_stops_when_asked_and_says_goodbye(worker):
    os.killpg(worker.pid, signal.SIGTERM)
    worker.wait(5)
    assert asked("SELECT count(*) FROM procrastinate_workers") == 0
