"""`served`: a real web process, `linli serve`, over the test's own database, where commits are real."""

import os
import signal
import subprocess
import urllib.request

import pytest

from tests.database import _url
from tests.ops.running import LINLI, environment, free_port, fresh_var, within


class Served(str):
    """The address of a web process, and the process."""

    __slots__ = ("process",)
    process: subprocess.Popen[bytes]


@pytest.fixture
def var():
    yield from fresh_var()


@pytest.fixture
def served(request, var, test_server, committed_db):
    """One process, or as many as a test asks for by `indirect` parameter."""
    port = free_port()
    process = subprocess.Popen(
        [*LINLI, "serve", f"--processes={getattr(request, 'param', 1)}"],
        env=environment(
            var,
            DATABASE_URL=_url(test_server.owner | {"dbname": committed_db["dbname"]}),
            APP_DATABASE_URL=_url(committed_db),
            SECRET_KEY="for tests only",
            PORT=str(port),
        ),
        stderr=(var / "serve.log").open("wb"),
        start_new_session=True,
    )
    address = Served(f"http://127.0.0.1:{port}")
    address.process = process
    within(60, lambda: answers(address))
    yield address
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
