"""Live pages held open: how many one web process keeps, what each costs in memory, how soon all of them are told.

    PYTHONPATH=.:scripts python -m bench.live --pages 5000

`hold_open` is given a served house and people who signed in; each page is a line of its own, as a browser keeps it.
"""

import argparse
import asyncio
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

import psutil

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from bench import house
from bench.operations import CLIENTS, sign_in

OPENED_AT_ONCE = 32
SETTLE_SECONDS = 3
CHANGES = 3
ONE_MORE_EVENT = """INSERT INTO journal_event
    (community_id, verb, at, recorded_at, actor_id, duty, subject_type_id, subject_id, facts)
    SELECT community_id, verb, now(), now(), actor_id, duty, subject_type_id, subject_id, facts
    FROM journal_event WHERE verb = 'cases.registered' ORDER BY id DESC LIMIT 1"""


@dataclass(frozen=True)
class Held:
    """Pages open at once; seconds to open them all; KB of memory each; ms from the commit until half and all heard."""

    pages: int
    opened_in: float
    kilobytes_each: float
    half_heard: float
    all_heard: float
    ended_in: float

    processes: int = 1

    def __str__(self) -> str:
        by = "one process" if self.processes == 1 else f"{self.processes} processes"
        return (
            f"{self.pages:,} live pages held open by {by}: {self.kilobytes_each:.1f} KB each, opened in "
            f"{self.opened_in:.0f} s; a change reached half of them {self.half_heard:.0f} ms and all "
            f"{self.all_heard:.0f} ms after its commit; with all of them open it stopped in {self.ended_in:.1f} s"
        )


@dataclass
class Pages:
    """The open pages, as seen from the other end."""

    wanted: int
    heard: list[float] = field(default_factory=list)
    lines: list[asyncio.StreamWriter] = field(default_factory=list)
    listening: list[asyncio.Task[None]] = field(default_factory=list)

    async def open(self, port: int, cookies: Sequence[str]) -> float:
        began, gate = time.perf_counter(), asyncio.Semaphore(OPENED_AT_ONCE)
        await asyncio.gather(*(self._open(port, cookies[n % len(cookies)], gate) for n in range(self.wanted)))
        return time.perf_counter() - began

    async def _open(self, port: int, cookies: str, gate: asyncio.Semaphore) -> None:
        drawn_at = quote(time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()))
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
            writer.write(
                f"GET /live/?t=cases&t=notices&at={drawn_at} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
                "Accept: text/event-stream\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) like a browser\r\n"
                "Accept-Language: zh-CN,zh;q=0.9\r\nCache-Control: no-cache\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"beat")
            if b" 200 " not in head[:20]:
                raise SystemExit(f"a page was not let in: {head[:300]!r}")
        self.lines.append(writer)
        self.listening.append(asyncio.create_task(self._hear(reader)))

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while said := await reader.read(2048):
            if b"changed" in said:
                self.heard.append(time.perf_counter())


def hold_open(scratch: house.House, cookies: Sequence[str], pages: int) -> Held:
    """Open `pages` desks on the served house, change something, and stop the web process under them."""
    return asyncio.run(_hold_open(scratch, cookies, pages))


async def _hold_open(scratch: house.House, cookies: Sequence[str], pages: int) -> Held:
    if scratch.web is None:
        raise SystemExit("Serve the house first.")
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    few = Pages(CLIENTS)  # whatever is made once is made now
    await few.open(scratch.port, cookies)
    await asyncio.sleep(SETTLE_SECONDS)
    before, many = _memory(scratch.web.pid), Pages(pages)
    processes = len(psutil.Process(scratch.web.pid).children()) or 1
    opened_in = await many.open(scratch.port, cookies)
    await asyncio.sleep(SETTLE_SECONDS)
    each = (_memory(scratch.web.pid) - before) / pages / 1024
    half, everybody = [], []
    for _ in range(CHANGES):
        many.heard.clear()
        await asyncio.to_thread(scratch.ask, ONE_MORE_EVENT)
        committed, give_up = time.perf_counter(), time.perf_counter() + 30
        while len(many.heard) < pages and time.perf_counter() < give_up:  # noqa: ASYNC110 - looked at from outside
            await asyncio.sleep(0.01)
        if len(many.heard) < pages:
            raise SystemExit(f"Only {len(many.heard)} of {pages} pages heard of a change.")
        heard = sorted(many.heard)
        half.append(1000 * (heard[pages // 2] - committed))
        everybody.append(1000 * (heard[-1] - committed))
        await asyncio.sleep(1)
    began = time.perf_counter()
    scratch.web.terminate()
    await asyncio.to_thread(scratch.web.wait, 20)
    ended_in = time.perf_counter() - began
    for page in (*few.listening, *many.listening):
        page.cancel()
    return Held(pages, opened_in, each, median(half), median(everybody), ended_in, processes)


def _memory(pid: int) -> int:
    """Return the bytes of memory that are a process's own, its children included."""
    process = psutil.Process(pid)
    return sum(each.memory_full_info().uss for each in (process, *process.children(recursive=True)))


def main() -> None:
    asks = argparse.ArgumentParser(description="Hold live pages open.")
    asks.add_argument("--pages", type=int, nargs="+", default=[2_000, 5_000])
    asks.add_argument("--cases", type=int, default=1_000)
    wanted = asks.parse_args()
    os.environ["WEB_PROCESSES"] = "1"
    with house.scratch_server() as hold, house.filled(hold, wanted.cases) as scratch:
        scratch.fill("standing", count=50)
        for pages in wanted.pages:
            with house.served(scratch):
                cookies = [sign_in(scratch.port, f"operator{n}").cookies for n in range(CLIENTS)]
                print(hold_open(scratch, cookies, pages), flush=True)


if __name__ == "__main__":
    os.environ["PYTHONWARNINGS"] = "ignore"
    main()
