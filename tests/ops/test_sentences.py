"""Expected trouble is one sentence on stderr, with exit code 2 for a wrong setting and 1 for the rest."""

import socket

import pytest

from linli.config.database import EMBEDDED_OWNER
from tests.database import _url

from .running import fresh_var, linli, one_sentence

pytestmark = pytest.mark.slow


@pytest.fixture
def var():
    yield from fresh_var()


@pytest.mark.parametrize(
    ("command", "setting", "words"),
    [
        ("demo", {"PORT": "eight"}, "PORT='eight' is not a whole number."),
        ("demo", {"PORT": "70000"}, "PORT=70000 is outside 1–65535."),
        ("demo", {"HOST": "no.such.host.invalid"}, "HOST='no.such.host.invalid' is not an address of this machine."),
        ("demo", {"DATABASE_URL": "mysql://root@localhost/x"}, "DATABASE_URL must begin with postgresql://"),
        ("migrate", {"DATABASE_URL": "postgresql://localhost"}, "names no database: end it with /NAME."),
        ("migrate", {"DATABASE_URL": "postgresql://h/z?colour=red"}, "cannot be read as a PostgreSQL address"),
        ("manage", {"DEBUG": "perhaps"}, "DEBUG='perhaps' is neither yes nor no."),
    ],
)
def test_wrong_setting_is_named(var, command, setting, words):
    told = linli(var, command, **({"PORT": "8000"} | setting))
    assert words in told.stderr
    assert told.returncode == 2
    assert one_sentence(told.stderr)


@pytest.mark.parametrize("command", ["demo", "serve", "worker", "migrate"])
def test_unreachable_database_is_one_sentence(var, command, unused_port):
    told = linli(var, command, DATABASE_URL=f"postgresql://a:b@127.0.0.1:{unused_port}/linli", PORT=str(unused_port))
    assert "The database that DATABASE_URL names cannot be reached" in told.stderr
    assert told.returncode == 1
    assert one_sentence(told.stderr)


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_taken_port_is_one_sentence(var, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = linli(var, command, PORT=str(port))
    assert f"Port {port} on 127.0.0.1 is taken by another program" in told.stderr
    assert told.returncode == 1
    assert one_sentence(told.stderr)


def test_serving_before_migrating_says_what_to_run(var, unused_port):
    told = linli(var, "serve", PORT=str(unused_port))
    assert told.stderr == "The database has no tables yet: run linli migrate.\n"


@pytest.fixture
def unused_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def poor_owner(test_server):
    """A database whose user may do nothing in it."""
    if not test_server.hold:
        pytest.skip("makes roles as a superuser, which only the embedded server offers")
    test_server.run("DROP DATABASE IF EXISTS linli_poor WITH (FORCE)")
    test_server.run("DROP ROLE IF EXISTS linli_poor")
    test_server.run("DROP ROLE IF EXISTS linli_poor_app")
    test_server.run("CREATE ROLE linli_poor LOGIN")
    test_server.run("CREATE DATABASE linli_poor")
    yield test_server
    test_server.run("DROP DATABASE linli_poor WITH (FORCE)")
    test_server.run("DROP ROLE linli_poor")
    test_server.run("DROP ROLE IF EXISTS linli_poor_app")


def test_missing_rights_are_told_one_after_another_with_what_to_run(var, poor_owner):
    server = poor_owner
    url = _url(server.owner | {"user": "linli_poor", "dbname": "linli_poor"})

    told = linli(var, "migrate", DATABASE_URL=url)
    assert "ALTER DATABASE linli_poor OWNER TO linli_poor;" in told.stderr
    assert one_sentence(told.stderr)

    server.run("ALTER DATABASE linli_poor OWNER TO linli_poor")
    told = linli(var, "migrate", DATABASE_URL=url)
    assert "ALTER ROLE linli_poor CREATEROLE;" in told.stderr
    assert told.returncode == 1

    server.run("CREATE ROLE linli_poor_app LOGIN BYPASSRLS")
    told = linli(var, "migrate", DATABASE_URL=url)
    assert "ALTER ROLE linli_poor_app NOSUPERUSER NOBYPASSRLS;" in told.stderr

    server.run("ALTER ROLE linli_poor_app NOBYPASSRLS")
    told = linli(var, "migrate", "--quiet", DATABASE_URL=url)
    assert (told.returncode, told.stderr) == (0, "")


def test_wrong_encoding_is_refused(var, test_server):
    if not test_server.hold:
        pytest.skip("makes a database as a superuser")
    test_server.run("DROP DATABASE IF EXISTS linli_latin WITH (FORCE)")
    test_server.run(
        f"CREATE DATABASE linli_latin OWNER {EMBEDDED_OWNER} TEMPLATE template0 ENCODING 'LATIN1'"
        " LOCALE_PROVIDER libc LOCALE 'C'"
    )
    told = linli(var, "migrate", DATABASE_URL=_url(test_server.owner | {"dbname": "linli_latin"}))
    test_server.run("DROP DATABASE linli_latin")
    assert "The database's encoding is LATIN1" in told.stderr
    assert one_sentence(told.stderr)
