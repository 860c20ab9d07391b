"""Measure the house under load: `make bench N=1000000`, or `python scripts/bench --cases 1000000 --save PAGE`.

A scratch installation under var/bench is filled, served as in production and asked by sixteen clients; the same is done
with few cases beside it, which shows what growing costs. docs/performance.md says how to read the table.
"""

import argparse
import os
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])
os.environ["PYTHONWARNINGS"] = "ignore"

from bench import house, live, measuring, operations, register, report  # noqa: E402

CODES = {operation.code for operation in operations.OPERATIONS} | {"sweep", "live"}


def main() -> None:
    wanted = _arguments()
    if wanted.fresh:
        house.throw_away()
    began = time.monotonic()
    results: dict[int, report.Results] = {}
    paces, neighbours = [measuring.pace()], None
    with house.scratch_server() as hold:
        if set(wanted.rows) & CODES:
            with ExitStack() as held:
                numbers = dict.fromkeys([*([wanted.small] if wanted.small else []), wanted.cases])
                stages = {cases: _stage(held, hold, cases, wanted) for cases in numbers}
                results, paces = _measure(stages, wanted)
        if "people" in wanted.rows:
            neighbours = register.measure(hold, wanted.people, warm=wanted.warm, seconds=wanted.seconds)
            paces.append(measuring.pace())
    told = "\n".join(
        [
            *([report.table(results, wanted.cases, wanted.small)] if results else []),
            *(
                ["", f"A register of {wanted.people:,} people in four communities:", "", *neighbours.lines]
                if neighbours
                else []
            ),
        ]
    )
    print(f"\n{told}\n\n{report.pace_line(paces)} {(time.monotonic() - began) / 60:.1f} minutes in all.")
    if wanted.save:
        where = report.circumstances(wanted.cases, wanted.standing, datetime.now(UTC))
        report.save(wanted.save, told, f"{where} {report.pace_line(paces)}")


def _arguments() -> argparse.Namespace:
    codes = sorted(CODES | {"people"})
    asks = argparse.ArgumentParser(description="Measure the house under load.")
    asks.add_argument("--cases", type=int, default=100_000, help="ended cases of three years, in one community")
    asks.add_argument("--small", type=int, default=10_000, help="the number it is compared with; 0 for none")
    asks.add_argument("--people", type=int, default=1_000_000, help="people of the register, in four communities")
    asks.add_argument("--standing", type=int, default=1_000, help="cases that are not over yet, in both")
    asks.add_argument("--seconds", type=float, default=10, help="how long each of three runs takes")
    asks.add_argument("--warm", type=float, default=4, help="seconds before the first run that are not counted")
    asks.add_argument("--rows", default=",".join(codes), help=f"which of {', '.join(codes)}")
    asks.add_argument("--pages", type=int, default=2_000, help="live pages held open at once")
    asks.add_argument("--fresh", action="store_true", help="fill anew, whatever an earlier run has kept in var/bench")
    asks.add_argument("--save", type=Path, help="also write the table into this page")
    wanted = asks.parse_args()
    wanted.rows = wanted.rows.split(",")
    if unknown := set(wanted.rows) - set(codes):
        asks.error(f"unknown rows: {', '.join(unknown)}")
    return wanted


def _stage(held: ExitStack, hold: object, cases: int, wanted: argparse.Namespace) -> "operations.Stage":
    """Fill and serve a house of so many cases; it stands until all is measured."""
    began = time.monotonic()
    scratch = held.enter_context(house.filled(hold, cases))
    scratch.fill("standing", count=wanted.standing)
    held.enter_context(house.served(scratch))
    house.see_that_it_is_honest(scratch)
    _say(f"{cases:,} cases, filled or copied and served after {(time.monotonic() - began) / 60:.1f} minutes")
    return measuring.stage_of(scratch, cases, wanted.warm + 3 * wanted.seconds)


def _measure(
    stages: "dict[int, operations.Stage]", wanted: argparse.Namespace
) -> "tuple[dict[int, report.Results], list[float]]":
    """Measure each operation with few cases and with many, one after the other: in the same hour of the machine."""
    found, paces = {cases: report.Results() for cases in stages}, []
    houses = [stage.house for stage in stages.values()]
    for operation in [each for each in operations.OPERATIONS if each.code in wanted.rows]:
        for cases, stage in stages.items():
            with house.alone(stage.house, houses):
                paces.append(measuring.pace())
                measured = measuring.measure(stage, operation, warm=wanted.warm, seconds=wanted.seconds)
            found[cases].operations[operation.code] = measured
            _say(f"  {cases:,}: {report.line(operation, measured)}")
    for cases, stage in stages.items():
        with house.alone(stage.house, houses):
            if "sweep" in wanted.rows:
                found[cases].sweep = measuring.sweep(stage.house)
                _say(f"  {cases:,}: {report.sweep_line(found[cases].sweep)}")
            if "live" in wanted.rows:  # the last: it stops the web process under the pages
                found[cases].live = live.hold_open(
                    stage.house, [each.cookies for each in stage.operators], wanted.pages
                )
                _say(f"  {cases:,}: {found[cases].live}")
    return found, paces


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
