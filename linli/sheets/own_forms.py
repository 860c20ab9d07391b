"""A requester's own form: opened as a grid of cells, and filled with a table, everything around it left as it was.

Rows between the header and what ends the table (合计, 制表人, 注) are for our rows: written over, and more put in where
they are too few. Nothing in a form is computed or carried out: words in {{ }} are looked up in one short list.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from .cells import text_of
from .registry import Table
from .rows import FOOTNOTES, TOTALS
from .workbooks import MEGABYTE, ZIP, Grid, WorkbookRefused, unpack_once

MOST_BYTES = 3 * MEGABYTE
LOOKED_THROUGH = 60
"""Rows of a form that are looked at; what stands further below is no form."""
MOST_TABLES = 10


class OwnForm(Protocol):
    """A form that was opened. `filled` returns the file, its rows written into the columns `mapping` names."""

    suffix: str

    def grids(self) -> list[Grid]: ...

    def filled(self, place: "Place", rows: Sequence[Sequence[Any]], said: "Said") -> bytes: ...


class Place:
    """Where a table of a form stands: its sheet, the first row below its header, its columns to ours, 序号."""

    def __init__(self, sheet: str, ends: int, columns: Sequence[int], numbered: int | None) -> None:
        self.sheet, self.ends, self.columns, self.numbered = sheet, ends, columns, numbered


class Said:
    """What may be said around a table: words in {{ }}, what is left blank behind 制表人：, and the watermark."""

    def __init__(self, words: Mapping[str, str], watermark: str) -> None:
        self.words, self.watermark = words, watermark
        names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        self._named = re.compile(r"[{]{2}\s*(" + names + r")\s*[}]{2}")
        self._blank = re.compile(r"(?<!\w)(" + names + r")[:：][ \t\u3000_]*(?=$|\s|[^\s\w])")

    def put(self, text: str) -> str:
        """Return a text of the form with what it asks for filled in."""
        if not text or ("{{" not in text and ":" not in text and "：" not in text):
            return text
        text = self._named.sub(lambda found: self.words[found[1]], text)
        return self._blank.sub(lambda found: f"{found[1]}：{self.words[found[1]]}　", text).rstrip("　")


def open_form(name: str, content: bytes) -> OwnForm:
    """Look at a form and open it. Raises WorkbookRefused with a sentence for what cannot be filled."""
    from .word_forms import WordForm  # each takes a while to import, and is needed in few places
    from .xlsx_forms import XlsxForm

    lower = name.lower()
    if not content:
        raise WorkbookRefused(_("这个文件是空的。请看看是不是没有保存好，或者选错了文件。"))
    if len(content) > MOST_BYTES:
        raise WorkbookRefused(
            _("表样有 {size} MB，最多收 {most} MB。请删掉图片和多余的表，只留要填的那一张。").format(
                size=-(-len(content) // MEGABYTE), most=MOST_BYTES // MEGABYTE
            )
        )
    if not content.startswith(ZIP) or not lower.endswith((".xlsx", ".docx")):
        raise WorkbookRefused(
            _("表样要 xlsx 或者 docx。别的请用 Excel、Word 或 WPS 打开，「另存为」xlsx 或 docx 再交。")
        )
    unpack_once(content)
    form: OwnForm = WordForm(content) if lower.endswith(".docx") else XlsxForm(content)
    if not form.grids():
        raise WorkbookRefused(_("这个文件里没有表格。请交有表头的那一份。"))
    return form


def ends_table(texts: Iterable[str]) -> bool:
    """Say whether a row of a form comes after its table: a total, a note, who made it."""
    said = [text for each in texts if (text := re.sub(r"\s", "", text_of(each)))]
    if not said:
        return False
    return TOTALS.fullmatch(said[0]) is not None or (len(said) <= 4 and FOOTNOTES.match(said[0]) is not None)


def texts_of(row: Sequence[Any]) -> list[str]:
    return [text_of(value) for value in row]


class FormWriter:
    """Writes one Table into a requester's form."""

    def __init__(self, form: OwnForm, place: Place, table: Table, said: Said) -> None:
        self.form, self.place, self.table, self.said = form, place, table, said
        self.suffix = form.suffix
        self.rows: list[Sequence[Any]] = []

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows += rows

    def end(self) -> bytes:
        return self.form.filled(self.place, self.rows, self.said)
