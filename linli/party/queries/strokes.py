"""按姓氏笔画为序: by the strokes of the surname, by its first stroke (横竖撇点折), then by the reading of the name."""

import tomllib
from functools import cache
from pathlib import Path

LAST = 99


@cache
def places() -> dict[str, int]:
    """Return the place of each surname's first character in the order of strokes."""
    path = Path(__file__).resolve().parents[1] / "data" / "strokes.toml"
    lines = tomllib.loads(path.read_text(encoding="utf-8"))["surnames"].strip().splitlines()
    found: dict[str, int] = {}
    for line in lines:
        strokes, *groups = line.split()
        for first, signs in enumerate(groups):
            for n, sign in enumerate(signs):
                found.setdefault(sign, int(strokes) * 10_000 + first * 1_000 + n)
    return found


def by_strokes(name: str, pinyin: str) -> tuple[int, str, str]:
    """Return what a list of names is sorted by; a surname the book does not know comes last, by its reading."""
    return places().get(name[:1], LAST * 10_000), pinyin, name
