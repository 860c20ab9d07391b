"""Tables as workbooks people can print and trust: A4 landscape, header on every page, nothing that computes."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.writer.excel import save_workbook

from .registry import Table
from .watermark import picture_of, printable

DANGEROUS = re.compile(r"^[=+\-@\t\r|%]")
LONGEST = 32_000
_thin = Side(style="thin", color="808080")
BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
HEAD = Font(name="SimHei", size=10, bold=True)


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


BORDERED = {"border": 1, "border_color": "#808080", "valign": "top", "text_wrap": True}
PLACES = re.compile(r"[\[\]:*?/\\]")


class Writer:
    """Writes one Table row by row, in little memory; `end` returns the file. Rows may come in any number of lots."""

    suffix = "xlsx"

    def __init__(self, table: Table) -> None:
        self.table = table
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.sheet = self.book.add_worksheet(PLACES.sub(" ", table.sheet)[:31])
        self.small = self.book.add_format({"font_size": 9, "num_format": "@"})
        self.text = self.book.add_format({**BORDERED, "num_format": "@"})
        self.number = self.book.add_format(BORDERED)
        self.moment = self.book.add_format({**BORDERED, "num_format": "yyyy-mm-dd hh:mm"})
        self.day = self.book.add_format({**BORDERED, "num_format": "yyyy-mm-dd"})
        self.at = 0
        self._set_up()
        self._head()

    def _set_up(self) -> None:
        sheet, above = self.sheet, 1 + len(self.table.lines)
        for index, (_label, wide) in enumerate(self.table.columns):
            sheet.set_column(index, index, wide)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.8, right=0.5)
        sheet.repeat_rows(above)
        sheet.freeze_panes(above + 1, 0)
        pages = _("第 &P 页 共 &N 页")
        if self.table.watermark:
            said = printable(self.table.watermark)
            sheet.set_header(f"&C&9{said}")
            sheet.set_footer(f"&L&8{said}&R&9{pages}")
            sheet.set_background(io.BytesIO(picture_of(self.table.watermark)))
        else:
            sheet.set_footer(f"&C{pages}")

    def _head(self) -> None:
        look = {"font_name": "SimHei", "bold": True, "num_format": "@"}
        title = self.book.add_format({**look, "font_size": 16, "align": "center"})
        head = self.book.add_format(
            {**look, **BORDERED, "font_size": 10, "align": "center", "valign": "vcenter", "bg_color": "#EFE9DB"}
        )
        self._across(self.table.title, title)
        for line in self.table.lines:
            self._across(line, self.small)
        for index, (label, _wide) in enumerate(self.table.columns):
            self.sheet.write_string(self.at, index, str(harmless(str(label))), head)
        self.at += 1

    def _across(self, said: str, look: Any) -> None:
        """Write one line over the whole width."""
        width, text = len(self.table.columns), str(harmless(said))
        if width > 1:
            self.sheet.merge_range(self.at, 0, self.at, width - 1, text, look)
        self.sheet.write_string(self.at, 0, text, look)
        self.at += 1

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            for index, value in enumerate(row):
                self._cell(index, value)
            self.at += 1

    def _cell(self, column: int, value: Any) -> None:
        value = harmless(value)
        match value:
            case str():
                self.sheet.write_string(self.at, column, value, self.text) if value else self.sheet.write_blank(
                    self.at, column, None, self.text
                )
            case None:
                self.sheet.write_blank(self.at, column, None, self.text)
            case bool():
                self.sheet.write_boolean(self.at, column, value, self.number)
            case int() | float():
                self.sheet.write_number(self.at, column, value, self.number)
            case datetime():
                self.sheet.write_datetime(self.at, column, value, self.moment)
            case _:
                self.sheet.write_datetime(self.at, column, value, self.day)

    def end(self) -> bytes:
        if self.table.foot:
            self.sheet.write_string(self.at, 0, self.table.foot, self.small)
        if self.table.legend:
            self._legend()
        self.book.close()
        return self.buffer.getvalue()

    def _legend(self) -> None:
        sheet = self.book.add_worksheet(_("说明"))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        word_look = self.book.add_format({"font_name": "SimHei", "font_size": 10, "bold": True, "num_format": "@"})
        look = self.book.add_format({"text_wrap": True, "num_format": "@"})
        for row, (word, meaning) in enumerate(self.table.legend):
            sheet.write_string(row, 0, str(harmless(word)), word_look)
            sheet.write_string(row, 1, str(harmless(meaning)), look)


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
