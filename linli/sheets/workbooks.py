"""Opening any workbook people send: what it is, by its content; that it is harmless; and its cells as a grid.

xlsx, xls, ods and csv are read. What cannot be read is refused with a sentence that says what to do in Excel or WPS.
Formulas give the values they had when the file was saved: nothing is computed here.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from defusedxml import ElementTree
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from linli.web.refusal import Refusal

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 300 * MEGABYTE
MOST_MEMBERS = 4000
MOST_CELLS = 4_000_000
"""Of the rectangle from A1 to the furthest cell: one stray cell far out must not fill the memory."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORD = "WordDocument".encode("utf-16-le")

Value = str | int | float | bool | datetime | date | time | timedelta | None
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 0, the last ones included."""


class WorkbookRefused(Refusal):
    """This file cannot be taken in; the sentence says why and how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")


@dataclass(frozen=True)
class SheetName:
    name: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet from A1 on; rows may be of different lengths. Rows and columns count from 0.

    `uncomputed` are cells whose formula was saved without a value, `errors` those whose formula came to #N/A.
    """

    name: str
    rows: list[list[Value]]
    merges: list[Range] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    is_1904: bool = False

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Value:
        cells = self.rows[row] if row < len(self.rows) else []
        value = cells[column] if column < len(cells) else None
        return None if value == "" else value


def letter(column: int) -> str:
    """Return the letter of a column counted from 0: A, B, … AA."""
    return str(get_column_letter(column + 1))


class OpenWorkbook:
    """A file that was looked at and can be read. `sheets` are its tables, hidden ones marked; charts are left out."""

    def __init__(self, name: str, content: bytes) -> None:
        self.content = content
        self.is_xlsx = content.startswith(ZIP) and _is_spreadsheet(content)
        self.text = _csv_text(name, content) if _is_text(content) else None
        self._calamine = None
        if self.text is None:
            self._calamine = _calamine(content)
            kept = [each for each in self._calamine.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            self.sheets = [SheetName(each.name, each.visible != SheetVisibleEnum.Visible) for each in kept]
        else:
            self.sheets = [SheetName("CSV")]

    def read(self, sheet: str) -> Grid:
        """Return the cells of one sheet; raise WorkbookRefused when it is far too large or not there."""
        if sheet not in {each.name for each in self.sheets}:
            raise WorkbookRefused(_("这个文件里没有「{sheet}」这张表。").format(sheet=sheet))
        if self._calamine is None:
            return Grid(
                sheet, [list(row) for row in csv.reader(io.StringIO(self.text or ""), _dialect(self.text or ""))]
            )
        survey = _survey(self.content, sheet) if self.is_xlsx else _Survey()
        try:
            found = self._calamine.get_sheet_by_name(sheet)
            rows: list[list[Value]] = [list(row) for row in found.to_python(skip_empty_area=False)]
            merges = [(*first, *last) for first, last in found.merged_cell_ranges or []]
        except CalamineError as why:
            raise broken() from why
        return Grid(
            sheet, _without_empty_end(rows), merges, survey.hidden, survey.uncomputed, survey.errors, survey.is_1904
        )  # fmt: skip


def open_workbook(name: str, content: bytes) -> OpenWorkbook:
    """Look at a file and open it. `name` only helps to say what is wrong. Raises WorkbookRefused."""
    _look_at(name, content)
    opened = OpenWorkbook(name, content)
    if not opened.sheets:
        raise WorkbookRefused(_("这个文件里没有表格。请打开看一看，是不是选错了文件。"))
    return opened


def _look_at(name: str, content: bytes) -> None:
    if not content.strip(b"\0 \r\n\t"):
        raise WorkbookRefused(_("这个文件是空的。请看看是不是没有保存好，或者选错了文件。"))
    if len(content) > MOST_BYTES:
        raise WorkbookRefused(
            _("文件有 {size} MB，最多收 {most} MB。请删掉图片和空白行，或者按月份分成几个文件。").format(
                size=-(-len(content) // MEGABYTE), most=MOST_BYTES // MEGABYTE
            )
        )
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise _locked()
        if WORD in content:
            raise _is_no_spreadsheet()
    elif content.startswith(ZIP):
        _look_into_zip(content)
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise WorkbookRefused(
            _("这个文件扩展名像表格，里面其实是网页。请用 Excel 或 WPS 打开，「另存为」xlsx，再交上来。")
        )
    elif not (_is_text(content) and name.lower().endswith((".csv", ".txt"))):
        raise _is_no_spreadsheet()


def _look_into_zip(content: bytes) -> None:
    unpack_once(content)
    if not _is_spreadsheet(content):
        raise _is_no_spreadsheet()


def unpack_once(content: bytes) -> None:
    """Unpack every part once, with a bound: what claims to be small and is not, does not match its checksum."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise _locked()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise WorkbookRefused(
                    _("这个文件展开以后太大了，没有打开。请把要交的内容复制到一个新的表格里，再交上来。")
                )
            damaged = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as why:
        raise broken() from why
    if damaged is not None:
        raise broken()


