"""The embedded server: shared, private, and indifferent to kills."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from linli.config import embedded

from .running import fresh_var, within

pytestmark = pytest.mark.slow


@pytest.fixture
def folder():
    for var in fresh_var():
        yield var / "pg"


def postmaster(hold: embedded.Hold) -> psutil.Process:
    return psutil.Process(int((hold.home.data / "postmaster.pid").read_text().split()[0]))


def test_last_one_to_leave_stops_the_server(folder):
    first, second = embedded.join(folder), embedded.join(folder)
    server = postmaster(first)
    assert first.release() is False
    assert server.is_running()
    assert second.release() is True
    assert second.release() is False
    within(5, lambda: not server.is_running() or server.status() == psutil.STATUS_ZOMBIE)


def test_socket_and_data_are_closed_to_others_and_no_port_is_open(folder):
    with embedded.holding(folder) as hold:
        for private in (hold.home.data, hold.home.socket):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700
        listening = [each.laddr for each in postmaster(hold).net_connections("inet")]
        assert listening == []


def test_owner_and_application_role_are_no_superusers(folder):
    with embedded.holding(folder) as hold, hold.superuser() as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname LIKE 'linli%' ORDER BY 1"
        ).fetchall()
    assert roles == [("linli_app", False, False, False, False), ("linli_owner", False, False, False, False)]


def test_twenty_at_once_share_one_server_and_one_of_them_stops_it(folder):
    script = (
        "import sys, pathlib, random, time; from linli.config import embedded;"
        "hold = embedded.join(pathlib.Path(sys.argv[1]));"
        "hold.superuser('linli').execute('SELECT 1'); time.sleep(random.random());"
        "print(int(hold.release()), end='')"
    )
    racers = [
        subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE, text=True) for _ in range(20)
    ]
    said = [racer.communicate()[0][-1:] for racer in racers]
    assert said.count("1") >= 1
    assert said.count("0") == 20 - said.count("1")
    assert not [
        each for each in psutil.process_iter(["cmdline"]) if str(folder / "data") in (each.info["cmdline"] or [])
    ]


def test_killed_server_is_mended_without_losing_what_was_acknowledged(folder):
    with embedded.holding(folder) as hold:
        with hold.superuser("linli") as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        postmaster(hold).kill()
        within(5, hold.mend)
        with hold.superuser("linli") as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_process_number_of_a_stranger_in_the_lock_file_does_not_stop_the_start(folder):
    """After a container restart the number of the old server may belong to anybody, here to ourselves."""
    hold = embedded.join(folder)
    hold.release()
    lock = hold.home.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{hold.home.data}\n1\n5432\n{hold.home.socket}\n\n\nready\n")
    if hold.home.user:
        shutil.chown(lock, hold.home.user)
    with embedded.holding(folder) as again:
        assert again.superuser().execute("SELECT 1").fetchone() == (1,)


def test_path_too_long_for_a_socket_gets_a_short_private_folder(folder):
    deep = folder.parent / ("deep" * 20) / ("er" * 20) / "pg"
    with embedded.holding(deep) as hold:
        assert len(os.fsencode(hold.home.socket / ".s.PGSQL.5432")) <= 107
        assert Path((deep / "socket-folder").read_text().strip()) == hold.home.socket
        assert stat.S_IMODE(hold.home.socket.stat().st_mode) == 0o700
    if deep.is_symlink():
        shutil.rmtree(deep.resolve())
    else:
        hold.home.socket.rmdir()
