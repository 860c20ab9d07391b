"""A requester's form as an Excel file: titles, merges, widths and looks stay; ids and phones are text."""

import io
from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from .own_forms import LOOKED_THROUGH, Place, Said, ends_table, texts_of
from .watermark import printable
from .workbooks import Grid, broken
from .writing import harmless

TEXT, DAY, MOMENT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class XlsxForm:
    suffix = "xlsx"

    def __init__(self, content: bytes) -> None:
        try:
            self.book = load_workbook(io.BytesIO(content), keep_links=False)
        except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError) as why:
            raise broken() from why

    def grids(self) -> list[Grid]:
        return [_grid(sheet) for sheet in self.book.worksheets if sheet.sheet_state == "visible"]

    def filled(self, place: Place, rows: Sequence[Sequence[Any]], said: Said) -> bytes:
        sheet = self.book[place.sheet]
        body = _Body(sheet, place.ends + 1)
        body.make_room(len(rows))
        looks = _Looks(sheet, place.ends + 1)
        for n, values in enumerate(rows):
            looks.write_row(place.ends + 1 + n, n, values, place)
        for n in range(len(rows), body.slots):
            for column in range(1, sheet.max_column + 1):
                if not isinstance(cell := sheet.cell(place.ends + 1 + n, column), MergedCell):
                    cell.value = None
        _say_around(sheet, place.ends, place.ends + 1 + max(len(rows), body.slots), said)
        _mark(sheet, place.ends, said)
        made = io.BytesIO()
        save_workbook(self.book, made)
        return made.getvalue()


def _grid(sheet: Worksheet) -> Grid:
    last = min(sheet.max_row, LOOKED_THROUGH)
    rows: list[list[Any]] = [list(row) for row in sheet.iter_rows(1, last, values_only=True)]
    merges = [
        (each.min_row - 1, each.min_col - 1, each.max_row - 1, each.max_col - 1)
        for each in sheet.merged_cells.ranges
        if each.max_row <= last
    ]
    return Grid(sheet.title, rows, merges)


class _Body:
    """The rows of a form that are ours: `slots` of them, from `first` (counted from 1) to what ends the table."""

    def __init__(self, sheet: Worksheet, first: int) -> None:
        self.sheet, self.first = sheet, first
        self.last_of_sheet, self.width = max(sheet.max_row, first - 1), sheet.max_column
        ends = next((row for row in range(first, self.last_of_sheet + 1) if self._ends(row)), self.last_of_sheet + 1)
        self.slots = ends - first

    def _ends(self, row: int) -> bool:
        return ends_table(texts_of([self.sheet.cell(row, column).value for column in range(1, self.width + 1)]))

    def make_room(self, count: int) -> None:
        """Move what ends the table down where our rows are more than the form has, with merges and heights."""
        sheet, more, footer = self.sheet, max(count - self.slots, 0), self.first + self.slots
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row >= self.first and merged.max_row < footer:
                sheet.unmerge_cells(merged.coord)
        if not more or footer > self.last_of_sheet:
            return
        below = [merged for merged in list(sheet.merged_cells.ranges) if merged.min_row >= footer]
        for merged in below:
            sheet.unmerge_cells(merged.coord)
        heights = {row: sheet.row_dimensions[row].height for row in range(footer, self.last_of_sheet + 1)}
        last_cell = sheet.cell(self.last_of_sheet, self.width).coordinate
        sheet.move_range(f"A{footer}:{last_cell}", rows=more, translate=True)
        for merged in below:
            merged.shift(row_shift=more)
            sheet.merge_cells(merged.coord)
        for row, height in heights.items():
            sheet.row_dimensions[row + more].height = height
        if sheet.print_area:
            sheet.print_area = None


class _Looks:
    """The look of each column, taken from the first row below the header, once for each kind of value."""

    def __init__(self, sheet: Worksheet, sample: int) -> None:
        self.sheet, self.height = sheet, sheet.row_dimensions[sample].height
        self.width = sheet.max_column
        self.samples = [copy(_look_of(sheet.cell(sample, column))) for column in range(1, self.width + 1)]
        self.made: dict[tuple[int, str], Any] = {}

    def write_row(self, row: int, n: int, values: Sequence[Any], place: Place) -> None:
        for column in range(1, self.width + 1):
            _dress(self.sheet.cell(row, column), self.samples[column - 1])
        for column, value in zip(place.columns, values, strict=True):
            self._write(self.sheet.cell(row, column + 1), column, value)
        if place.numbered is not None:
            self.sheet.cell(row, place.numbered + 1).value = n + 1
        if self.height:
            self.sheet.row_dimensions[row].height = self.height

    def _write(self, cell: Cell | MergedCell, column: int, value: Any) -> None:
        value = harmless(None if value == "" else value)
        if value is None or isinstance(cell, MergedCell):
            return
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
            self._look(cell, column, TEXT)
        elif isinstance(value, datetime):
            self._look(cell, column, MOMENT)
        elif isinstance(value, date):
            self._look(cell, column, DAY)

    def _look(self, cell: Cell, column: int, number_format: str) -> None:
        if (look := self.made.get((column, number_format))) is None:
            _dress(cell, copy(_look_of(cell)))
            cell.number_format = number_format
            look = self.made[column, number_format] = _look_of(cell)
        _dress(cell, look)


def _look_of(cell: Any) -> Any:
    return cell._style  # noqa: SLF001  openpyxl has no public way to share a look


def _dress(cell: Any, look: Any) -> None:
    cell._style = look  # noqa: SLF001


def _say_around(sheet: Worksheet, above: int, below: int, said: Said) -> None:
    for begin, end in ((1, above), (below, sheet.max_row)):
        for row in sheet.iter_rows(begin, max(end, begin)):
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    cell.value = said.put(cell.value)


def _mark(sheet: Worksheet, header_ends: int, said: Said) -> None:
    """Repeat the header on every page, and put the watermark on each."""
    if not sheet.print_title_rows and header_ends:
        sheet.print_title_rows = f"{header_ends}:{header_ends}"
    if said.watermark:
        words = printable(said.watermark)
        above: Any = sheet.oddHeader
        below: Any = sheet.oddFooter
        for part in (above.center, below.left):
            part.text = f"{part.text}\n{words}" if part.text else words
            part.size = 8
