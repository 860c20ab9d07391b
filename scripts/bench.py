"""Measure the house under a generated load: `make bench`, or `python scripts/bench.py --save docs/measurements.md`.

A scratch installation is made under var/, filled, asked over the loopback, and thrown away. Nothing is judged here:
the table says how long things take on this machine, p50 and p95.
"""

import argparse
import html
import http.client
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

if TYPE_CHECKING:
    from linli.config.embedded import Hold

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / f"bench-{os.getpid()}"
LINLI = [sys.executable, "-m", "linli.config.command"]
OUR_SETTINGS = ("DATABASE_URL", "APP_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "PORT", "HOST")
OPERATOR, KEEPER = "qin", "wei"
READY_WITHIN = 60
ACKNOWLEDGED = 302
SWEEP_DUE = 200


@dataclass(frozen=True)
class Measured:
    what: str
    times: list[float]

    @property
    def cells(self) -> tuple[str, ...]:
        cuts = quantiles(self.times, n=20, method="inclusive")
        return self.what, str(len(self.times)), f"{1000 * cuts[9]:.0f}", f"{1000 * cuts[18]:.0f}"


class Caller:
    """One signed-in browser without a screen, over one connection."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = SimpleCookie()
        self.get("/sign-in/login/")
        self.post("/sign-in/login/", login=username, password=password)

    def get(self, path: str) -> str:
        return self._ask("GET", path, None)[1]

    def post(self, path: str, **fields: str) -> str:
        status, text = self._ask("POST", path, {**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"].value})
        if status != ACKNOWLEDGED:
            raise SystemExit(f"{path} answered {status}: {text[:500]}")
        return text

    def look(self, **fields: str) -> None:
        self._ask("POST", "/cases/new/look/", {**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"].value})

    def _ask(self, method: str, path: str, fields: dict[str, str] | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{each.key}={each.value}" for each in self.cookies.values())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for each in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(each)
        if answer.status >= http.client.BAD_REQUEST:
            raise SystemExit(f"{path} answered {answer.status}: {text[:500]}")
        return answer.status, text


def main() -> None:
    wanted = _arguments()
    for name in OUR_SETTINGS:
        os.environ.pop(name, None)
    os.environ |= {"LINLI_VAR": str(VAR), "LOG_LEVEL": "ERROR"}
    VAR.mkdir(parents=True)
    try:
        measured = _measure(wanted)
    finally:
        _throw_away()
    table = _table(wanted, measured)
    print(f"\n{table}")
    if wanted.save:
        wanted.save.write_text(table, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    asks = argparse.ArgumentParser(description="Measure the house under a generated load.")
    asks.add_argument("--cases", type=int, default=20_000, help="cases of the past year, all ended")
    asks.add_argument("--open", type=int, default=60, help="open cases while pages are measured")
    asks.add_argument("--promises", type=int, default=10_000, help="running promises while the sweep is measured")
    asks.add_argument("--times", type=int, default=100, help="how often each page is asked")
    asks.add_argument("--at-once", type=int, default=4, help="how many people ask at once in the second round")
    asks.add_argument("--save", type=Path, help="also write the table into this file")
    return asks.parse_args()


def _measure(wanted: argparse.Namespace) -> list[Measured]:
    from linli.config import opening, reference
    from linli.config.progress import step

    with opening.database_at_hand() as hold:
        with step("making tables"):
            subprocess.run([*LINLI, "migrate", "--quiet"], check=True)
        opening.set_up_django("app")
        reference.load()
        import bench_load

        with step(f"writing {wanted.cases} cases"):
            here = bench_load.lay_out()
            bench_load.fill(here, wanted.cases, wanted.open, due_in=timedelta(days=1))
            _let_it_know_its_tables(hold)
        with _served() as port, step("asking pages"):
            measured = list(_pages(port, wanted))
        with step(f"writing {wanted.promises} running promises"):
            bench_load.fill(here, 0, wanted.promises // 2 - wanted.open, due_in=timedelta(days=1))
            _let_it_know_its_tables(hold)
        with step("sweeping"):
            measured += _sweeps(bench_load, here)
        with _served() as port, step("asking the desk with all of them open"):
            operator = _signed_in(port, OPERATOR)
            measured.append(_timed(f"desk, {wanted.promises // 2} cases open", 20, lambda: operator.get("/desk/")))
    return measured


def _let_it_know_its_tables(hold: "Hold | None") -> None:
    """Count rows as PostgreSQL does by itself within a minute or so; until then its plans are guesses."""
    if hold:
        with hold.superuser("linli") as connection:
            connection.execute("VACUUM ANALYZE")


def _signed_in(port: int, username: str) -> Caller:
    from linli.demo.people import PASSWORD

    return Caller(port, username, PASSWORD)


def _pages(port: int, wanted: argparse.Namespace) -> Iterator[Measured]:
    operator, times = _signed_in(port, OPERATOR), wanted.times
    listed = operator.get("/cases/")
    number = re.findall(r'/cases/([A-Z]+\d{8}-\d{4})/"', listed)[-1]
    older = re.findall(r'href="([^"]*)" rel="next"', listed)
    yield _timed("desk", times, lambda: operator.get("/desk/"))
    yield _timed("list, first page", times, lambda: operator.get("/cases/"))
    if older:
        second = urljoin("/cases/", html.unescape(older[0]))
        yield _timed("list, second page", times, lambda: operator.get(second))
    yield _timed("list, one word in a year", times, lambda: operator.get("/cases/?q=%E4%BA%95%E7%9B%96"))
    yield _timed("one case", times, lambda: operator.get(f"/cases/{number}/"))
    yield _timed("look-up while typing", times, lambda: operator.look(**_matter()))
    yield _timed("register", times, lambda: operator.post("/cases/new/", **_matter(), key=str(uuid.uuid4())))
    yield _timed("figures, this month", 20, lambda: operator.get("/figures/"))
    yield _timed("figures, twelve months", 20, lambda: operator.get("/figures/?period=twelve_months"))
    yield _timed("rows behind a figure", 20, lambda: operator.get("/figures/hotline_appeals/?period=twelve_months"))
    code = _a_code(operator)
    yield _timed("progress by code", times, lambda: operator.get(f"/progress/{code}/"))
    keeper = _signed_in(port, KEEPER)
    yield _timed("keeper's tasks", times, lambda: keeper.get("/tasks/"))
    yield from _at_once(port, wanted)


def _matter() -> dict[str, str]:
    return {
        "content": "水沟堵了，污水漫到路面。", "channel": "hotline", "place_text": "建安街 38 号",
        "phone": "13800000001",
    }  # fmt: skip


def _a_code(operator: Caller) -> str:
    number = re.findall(r'/cases/([A-Z]+\d{8}-\d{4})/"', operator.get("/cases/"))[0]
    return "".join(re.findall(r"<b>(\d{4}) (\d{4})</b>", operator.get(f"/cases/{number}/receipt/"))[0])


def _at_once(port: int, wanted: argparse.Namespace) -> Iterator[Measured]:
    """The same pages, asked by several people at the same time."""
    callers = [_signed_in(port, OPERATOR) for _ in range(wanted.at_once)]
    rounds: dict[str, Callable[[Caller], object]] = {
        "desk": lambda caller: caller.get("/desk/"),
        "register": lambda caller: caller.post("/cases/new/", **_matter(), key=str(uuid.uuid4())),
    }
    with ThreadPoolExecutor(wanted.at_once) as pool:
        for what, do in rounds.items():
            each = wanted.times // wanted.at_once
            found = pool.map(lambda caller, do=do, each=each: _timed("", each, lambda: do(caller)).times, callers)
            yield Measured(f"{what}, {wanted.at_once} people at once", [one for times in found for one in times])


def _sweeps(bench_load: object, here: object) -> list[Measured]:
    from linli.cases.actions import sweep

    idle = _timed("sweep, nothing due", 50, sweep)
    bench_load.fill(here, 0, SWEEP_DUE, due_in=timedelta(seconds=1))  # type: ignore[attr-defined]
    time.sleep(1.2)
    began = time.perf_counter()
    touched = sweep()
    busy = time.perf_counter() - began
    return [idle, Measured(f"sweep, {touched} cases due, each", [busy / max(touched, 1)] * 2)]


def _timed(what: str, times: int, do: Callable[[], object]) -> Measured:
    do()  # the first one opens connections and fills caches
    found = []
    for _ in range(max(times, 2)):
        began = time.perf_counter()
        do()
        found.append(time.perf_counter() - began)
    return Measured(what, found)


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([*LINLI, "serve"], env=os.environ | {"PORT": str(port)}, start_new_session=True)
    try:
        give_up = time.monotonic() + READY_WITHIN
        while not _answers(port):
            if time.monotonic() > give_up or process.poll() is not None:
                raise SystemExit("The web process did not get ready.")
            time.sleep(0.2)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return True
    except OSError:
        return False


def _throw_away() -> None:
    home = VAR / "pg"
    if home.is_symlink():
        shutil.rmtree(home.resolve(), ignore_errors=True)
    shutil.rmtree(VAR, ignore_errors=True)


def _table(wanted: argparse.Namespace, measured: list[Measured]) -> str:
    head = ("what", "times", "p50 ms", "p95 ms")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    made_with = f"--cases {wanted.cases} --open {wanted.open} --promises {wanted.promises} --times {wanted.times}"
    lines = [
        "# Measurements",
        "",
        f"{wanted.cases} ended cases of one year and {wanted.open} open ones; embedded PostgreSQL and one web process",
        f"on {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}), {day}.",
        f"Made with `python scripts/bench.py {made_with}`.",
        "",
    ]
    rows = [head, ("---", "---:", "---:", "---:"), *[each.cells for each in measured]]
    return "\n".join([*lines, *["| " + " | ".join(row) + " |" for row in rows], ""])


if __name__ == "__main__":
    main()
