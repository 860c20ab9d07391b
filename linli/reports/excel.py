"""Figures as a workbook. Every text is written as a text, so that a zone called “=1+1” stays one."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import save_workbook

from .metrics import metric
from .queries.breakdowns import Breakdown, SplitLine
from .queries.figures import Figure

WIDE, NARROW, WIDEST = 22, 12, 80
LONGEST_NAME = 31


def workbook(about: str, figures: list[Figure], splits: list[tuple[str, Breakdown]]) -> bytes:
    """Return the file: what it is about stands on top of every sheet."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, _("总览"), (WIDE, NARROW, NARROW, NARROW, NARROW, WIDEST))
    _add(sheet, [about], bold=True)
    _add(sheet, [_("指标"), _("数"), _("单位"), _("做到的"), _("一共"), _("怎么算的，哪些不计入")], bold=True)
    for each in figures:
        rate = each.metric.is_rate
        whole = each.whole if rate else None
        _add(
            sheet,
            [
                str(each.metric.label),
                each.value,
                each.unit,
                each.kept if rate else None,
                whole,
                each.definition,
            ],
        )
    for label, found in splits:
        _split(book, about, label, found)
    out = BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _split(book: Workbook, about: str, label: str, found: Breakdown) -> None:
    shares = [metric(share.metric) for share in found.total.shares]
    sheet = _sheet(book, _("按{kind}").format(kind=label), (WIDE, *[NARROW] * (3 + 3 * len(shares))))
    _add(sheet, [about], bold=True)
    heads = [label, _("件数"), _("没守约的"), _("六类不在这里办")]
    for each in shares:
        heads += [f"{each.label} %", str(each.kept.label if each.kept else ""), str(each.whole.label)]
    _add(sheet, heads, bold=True)
    for line in found.lines:
        _line(sheet, line)
    _line(sheet, found.total, bold=True)
    _add(sheet, [_("按固定次序排列，不排名。件数各不相同，比例不宜直接相比。")])


def _line(sheet: Any, line: SplitLine, *, bold: bool = False) -> None:
    cells: list[Any] = ["　" * line.depth + line.label, line.count, line.missed, line.told]
    for share in line.shares:
        cells += [share.percent, share.kept, share.whole]
    _add(sheet, cells, bold=bold)


def _sheet(book: Workbook, name: str, widths: Iterable[int]) -> Any:
    sheet = book.create_sheet(name[:LONGEST_NAME])
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[chr(64 + place)].width = width
    sheet.freeze_panes = "B3"
    return sheet


def _add(sheet: Any, values: list[Any], *, bold: bool = False) -> None:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=float(value) if isinstance(value, Decimal) else value)
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula
            cell.alignment = Alignment(vertical="top", wrap_text=len(value) > WIDE * 2)
        cell.font = Font(bold=bold)
        cells.append(cell)
    sheet.append(cells)
