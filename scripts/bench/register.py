"""The register of a million people: looked up by sixteen at once, a home opened, tables in and out, a card printed."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bench import house, measuring
from bench.neighbours import COMMUNITIES, GIVEN
from bench.operations import CLIENTS, Operation, Plan, Stage, sign_in

HOMES = 400
ROUND_SECONDS = 10


@dataclass
class Found:
    """What was measured: milliseconds of look-ups by kind, the two pages, and seconds of the slow work."""

    people: int
    looked_up: dict[str, list[float]] = field(default_factory=dict)
    pages: dict[str, measuring.Measured] = field(default_factory=dict)
    slow: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """Return the results as lines of the page."""
        told = ["| what | to reach | measured |", "| --- | --- | --- |"]
        every = [each for times in self.looked_up.values() for each in times]
        if every:
            told += [_look_up_line("look-ups of all kinds, 16 readers", every, "p95 ≤ 60 ms")]
            told += [_look_up_line(f"by {kind}", times, "") for kind, times in sorted(self.looked_up.items())]
        for name, measured in self.pages.items():
            told.append(
                f"| {name} | — | {measured.rate:.0f}/s, p50 {measured.p50:.0f} ms, p95 {measured.p95:.0f} ms, "
                f"{measured.statements:.1f} statements |"
            )
        if brought := self.slow.get("import"):
            rows = brought["rows"]
            told.append(
                f"| {rows:,.0f} people from a workbook: looked at, then taken | 1,500 rows/s | "
                f"{rows / brought['looked']:,.0f} rows/s looked at, {rows / brought['took']:,.0f} rows/s taken, "
                f"{brought['read']:.1f} s to open the file |"
            )
        if members := self.slow.get("members"):
            told.append(
                f"| 一览表 of {members['rows']:,.0f} members, {members['columns']:.0f} columns, .xlsx | 5 s | "
                f"{members['took']:.1f} s |"
            )
        if card := self.slow.get("card"):
            told.append(f"| a member's card, PDF | 1 s | {card['took']:.2f} s, slowest {card['slowest']:.2f} s |")
        return told


def _look_up_line(name: str, times: list[float], reach: str) -> str:
    times = sorted(times)
    middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
    return f"| {name} | {reach} | p50 {middle:.0f} ms, p95 {late:.0f} ms, {len(times) / ROUND_SECONDS:.0f}/s |"


@contextmanager
def served(hold: Any, people: int) -> Iterator[house.House]:
    with house.filled(hold, people, "people", house.fill_with_people) as scratch, house.served(scratch):
        yield scratch


def measure(hold: Any, people: int, *, warm: float, seconds: float) -> Found:
    """Measure everything, one after the other, with nothing else at work."""
    found = Found(people)
    with served(hold, people) as scratch:
        found.looked_up = _look_ups(scratch)
        operators = [sign_in(scratch.port, f"operator{n}") for n in range(CLIENTS)]
        stage = Stage(scratch, people, operators, random.Random(22), seconds)  # noqa: S311 - the same requests each time
        for operation in (REGISTER, HOME):
            found.pages[operation.name] = measuring.measure(stage, operation, warm=warm, seconds=seconds)
        for step in ("card", "members", "import"):
            found.slow[step] = json.loads(scratch.run(sys.executable, "-m", "bench.papers", step).splitlines()[-1])
    return found


def _look_ups(scratch: house.House) -> dict[str, list[float]]:
    """Let two processes of eight readers each look people up at the same time; return how long each kind took."""
    asked = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.readers", f"--seconds={ROUND_SECONDS}", f"--seed={seed}"],
            env=scratch.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in (0, 8)
    ]
    took: dict[str, list[float]] = {}
    for process in asked:
        said, _nothing = process.communicate()
        if process.returncode:
            raise SystemExit("the readers met trouble")
        for kind, times in json.loads(said).items():
            took.setdefault(kind, []).extend(times)
    return took


def _homes(stage: Stage) -> Plan:
    """Each operator opens homes of their own community, one after the other, all over the register."""
    of: dict[int, list[int]] = {}
    for n in range(COMMUNITIES):
        found = stage.house.ask(
            """SELECT array_agg(id ORDER BY id) FROM residents_household WHERE id %% %s = 0 AND community_id =
            (SELECT id FROM territory_community ORDER BY id OFFSET %s LIMIT 1)""",
            max(1, stage.cases // 3 // COMMUNITIES // HOMES),
            n,
        )
        of[n] = found[0]
    return Plan(
        [
            (operator, [operator.get(f"/residents/households/{key}/") for key in of[n % COMMUNITIES]])
            for n, operator in enumerate(stage.operators)
        ]
    )


def _register(stage: Stage) -> Plan:
    return Plan(
        [(operator, [operator.get(f"/residents/?q={quote(word)}") for word in GIVEN]) for operator in stage.operators]
    )


REGISTER = Operation("register_page", "page of the register, by part of a name", "—", _register)
HOME = Operation("home", "page of a home", "—", _homes)
