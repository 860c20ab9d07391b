"""Tables as workbooks people can print and trust: A4 landscape, header on every page, nothing that computes."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.writer.excel import save_workbook

from .registry import Table

DANGEROUS = re.compile(r"^[=+\-@\t\r|%]")
LONGEST = 32_000
_thin = Side(style="thin", color="808080")
BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
TITLE, HEAD, SMALL = Font(name="SimHei", size=16, bold=True), Font(name="SimHei", size=10, bold=True), Font(size=9)
HEAD_FILL = PatternFill("solid", fgColor="EFE9DB")


def harmless(value: Any) -> Any:
    """Return what a cell may hold: text never begins a formula, moments are local, signs no file can hold are gone.

    Text that begins with = + - @ gets an apostrophe before it, which readers of ours take away again: whatever
    program opens the file, or saves it as CSV, has nothing to compute.
    """
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool | int | float | date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST]
    return f"'{text}" if DANGEROUS.match(text) and text not in {"-", "—"} else text


class Writer:
    """Writes one Table row by row, in little memory; `end` returns the file."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", table.sheet)[:31])
        self._set_up()
        self._head()

    def _set_up(self) -> None:
        sheet, width = self.sheet, len(self.table.columns)
        for index, (_label, wide) in enumerate(self.table.columns, 1):
            sheet.column_dimensions[get_column_letter(index)].width = wide
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # 9 is A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left, sheet.page_margins.right = 0.8, 0.5
        sheet.oddFooter.center.text = _("第 &P 页 共 &N 页")
        above = 1 + len(self.table.lines)
        sheet.print_title_rows = f"{above + 1}:{above + 1}"
        sheet.freeze_panes = f"A{above + 2}"
        for row in range(1, above + 1):
            sheet.merged_cells.ranges.add(CellRange(min_col=1, max_col=width, min_row=row, max_row=row))

    def _head(self) -> None:
        self.sheet.append([self._cell(self.table.title, font=TITLE, alignment=Alignment(horizontal="center"))])
        for line in self.table.lines:
            self.sheet.append([self._cell(line, font=SMALL)])
        wrapped = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.sheet.append(
            [
                self._cell(label, font=HEAD, alignment=wrapped, border=BOX, fill=HEAD_FILL)
                for label, _w in self.table.columns
            ]
        )

    def _cell(self, value: Any, **look: Any) -> Any:
        value = harmless(value)
        cell = WriteOnlyCell(self.sheet, value=value)
        if isinstance(value, str):
            cell.data_type, cell.number_format = "s", "@"
        elif isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        for name, given in look.items():
            setattr(cell, name, given)
        return cell

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        alignment = Alignment(vertical="top", wrap_text=True)
        for row in rows:
            self.sheet.append([self._cell(value, alignment=alignment, border=BOX) for value in row])

    def end(self) -> bytes:
        if self.table.foot:
            self.sheet.append([self._cell(self.table.foot, font=SMALL)])
        if self.table.legend:
            self._legend()
        buffer = io.BytesIO()
        save_workbook(self.book, buffer)
        return buffer.getvalue()

    def _legend(self) -> None:
        sheet = self.book.create_sheet(_("说明"))
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
        for word, meaning in self.table.legend:
            sheet.append([self._cell(word, font=HEAD), self._cell(meaning, alignment=Alignment(wrap_text=True))])


@dataclass(frozen=True)
class BackSheet:
    """A sheet in somebody else's layout: their rows down to the header, merged as they were, then the rows to send."""

    name: str
    head: Sequence[Sequence[Any]]
    merges: Sequence[Sequence[int]]
    rows: Sequence[Sequence[Any]]


def write_back(sheets: Sequence[BackSheet]) -> bytes:
    """Return a workbook of these sheets. Cells are text unless they are moments or numbers of at most 15 digits."""
    book = Workbook(write_only=True)
    for order, each in enumerate(sheets or [BackSheet(_("没有"), [], [], [])]):
        name = re.sub(r"[\[\]:*?/\\]", " ", each.name)[:28]
        sheet = book.create_sheet(f"{name} {order + 1}" if order and name in book.sheetnames else name)
        for column in range(1, max((len(row) for row in [*each.head, *each.rows]), default=0) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 18
        for top, left, bottom, right in each.merges:
            sheet.merged_cells.ranges.add(
                CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1)
            )
        for row in each.head:
            sheet.append([_own_cell(sheet, value, is_head=True) for value in row])
        for row in each.rows:
            sheet.append([_own_cell(sheet, value) for value in row])
    buffer = io.BytesIO()
    save_workbook(book, buffer)
    return buffer.getvalue()


def _own_cell(sheet: Any, value: Any, *, is_head: bool = False) -> Any:
    if isinstance(value, float) and value == int(value) and abs(value) < 10**15:
        value = int(value)
    value = harmless(None if value == "" else value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    if is_head and value is not None:
        cell.font, cell.border = HEAD, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell
