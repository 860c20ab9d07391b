"""The rows of a sheet below its header: which of them say something, and what each cell of them says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .cells import WrongCell, is_ditto, is_error, text_of
from .headers import LONGEST_LABEL, Header
from .registry import Column, ImportKind
from .workbooks import Grid, Value, letter

TOTALS = re.compile(r"(本页|本月|本年)?(合计|小计|总计|共计|累计|总数)[::]?.*")  # catalogue: data
FOOTNOTES = re.compile(
    r"(注|说明|备注|制表|制表人|填表|填表人|填报|审核|审核人|负责人|统计人|单位|日期|以上|以下空白)[^。]{0,60}[::].*|以下空白.*"
)  # catalogue: data
DAYS_TO_1904 = 1462


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one cell. `column` counts from 0; None is about the row as a whole."""

    column: int | None
    label: str
    sentence: str


@dataclass
class Line:
    """One row that says something. `number` is the one people see in Excel, from 1."""

    number: int
    cells: list[Value]
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    key: str = ""


@dataclass(frozen=True)
class Reading:
    """How one sheet is to be read."""

    grid: Grid
    header: Header
    mapping: Mapping[int, str]
    kind: ImportKind
    with_hidden: bool = False
    skipped: "Counter[str]" = field(default_factory=Counter)


def lines(reading: Reading, at: datetime) -> Iterator[Line]:
    """Yield the rows that say something, read and judged; the others are counted in `reading.skipped`.

    Merged cells speak for every row they cover, and 同上 for the row above.
    """
    grid, header = reading.grid, reading.header
    spread = _spread(grid, header)
    meant = {column: _quick(reading.kind.column(code)) for column, code in reading.mapping.items()}
    above: dict[int, Value] = {}
    for index in range(header.ends, len(grid.rows)):
        cells = grid.rows[index]
        if why := _skip(reading, index, cells):
            reading.skipped[why] += 1
            continue
        line = Line(index + 1, list(cells))
        for column in reading.mapping:
            value = grid.at(index, column)
            if value is None:
                value = spread.get((index, column))
            if is_ditto(value):
                if column not in above:
                    line.wrong.append(_wrong(reading, column, _("写的是「同上」，可是上面一行没有内容。请写出来。")))
                    continue
                value = above[column]
            above[column] = value
            _read_cell(reading, line, (index, column), meant[column], value)
        _judge(reading, line, at)
        yield line


def _quick(column: Column) -> Column:
    """Return a column that reads what it read before at once: most columns say few things, again and again."""
    return replace(column, read=lru_cache(maxsize=1000, typed=True)(column.read))


def _skip(reading: Reading, index: int, cells: Sequence[Value]) -> str:
    """Say why a row is none of the table's: blank, hidden, a total, the header again, a note. Blank: it is one."""
    grid, mapping = reading.grid, reading.mapping
    said = [column for column, value in enumerate(cells) if value not in (None, "") and _says(value)]
    if not said:
        return "blank"
    first = re.sub(r"\s", "", text_of(cells[said[0]]))
    if TOTALS.fullmatch(first):
        return "total"
    if len(said) <= 3 and FOOTNOTES.fullmatch(first):
        return "note"
    if not any(column in said for column in mapping):
        return "blank" if len(said) == 1 else "note"
    if len(said) == 1 and len(mapping) > 2 and _is_wide(grid, index):
        return "note"
    words = reading.header.words
    same = [column for column in said if column in mapping and _is_word(cells[column], words[column])]
    if len(same) >= 2:
        return "header"
    return "hidden" if index in grid.hidden and not reading.with_hidden else ""


def _says(value: Value) -> bool:
    """Whether a cell that is not empty says anything: blanks alone, and signs nobody sees, do not."""
    return not isinstance(value, str) or value[0].isalnum() or text_of(value) != ""


def _is_word(value: Value, words: Sequence[str]) -> bool:
    """Whether a cell says one of these header words; a long text or a number does not."""
    if not isinstance(value, str) or len(value) > LONGEST_LABEL:
        return False
    text = text_of(value)
    return (text if text.isalnum() else re.sub(r"\s", "", text)) in words


def _is_wide(grid: Grid, index: int) -> bool:
    return any(top <= index <= bottom and right - left >= 3 for top, left, bottom, right in grid.merges)


def _spread(grid: Grid, header: Header) -> dict[tuple[int, int], Value]:
    """Return what merged cells below the header say for the other rows they cover."""
    found: dict[tuple[int, int], Value] = {}
    for top, left, bottom, right in grid.merges:
        if top >= header.ends and bottom > top and left == right and bottom - top < 1000:
            value = grid.at(top, left)
            found |= {(row, left): value for row in range(top + 1, bottom + 1)}
    return found


def _read_cell(reading: Reading, line: Line, at: tuple[int, int], meant: Column, value: Value) -> None:
    index, column = at
    if reading.grid.is_1904 and meant.is_date and isinstance(value, int | float) and 10_000 < value < 75_000:
        value += DAYS_TO_1904
    if is_error(value) or (value is None and (index, column) in reading.grid.errors):
        line.wrong.append(_wrong(reading, column, _("这一格的公式出错了（显示 #N/A 之类）。请改成实际的内容。")))
        return
    if value is None and (index, column) in reading.grid.uncomputed:
        line.wrong.append(
            _wrong(
                reading, column, _("这一格是公式，文件里没有存下结果。请用 Excel 打开、保存一次，或者改成实际的内容。")
            )
        )
        return
    try:
        line.values[meant.code] = meant.read(value)
    except WrongCell as why:
        line.wrong.append(_wrong(reading, column, str(why)))
        return
    if meant.is_required and line.values[meant.code] in (None, ""):
        line.wrong.append(_wrong(reading, column, _("空着。这一列每行都要写。")))


def _judge(reading: Reading, line: Line, at: datetime) -> None:
    """Ask the room above about the row as a whole, once each cell is right."""
    if line.wrong:
        return
    place = {code: column for column, code in reading.mapping.items()}
    for code, sentence in reading.kind.judge(line.values, at):
        line.wrong.append(_wrong(reading, place.get(code), sentence))
    if not line.wrong:
        line.key = reading.kind.key_of(line.values)


def _wrong(reading: Reading, column: int | None, sentence: str) -> Wrong:
    label = reading.header.labels[column] if column is not None and column < len(reading.header.labels) else ""
    return Wrong(column, label, sentence)


def say(sheet: str, number: int, wrong: Wrong) -> str:
    """Return the whole sentence about a wrong cell: sheet, row, column letter, what is wrong, how to mend it."""
    if wrong.column is None:
        return _("「{sheet}」第 {row} 行：{sentence}").format(sheet=sheet, row=number, sentence=wrong.sentence)
    return _("「{sheet}」第 {row} 行 {column} 列（{label}）：{sentence}").format(
        sheet=sheet, row=number, column=letter(wrong.column), label=wrong.label, sentence=wrong.sentence
    )


def missing(kind: ImportKind, mapping: Mapping[int, str]) -> list[Column]:
    """Return the required columns nothing is mapped to."""
    return [column for column in kind.columns if column.is_required and column.code not in mapping.values()]
