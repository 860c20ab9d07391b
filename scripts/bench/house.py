"""A scratch installation, served as in production: an embedded server of its own, web and worker beside it."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "bench"
LINLI = [sys.executable, "-m", "linli.config.command"]
OURS = ("DATABASE_URL", "APP_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "PORT", "HOST", "DEBUG")
READY_WITHIN = 60
FILLED_BY = ("copying.py", "fill.py", "rows.py", "neighbours.py")


@dataclass
class House:
    """One database of the scratch server, and the processes at work on it."""

    hold: Any
    database: str
    port: int = 0
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    spent_before: dict[str, float] = field(default_factory=dict)

    @property
    def superuser(self) -> str:
        from linli.config.embedded import SUPERUSER, address

        return make_conninfo(**address(self.hold.home, SUPERUSER, self.database))

    @property
    def environment(self) -> dict[str, str]:
        from linli.config.database import EMBEDDED_DATABASE, EMBEDDED_OWNER, app_role

        place = f"/{self.database}?host={self.hold.home.socket}&port=5432"
        return os.environ | {
            "DATABASE_URL": f"postgresql://{EMBEDDED_OWNER}@{place}",
            "APP_DATABASE_URL": f"postgresql://{app_role(EMBEDDED_DATABASE)}@{place}",
            "BENCH_SUPERUSER": self.superuser,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")]),
        }

    def ask(self, query: str, *arguments: object) -> Any:
        """Return the first row of a question put over the fence."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            found = connection.execute(query, arguments)
            return found.fetchone() if found.description else None

    def run(self, *command: str) -> str:
        """Run one of our programs on this database to its end; return what it printed."""
        return subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def fill(self, step: str, **options: int) -> str:
        said = [f"--{name}={value}" for name, value in options.items()]
        return self.run(sys.executable, "-m", "bench.fill", step, *said)

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time web, worker and database have used so far."""
        database = psutil.Process(int((self.hold.home.data / "postmaster.pid").read_text().splitlines()[0]))
        return {
            "web": _spent(psutil.Process(self.web.pid)) if self.web else 0.0,
            "worker": _spent(psutil.Process(self.worker.pid)) if self.worker else 0.0,
            "database": _spent(database),
        }


def _spent(process: psutil.Process) -> float:
    """Return the processor seconds of a process, its living children, and those it has buried."""
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
        if each is process:
            total += times.children_user + times.children_system
    return total


@contextmanager
def scratch_server() -> Iterator[Any]:
    """Hold the embedded server under var/bench, with production settings and a count of its statements."""
    for name in OURS:
        os.environ.pop(name, None)
    os.environ |= {"LINLI_VAR": str(VAR), "LOG_LEVEL": "ERROR"}
    from linli.config.embedded import join

    hold = join(VAR / "pg", {"shared_preload_libraries": "pg_stat_statements"})
    try:
        yield hold
    finally:
        hold.release()


def _fill_with_cases(house: House, count: int) -> None:
    house.fill("past", count=count)


def fill_with_people(house: House, count: int) -> None:
    house.run(sys.executable, "-m", "bench.neighbours", f"--count={count}")


@contextmanager
def filled(
    hold: Any, count: int, what: str = "", fill: Callable[[House, int], None] = _fill_with_cases
) -> Iterator[House]:
    """Give a fresh copy of a database with `count` ended cases, or of `what` another way to fill it leaves there; the
    filled one is kept for the next time."""
    from linli.config.database import EMBEDDED_OWNER

    kept = House(hold, f"kept_{what}{count}_{_print_of_the_tables()}")
    if not _exists(hold, kept.database):
        _fill_from_nothing(kept, f"{what}{count}", lambda draft: fill(draft, count))
    house = House(hold, f"run_{what}{count}")
    with hold.superuser() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {house.database} WITH (FORCE)")
        connection.execute(
            f"CREATE DATABASE {house.database} OWNER {EMBEDDED_OWNER} TEMPLATE {kept.database} STRATEGY FILE_COPY"
        )
    try:
        house.run(*LINLI, "migrate", "--quiet")
        house.ask("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        house.ask("CHECKPOINT")  # what the copying left to write is not the first minute's burden
        yield house
    finally:
        with hold.superuser() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {house.database} WITH (FORCE)")


def _fill_from_nothing(kept: House, what: str, fill: Callable[[House], None]) -> None:
    from linli.config.database import EMBEDDED_OWNER

    draft = House(kept.hold, f"draft_{what}")
    with kept.hold.superuser() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {draft.database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {draft.database} OWNER {EMBEDDED_OWNER}")
    draft.run(*LINLI, "migrate", "--quiet")
    fill(draft)
    draft.ask("VACUUM (ANALYZE, FREEZE)")
    with kept.hold.superuser() as connection:
        older = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"kept_{what}_"]
        ).fetchall()
        for (name,) in older:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"ALTER DATABASE {draft.database} RENAME TO {kept.database}")


def _exists(hold: Any, name: str) -> bool:
    with hold.superuser() as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _print_of_the_tables() -> str:
    """Tell whether a kept database still has today's tables and was filled by today's program."""
    sources = [
        *sorted((ROOT / "linli").glob("*/migrations/*.py")),
        *(Path(__file__).parent / name for name in FILLED_BY),
    ]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:8]


def throw_away() -> None:
    """Remove the scratch server with everything it keeps."""
    home = VAR / "pg"
    if home.is_symlink():
        shutil.rmtree(home.resolve(), ignore_errors=True)
    shutil.rmtree(VAR, ignore_errors=True)


@contextmanager
def served(house: House) -> Iterator[None]:
    """Serve the house's pages and run its worker, both as production does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        house.port = free.getsockname()[1]
    environment = house.environment | {"PORT": str(house.port)}
    try:
        house.web = subprocess.Popen([*LINLI, "serve"], env=environment, start_new_session=True)
        house.worker = subprocess.Popen([*LINLI, "worker"], env=environment, start_new_session=True)
        give_up = time.monotonic() + READY_WITHIN
        while not _is_ready(house.port):
            if time.monotonic() > give_up or house.web.poll() is not None or house.worker.poll() is not None:
                raise SystemExit("Web and worker did not get ready.")
            time.sleep(0.2)
        yield
    finally:
        stop(house.web, house.worker)
        house.web = house.worker = None


@contextmanager
def alone(house: House, houses: list[House]) -> Iterator[None]:
    """Let all other houses stand still, web and worker, as long as this one is measured."""
    others = [each for other in houses if other is not house for each in filter(None, (other.web, other.worker))]
    others = [process for process in others if process.poll() is None]
    for process in others:
        os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in others:
            os.killpg(process.pid, signal.SIGCONT)


def stop(*processes: subprocess.Popen[bytes] | None) -> None:
    for process in filter(None, processes):
        process.send_signal(signal.SIGTERM)
    for process in filter(None, processes):
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
            return True
    except OSError:
        return False


SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def see_that_it_is_honest(house: House) -> None:
    """Refuse to measure a database that forgets, or an application that looks over the fence."""
    for name, wanted in SAFE.items():
        if (found := house.ask(f"SHOW {name}")[0]) != wanted:
            raise SystemExit(f"{name} is {found}: what is measured must be durable.")
    role = house.ask("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'linli_app'")
    fenced = house.ask("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = 'cases_case'")
    if role[0] or not fenced[0]:
        raise SystemExit("The application role sees over the fence.")
