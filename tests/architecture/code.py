"""The code of the house, for the rules that are checked against it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINLI = ROOT / "linli"
ROOMS = (
    "accounts", "activities", "alliance", "assembly", "care", "cases", "fence", "files", "journal", "live", "notices",
    "party", "programmes", "reports", "residents", "rota", "sheets", "territory", "zones",
)  # fmt: skip
"""config, demo, web and worktime are no rooms with rows of their own: wiring, a stage, a toolkit, arithmetic."""


def sources(*, without: tuple[str, ...] = ()) -> Iterator[Path]:
    """Return our own modules, those of tests and migrations left out."""
    for path in sorted(LINLI.rglob("*.py")):
        if not {"tests", "migrations", *without} & set(path.relative_to(LINLI).parts):
            yield path


def place(path: Path) -> str:
    return str(path.relative_to(LINLI))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
