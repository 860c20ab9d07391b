"""The tests' database: PostgreSQL under the application role, so that the fence holds in every test.

A template is migrated once, by the very commands an administrator runs, and named after a print of the migrations and
reference files. Every test process works in a clone of it. The server is an embedded one with durability off, or the
one DATABASE_URL names; there the user needs CREATEDB and CREATEROLE. `python -m tests.database` builds the template
ahead of the tests: every test process would wait for it.

`db`            the usual: everything a test does is rolled back
`committed_db`  a clone for one test: real commits, other threads, other connections
`lasting_db`    the same, for a whole file
`site_address`  the pages over `committed_db`, served in a thread; returns "http://127.0.0.1:<port>"
"""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from psycopg import sql

from linli.config import env, places, stamps
from linli.config.database import EMBEDDED_OWNER, as_django, parse
from linli.config.embedded import SUPERUSER, Hold, address, join
from linli.config.roles import connect

UNSAFE_AND_QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
APP_ROLE, APP_PASSWORD = "linli_test_app", "for tests only"
TEMPLATES_KEPT = 4  # another checkout or branch may be testing on the same server


@dataclass(frozen=True)
class TestServer:
    """How to reach the server: as who makes databases, as who owns their tables, as the application."""

    __test__ = False
    maker: dict[str, str]
    owner: dict[str, str]
    app: dict[str, str]
    hold: Hold | None = None

    def run(self, query: sql.Composable | str, *arguments: object) -> list[tuple[Any, ...]]:
        with connect(self.maker, "DATABASE_URL") as connection:
            cursor = connection.execute(query, arguments or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def clone(self, template: str, name: str) -> None:
        # FILE_COPY: copying files is quicker than logging every page where nothing has to be durable
        self.run(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(self.owner["user"]), sql.Identifier(template)
            )
        )

    def drop(self, name: str) -> None:
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _standing() -> Iterator[TestServer]:
    if url := env.text("DATABASE_URL"):
        owner = parse("DATABASE_URL", url)
        yield TestServer(owner, owner, owner | {"user": APP_ROLE, "password": APP_PASSWORD})
        return
    hold = join(places.VAR / "test-pg", UNSAFE_AND_QUICK)
    try:
        yield TestServer(
            maker=address(hold.home, SUPERUSER, "postgres"),
            owner=address(hold.home, EMBEDDED_OWNER, "postgres"),
            app=address(hold.home, APP_ROLE, "postgres"),
            hold=hold,
        )
    finally:
        hold.release()


@pytest.fixture(scope="session")
def test_server() -> Iterator[TestServer]:
    with _standing() as server:
        yield server


@pytest.fixture(scope="session")
def template_database(test_server: TestServer) -> str:
    return _template(test_server)


def _template(server: TestServer) -> str:
    """Build the template where it does not stand yet; processes that start together take turns."""
    name = f"linli_template_{stamps.tables_now()[:8]}_{stamps.reference_now(demo=False)[:8]}"
    places.VAR.mkdir(parents=True, exist_ok=True)
    with (places.VAR / "test-template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _drop_leftovers(server, keep=name)
        if not server.run("SELECT 1 FROM pg_database WHERE datname = %s", name):
            _build(server, name)
    return name


def _build(server: TestServer, name: str) -> None:
    draft = f"{name}_draft"
    server.drop(draft)
    server.run(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(draft), sql.Identifier(server.owner["user"])
        )
    )
    if server.hold and not server.run("SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
        server.run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP_ROLE)))
    addresses = {
        "DATABASE_URL": _url(server.owner | {"dbname": draft}),
        "APP_DATABASE_URL": _url(server.app | {"dbname": draft}),
        "SECRET_KEY": "for tests only",
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
    }
    for command in (["migrate", "--quiet"], ["load-reference"]):
        made = subprocess.run(
            [sys.executable, "-m", "linli.config.command", *command],
            env=os.environ | addresses,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            pytest.exit(f"linli {command[0]} failed for the tests' template:\n{made.stdout}{made.stderr}", 3)
    server.run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def _url(parts: dict[str, str]) -> str:
    from urllib.parse import quote, urlencode

    rest = {key: value for key, value in parts.items() if key not in {"user", "password", "dbname"}}
    secret = f":{quote(parts['password'], safe='')}" if parts.get("password") else ""
    return f"postgresql://{quote(parts['user'], safe='')}{secret}@/{parts['dbname']}?{urlencode(rest)}"


def _drop_leftovers(server: TestServer, keep: str) -> None:
    """Drop the clones of dead test processes, and all but the newest templates."""
    names = [name for (name,) in server.run("SELECT datname FROM pg_database ORDER BY oid DESC")]
    for name in names:
        clone = re.fullmatch(r"linli_test_\w+?_(\d+)(_\d+)?", name)
        if clone and not _alive(int(clone[1])):
            server.drop(name)
    templates = [name for name in names if name.startswith("linli_template_") and name != keep]
    for name in templates[TEMPLATES_KEPT - 1 :]:
        server.drop(name)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _own_name() -> str:
    return f"linli_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def _point_django_at(parts: dict[str, str]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections

    connections.close_all()
    django = as_django(parts)
    # every thread's connection reads this one dictionary
    connections.settings["default"].update(django | {"OPTIONS": django["OPTIONS"]})
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def django_db_setup(
    test_server: TestServer, template_database: str, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """In place of pytest-django's own: work in a clone, as the application role."""
    from django.db import connections

    name = _own_name()
    test_server.drop(name)
    test_server.clone(template_database, name)
    with django_db_blocker.unblock():
        _point_django_at(test_server.app | {"dbname": name})
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    test_server.drop(name)


_clones = 0


@contextmanager
def _a_clone(server: TestServer, template: str, blocker: Any) -> Iterator[dict[str, str]]:
    global _clones  # noqa: PLW0603 - a counter for names
    _clones += 1
    name = f"{_own_name()}_{_clones}"
    server.clone(template, name)
    parts = server.app | {"dbname": name}
    with blocker.unblock():
        _point_django_at(parts)
        try:
            yield parts
        finally:
            _point_django_at(server.app | {"dbname": _own_name()})
            server.drop(name)


@pytest.fixture
def committed_db(
    test_server: TestServer, template_database: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, str]]:
    """Give the test a database of its own, where commits are real; yield how to reach it as the application role."""
    with _a_clone(test_server, template_database, django_db_blocker) as parts:
        yield parts


@pytest.fixture(scope="module")
def lasting_db(
    test_server: TestServer, template_database: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, str]]:
    """The same for all tests of a file, for a file whose tests change nothing that another asks about."""
    with _a_clone(test_server, template_database, django_db_blocker) as parts:
        yield parts


@pytest.fixture
def site_address(committed_db: dict[str, str]) -> Iterator[str]:
    """Serve the pages over the test's own database."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


if __name__ == "__main__":
    with _standing() as standing:
        _template(standing)
