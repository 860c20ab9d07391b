"""The corrected file: what was brought, with every wrong cell marked and a column 说明 at the end of each row."""

import io
from collections.abc import Mapping

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from .headers import OUR_COLUMN, Header
from .models import RunRow
from .workbooks import MEGABYTE, Grid
from .writing import harmless

WRONG = PatternFill("solid", fgColor="F9D9CE")
SAID = Font(color="AD3A22")
KEEPS_ITS_LOOK = 3 * MEGABYTE
"""A larger file comes back as plain cells: keeping its look would cost a hundred times its size in memory."""


def marked(content: bytes, grid: Grid, header: Header, rows: Mapping[int, RunRow], *, is_xlsx: bool) -> bytes:
    """Return the file with its wrong cells marked. Formulas and looks of an xlsx of usual size stay as they were."""
    book, sheet = _original(content, grid) if is_xlsx and len(content) <= KEEPS_ITS_LOOK else (None, None)
    if book is None or sheet is None:
        book, sheet = _plain_copy(grid)
    last = _column_for_words(header, grid)
    sheet.cell(header.ends, last, OUR_COLUMN).font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(last)].width = 60
    for number, row in rows.items():
        cell = sheet.cell(number, last, harmless(words_of(row)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if row.standing != RunRow.Standing.WRONG:
            continue
        cell.font = SAID
        for column, _label, sentence in row.problems:
            _mark(sheet, number, column, sentence)
    buffer = io.BytesIO()
    save_workbook(book, buffer)
    return buffer.getvalue()


def words_of(row: RunRow) -> str:
    """Return what the column 说明 says of a row."""
    match row.standing:
        case RunRow.Standing.WRONG:
            parts = [
                _("{column} 列：{sentence}").format(column=column, sentence=sentence) if column else sentence
                for column, _label, sentence in row.problems
            ]
            return _("要改。") + " ".join(parts)
        case RunRow.Standing.CHANGED:
            return _("会改动")
        case RunRow.Standing.KNOWN:
            return _("已有：{label}").format(label=row.label)
        case RunRow.Standing.TAKEN:
            return _("已导入：{label}").format(label=row.label)
        case _:
            return _("可以导入")


def _mark(sheet: Worksheet, number: int, column: str, sentence: str) -> None:
    if not column:
        return
    place = sheet.cell(number, column_index_from_string(column))
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= number <= merged.max_row and merged.min_col <= place.column <= merged.max_col:
            place = sheet.cell(merged.min_row, merged.min_col)
    place.fill = WRONG
    place.comment = Comment(sentence, "邻里", width=320, height=100)  # catalogue: data


def _column_for_words(header: Header, grid: Grid) -> int:
    """Return where 说明 stands: where an earlier copy of ours had it, or after the last column. From 1."""
    for index, label in enumerate(header.labels):
        if label == OUR_COLUMN:
            return index + 1
    return max(grid.width, len(header.labels)) + 1


def _original(content: bytes, grid: Grid) -> tuple[Workbook | None, Worksheet | None]:
    try:
        book = load_workbook(io.BytesIO(content))
        return book, book[grid.name]
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError):
        return None, None  # openpyxl is stricter than what wrote it: a plain copy says the same


def _plain_copy(grid: Grid) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = grid.name[:31]
    for row in grid.rows:
        sheet.append([None if value == "" else harmless(value) for value in row])
    for top, left, bottom, right in grid.merges:
        if bottom < len(grid.rows):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return book, sheet
