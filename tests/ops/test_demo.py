"""The demo as people meet it: real processes, real kills."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from linli.config import database

from .running import House, fresh_var, linli, one_sentence, processes_of, within

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def var():
    """One installation for the whole file: the town is built once."""
    yield from fresh_var()


@pytest.fixture(scope="module")
def standing(var: Path):
    """The house, from the very first start of its installation."""
    house = House(var)
    house.start()
    yield house
    if house.ended() is None:
        house.stop()


@pytest.fixture
def house(standing: House):
    """The house as the last test left it; one that was stopped, killed or hurt is started again."""
    if standing.ended() is None and not standing.ready():
        standing.stop()
    if standing.ended() is not None:
        standing.start()
    return standing


def rows(var: Path) -> dict[str, int]:
    """Count what people have put in; sessions, jobs, heartbeats and what waits to be told come and go by themselves."""
    parts = {"host": str(database.socket_folder(var)), "dbname": "linli", "user": "postgres"}
    with psycopg.connect(**parts) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname !~ '^(procrastinate|notices_untold|django_session|web_cache)'"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def test_first_start_gets_ready_and_names_address_and_people(house):
    assert house.answers("healthz") == {"status": "alive"}
    well = {"database": "ok", "migrations": "ok", "worker": "ok", "paper": "ok"}
    assert house.answers("readyz") == {"status": "ready"} | well
    assert house.said(f"http://localhost:{house.port}/")
    assert not house.said("Traceback")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_stopping_leaves_no_process(house, number):
    assert house.stop(number) < 10
    assert house.ended() == 0
    assert processes_of(house.var) == []


def test_second_start_is_quick_and_keeps_the_data(house):
    before = rows(house.var)
    house.stop()
    assert house.start() < 10
    assert {name: count for name, count in rows(house.var).items() if count < before[name]} == {}


def test_second_demo_in_the_same_folder_is_told_where_the_first_is(house):
    second = linli(house.var, "demo", PORT=str(house.port))
    assert second.returncode == 1
    assert f"already runs here (http://localhost:{house.port}/" in second.stderr
    assert one_sentence(second.stderr)
    assert house.ready()


@pytest.mark.parametrize("part", ["serve", "worker", "database"])
def test_killed_part_is_started_again(house, part):
    killed = house.kill(part)
    within(15, lambda: not killed.is_running() or killed.status() == "zombie")
    within(30, lambda: house.ready() and house.part(part).pid != killed.pid)
    assert house.ended() is None


def lost(before, after):
    """Return the tables that have fewer rows; a town that lives on has more in some."""
    return {table: (count, after[table]) for table, count in before.items() if after[table] < count}


def test_killed_supervisor_takes_its_children_along_and_the_next_start_works(house):
    before = rows(house.var)
    os.kill(house.process.pid, signal.SIGKILL)
    house.process.wait()
    within(15, lambda: not processes_of(house.var))
    assert house.start() < 15
    assert lost(before, rows(house.var)) == {}


def test_next_start_survives_a_kill_of_everything(house):
    before = rows(house.var)
    for process in processes_of(house.var):
        process.kill()
    house.process.wait()
    assert house.start() < 15
    assert lost(before, rows(house.var)) == {}
