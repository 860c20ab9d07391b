"""Where the header of a sheet stands, over how many rows, and which of its columns means what."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from .cells import text_of
from .workbooks import Grid, Value

LOOKED_THROUGH = 40
"""A header stands within the first rows of a sheet, below its title."""
SAMPLES = 60
LONGEST_LABEL = 30
ROW_NUMBERS = frozenset({"序号", "顺序号", "no", "行号", "说明栏"})  # catalogue: data
OUR_COLUMN = "说明"  # catalogue: data
"""What the column is called that a corrected file got from us: never read."""


class Meaning(Protocol):
    """What a column may mean: `words` are header words for it, `looks_like` recognises it by its values."""

    @property
    def code(self) -> str: ...

    @property
    def words(self) -> Sequence[str]: ...

    @property
    def looks_like(self) -> Any: ...


@dataclass(frozen=True)
class Header:
    """`first` is its first row, counted from 0; `labels` are the words over each column, joined over `depth` rows."""

    first: int
    depth: int
    labels: tuple[str, ...]

    @property
    def ends(self) -> int:
        """The first row below it."""
        return self.first + self.depth

    @cached_property
    def words(self) -> list[list[str]]:
        """The labels word by word: those of several rows apart."""
        return [label.split(" ") for label in self.labels]

    @property
    def signature(self) -> str:
        """Return what files of one layout share, however their rows differ."""
        return hashlib.sha256("\x1f".join(map(plain, self.labels)).encode()).hexdigest()


def plain(label: str) -> str:
    """Return a header word without blanks, signs and what stands in brackets: 「联系电话（必填）*」 is 联系电话."""
    text = unicodedata.normalize("NFKC", label)
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text) or text
    return re.sub(r"[\W_]+", "", text).lower()


def find_header(grid: Grid, words: Iterable[str]) -> Header:
    """Return the header that knows most of `words`; of a sheet that knows none, the first row that looks like one."""
    known = {plain(word) for word in words} | ROW_NUMBERS
    best, most = 0, 0
    for row in range(min(LOOKED_THROUGH, len(grid.rows))):
        score = sum(_knows(plain(text_of(value)), known) for value in grid.rows[row])
        if score > most:
            best, most = row, score
    if most == 0:
        best = _first_full_row(grid)
    return header_at(grid, *_extent(grid, best))


def header_at(grid: Grid, first: int, depth: int) -> Header:
    """Return the header that begins at row `first` and is `depth` rows high."""
    labels = []
    for column in range(grid.width):
        parts: list[str] = []
        for row in range(first, first + depth):
            part = re.sub(r"\s+", "", text_of(_merged(grid, row, column)))
            if part and part not in parts[-1:]:
                parts.append(part)
        labels.append(" ".join(parts))
    return Header(first, depth, tuple(labels))


def _knows(word: str, known: set[str]) -> int:
    if not word or len(word) > LONGEST_LABEL:
        return 0
    return 2 if word in known else 1 if any(len(each) > 1 and word.endswith(each) for each in known) else 0


def _first_full_row(grid: Grid) -> int:
    for row, cells in enumerate(grid.rows[:LOOKED_THROUGH]):
        said = [text_of(value) for value in cells if value not in (None, "")]
        if len(said) >= 2 and all(len(each) <= LONGEST_LABEL and not each[:1].isdigit() for each in said):
            return row
    return next((row for row, cells in enumerate(grid.rows) if any(text_of(value) for value in cells)), 0)


def _extent(grid: Grid, row: int) -> tuple[int, int]:
    """Return first row and depth of the header `row` belongs to: cells merged over two rows tell."""
    first = last = row
    for top, left, bottom, right in grid.merges:
        is_whole_title = left == 0 and right - left + 1 >= max(grid.width - 1, 2)
        if top <= row <= bottom and bottom > top:  # merged downwards, through this row
            first, last = min(first, top), max(last, bottom)
        elif top == bottom == row and right > left and not is_whole_title and _has_text(grid, row + 1, left, right):
            last = max(last, row + 1)
        elif top == bottom == row - 1 and right > left and not is_whole_title:
            first = min(first, row - 1)
    return first, min(last - first + 1, 3)


def _has_text(grid: Grid, row: int, left: int, right: int) -> bool:
    said = [grid.at(row, column) for column in range(left, right + 1)]
    return any(said) and all(value is None or isinstance(value, str) for value in said)


def _merged(grid: Grid, row: int, column: int) -> Value:
    value = grid.at(row, column)
    if value is not None:
        return value
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom and left <= column <= right:
            return grid.at(top, left)
    return None


def guess(grid: Grid, header: Header, columns: Sequence[Meaning], memory: Mapping[str, str]) -> dict[int, str]:
    """Return which column of the sheet means what: as this sender's were mapped before, by header words, by values.

    Each meaning is given once, to the column that fits best; `memory` maps plain labels to codes ("" is: not read).
    """
    offers: list[tuple[int, int, str]] = []
    settled: set[int] = set()
    for index, label in enumerate(header.labels):
        word = plain(label)
        if not word or word in ROW_NUMBERS or word == OUR_COLUMN:
            settled.add(index)
        elif word in memory:
            settled.add(index)
            if memory[word]:
                offers.append((10_000, index, memory[word]))
        else:
            offers += [(score, index, each.code) for each in columns if (score := _fits(label, each.words))]
    found = _one_each(offers)
    free = [each for each in columns if each.looks_like and each.code not in found.values()]
    for index in range(grid.width):
        if index not in found and index not in settled:
            for each in free:
                if each.code not in found.values() and _values_look_like(grid, header, index, each):
                    found[index] = each.code
    return dict(sorted(found.items()))


def _fits(label: str, words: Sequence[str]) -> int:
    """Say how well a label means what `words` name: the whole label, its last part, its ending, any part of it."""
    whole, last = plain(label), plain(label.rsplit(" ", maxsplit=1)[-1])
    best = 0
    for rank, word in enumerate(words):
        bonus = 100 - min(rank, 90)
        if whole == word:
            best = max(best, 5000 + bonus)
        elif last == word:
            best = max(best, 4000 + bonus)
        elif whole.endswith(word) and len(word) > 1:
            best = max(best, 2000 + 100 * len(word) + bonus)
        elif word in whole and len(word) > 1:
            best = max(best, 1000 + 100 * len(word) + bonus)
    return best


def _one_each(offers: list[tuple[int, int, str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for _score, index, code in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if index not in found and code not in found.values():
            found[index] = code
    return found


def _values_look_like(grid: Grid, header: Header, index: int, column: Meaning) -> bool:
    looks_like = column.looks_like
    said = [
        text
        for row in grid.rows[header.ends : header.ends + SAMPLES]
        if index < len(row) and (text := text_of(row[index]))
    ]
    return looks_like is not None and len(said) >= 2 and sum(map(looks_like, said)) >= 0.7 * len(said)
