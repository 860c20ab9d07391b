"""The table, and the page it is saved to."""

import os
import platform
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil

from bench.live import Held
from bench.measuring import Measured, Swept
from bench.operations import OPERATIONS, Operation

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEAD = (
    "operation",
    "to reach",
    "a second",
    "p50",
    "p95",
    "p99",
    "SQL",
    "web",
    "db",
    "worker",
    "clients' core",
    "growth",
)


@dataclass
class Results:
    operations: dict[str, Measured] = field(default_factory=dict)
    sweep: Swept | None = None
    live: Held | None = None


def line(operation: Operation, measured: Measured) -> str:
    return (
        f"{operation.name}: {measured.rate:.0f}/s, "
        f"p50 {measured.p50:.0f} p95 {measured.p95:.0f} p99 {measured.p99:.0f} ms, "
        f"{measured.statements:.1f} statements, ms of CPU: "
        + ", ".join(f"{who} {spent:.1f}" for who, spent in measured.cpu.items())
    )


def sweep_line(swept: Swept) -> str:
    return (
        f"1,000 promises due: all recorded after {swept.recorded:.1f} s, "
        f"{swept.notices} notices after {swept.notified:.1f} s"
    )


def table(results: dict[int, Results], cases: int, small: int) -> str:
    """Return the results as Markdown, the few cases beside the many."""
    rows = [HEAD, ("---",) * 2 + ("---:",) * 10]
    for operation in OPERATIONS:
        many = results[cases].operations.get(operation.code)
        few = results[small].operations.get(operation.code) if small in results and small != cases else None
        if few:
            rows.append(_row(operation, f"{operation.name}, {small:,}", few, ""))
        if many:
            growth = f"**{many.p50 / few.p50:.2f}**" if few else "—"
            rows.append(_row(operation, f"**{operation.name}, {cases:,}**", many, growth))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    for count, found in results.items():
        if found.sweep:
            lines += ["", f"With {count:,} cases: {sweep_line(found.sweep)}."]
        if found.live:
            lines += ["", f"With {count:,} cases: {found.live}."]
    return "\n".join(lines)


def _row(operation: Operation, name: str, measured: Measured, growth: str) -> tuple[str, ...]:
    return (
        name,
        operation.reach,
        f"{measured.rate:.0f}",
        *(f"{each:.0f} ms" for each in (measured.p50, measured.p95, measured.p99)),
        f"{measured.statements:.1f}",
        *(f"{measured.cpu[who]:.1f} ms" for who in ("web", "database", "worker")),
        f"{100 * measured.client_share:.0f} %",
        growth,
    )


def circumstances(cases: int, standing: int, at: datetime) -> str:
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Measured on {at:%Y-%m-%d} on a virtual machine with {os.cpu_count()} cores ({platform.machine()}) and "
        f"{memory:.0f} GB of memory, Python {platform.python_version()}, embedded PostgreSQL; clients, web, worker and "
        f"database all on it. {cases:,} ended cases of three years and {standing:,} unfinished ones, "
        "all in one community."
    )


def pace_line(paces: list[float]) -> str:
    """Say how fast the machine was meanwhile: borrowed machines are not the same every hour."""
    return f"A loop of a million multiplications took {min(paces, default=0):.0f} to {max(paces, default=0):.0f} ms."


def save(page: Path, told: str, where: str) -> None:
    """Put the table between its marks in `page`; the words around it stay."""
    text = page.read_text(encoding="utf-8") if page.exists() else f"{BEGIN}\n{END}\n"
    new = f"{BEGIN}\n{where}\n\n{told}\n{END}"
    page.write_text(re.sub(f"{BEGIN}.*{END}", lambda _found: new, text, flags=re.DOTALL), encoding="utf-8")