def _is_spreadsheet(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return True
        return "content.xml" in names and b"spreadsheet" in archive.read("mimetype") if "mimetype" in names else False


def _is_text(content: bytes) -> bool:
    return not content.startswith((ZIP, OLE)) and b"\0" not in content[:4096]


def _csv_text(name: str, content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _is_no_spreadsheet()


def _dialect(text: str) -> type[csv.Dialect]:
    class Dialect(csv.excel):
        delimiter = "\t" if text.partition("\n")[0].count("\t") > text.partition("\n")[0].count(",") else ","

    return Dialect


def _calamine(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as why:
        raise _locked() from why
    except (CalamineError, ValueError, OSError) as why:
        raise broken() from why


def _locked() -> WorkbookRefused:
    return WorkbookRefused(_("这个文件设了打开密码。请先用密码打开，取消密码，保存以后再交上来。"))


def broken() -> WorkbookRefused:
    return WorkbookRefused(_("这个文件坏了，打不开。请用 Excel 或 WPS 打开看看，「另存为」一份新的 xlsx，再交上来。"))


def _is_no_spreadsheet() -> WorkbookRefused:
    return WorkbookRefused(_("这不是表格文件。请交 xlsx、xls、ods 或 csv；扩展名改过的，要用原来的程序另存为 xlsx。"))


def _without_empty_end(rows: list[list[Value]]) -> list[list[Value]]:
    last = next((n for n in range(len(rows) - 1, -1, -1) if any(value not in ("", None) for value in rows[n])), -1)
    return rows[: last + 1]


# What the fast reader does not tell: hidden rows, formulas without a value, and how far out the furthest cell lies


@dataclass(frozen=True)
class _Survey:
    hidden: frozenset[int] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    is_1904: bool = False


_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="([0-9]+)"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _survey(content: bytes, sheet: str) -> _Survey:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member, is_1904 = _member_of(archive, sheet)
        if member is None:
            return _Survey()
        xml = archive.read(member)
    rows, columns = 0, 0
    hidden, count = set(), 0
    for count, row in enumerate(_ROW.finditer(xml), 1):
        number = _NUMBER.search(row[1])
        rows = max(rows, int(number[1]) if number else count)
        if _HIDDEN.search(row[1]):
            hidden.add((int(number[1]) if number else count) - 1)
    for name in {cell[1] for cell in _CELL.finditer(xml)}:
        columns = max(columns, column_index_from_string(name.decode()))
    if rows * columns > MOST_CELLS:
        raise WorkbookRefused(
            _(
                "「{sheet}」一直写到了第 {rows} 行 {column} 列，太大了。多半是远处误写了一格："
                "请删去空白的行和列（或者把要交的内容复制到一张新表），再交上来。"
            ).format(sheet=sheet, rows=rows, column=letter(columns - 1))
        )
    return _Survey(
        frozenset(hidden),
        _places(_NO_VALUE.findall(xml)),
        _places(_ERROR.findall(xml)) if b't="e"' in xml else frozenset(),
        is_1904,
    )


def _places(names: list[tuple[bytes, bytes]]) -> frozenset[tuple[int, int]]:
    return frozenset((int(number) - 1, column_index_from_string(name.decode()) - 1) for name, number in names)


def _member_of(archive: zipfile.ZipFile, sheet: str) -> tuple[str | None, bool]:
    """Return which part of the package holds a sheet, and whether its serial dates begin in 1904."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, ValueError):
        return None, False
    settings = book.find(f"{_MAIN}workbookPr")
    is_1904 = settings is not None and settings.get("date1904") in {"1", "true"}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for each in book.iter(f"{_MAIN}sheet"):
        if each.get("name") == sheet:
            target = targets.get(each.get(_RELATION), "").lstrip("/")
            member = target if target.startswith("xl/") else f"xl/{target}"
            return (member if member in archive.namelist() else None), is_1904
    return None, is_1904
