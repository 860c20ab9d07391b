"""The order of strokes (姓氏笔画), in which rosters of equals are written: fewer strokes first, then 横竖撇点折.

PostgreSQL can sort so only where it was built with ICU, and the embedded server was not; so names are sorted here,
the same everywhere, by a table of the 6,763 usual characters and some rare ones of names. Which stroke a character
begins with is known of common surnames; within that, and for given names, characters keep the table's order.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

UNKNOWN = 99
"""Strokes of a character the table does not know: it comes last, and a clerk may order the roster by hand."""


class _Table(NamedTuple):
    strokes: dict[str, int]
    place: dict[str, int]
    begins: dict[str, int]


def key(name: str) -> tuple[tuple[int, ...], ...]:
    """Return what a name is sorted by: its surname's strokes and how they begin, then each further character's."""
    table = _table()
    return tuple(
        (table.strokes.get(sign, UNKNOWN), table.begins.get(sign, 6) if n == 0 else 0, table.place.get(sign, ord(sign)))
        for n, sign in enumerate(name)
    )


def strokes_of(sign: str) -> int:
    return _table().strokes.get(sign, UNKNOWN)


@cache
def _table() -> _Table:
    text = (Path(__file__).parent / "data" / "strokes.txt").read_text(encoding="utf-8")
    counts, _first, begins = text.partition("\nfirst\n")
    strokes = {sign: count for count, signs in _lines(counts) for sign in signs}
    return _Table(
        strokes,
        {sign: n for n, sign in enumerate(strokes)},
        {sign: stroke for stroke, signs in _lines(begins) for sign in signs},
    )


def _lines(text: str) -> list[tuple[int, str]]:
    lines = [line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return [(int(number), signs) for number, signs in lines]
