"""A requester's form as a Word document: one row of its table is repeated for each of ours, the rest stays."""

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from django.utils import timezone
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .own_forms import LOOKED_THROUGH, MOST_TABLES, Place, Said, ends_table
from .workbooks import Grid, Range, broken


class WordForm:
    suffix = "docx"

    def __init__(self, content: bytes) -> None:
        try:
            self.document = Document(io.BytesIO(content))
        except (BadZipFile, KeyError, ValueError, OSError, LxmlError) as why:
            raise broken() from why

    def grids(self) -> list[Grid]:
        tables = self.document.tables[:MOST_TABLES]
        return [grid for n, table in enumerate(tables, 1) if (grid := _grid(table, str(n))).width]

    def filled(self, place: Place, rows: Sequence[Sequence[Any]], said: Said) -> bytes:
        table = self.document.tables[int(place.sheet) - 1]
        _fill(table, place, rows)
        for paragraph in self._paragraphs():
            _say(paragraph, said)
        if said.watermark:
            for section in self.document.sections:
                section.header.is_linked_to_previous = False
                section.header.add_paragraph(said.watermark)
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    def _paragraphs(self) -> Iterator[Paragraph]:
        yield from self.document.paragraphs
        for section in self.document.sections:
            yield from (*section.header.paragraphs, *section.footer.paragraphs)
        for table in self.document.tables:
            for row in (*table.rows[:5], *table.rows[-5:]):
                for cell in row.cells:
                    yield from cell.paragraphs


def _cells(row: Any) -> list[tuple[int, Any]]:
    """Return the cells of a row, each with the column it begins at: a wide cell counts for several."""
    found, column = [], 0
    for cell in row.findall(qn("w:tc")):
        found.append((column, cell))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        column += int(span.get(qn("w:val"))) if span is not None else 1
    return found


def _text(cell: Any) -> str:
    return "\n".join("".join(part.text or "" for part in each.iter(qn("w:t"))) for each in cell.findall(qn("w:p")))


def _grid(table: WordTable, name: str) -> Grid:
    """Return a table as cells; those merged downwards stand in their first row."""
    rows: list[list[Any]] = []
    merges: list[Range] = []
    for n, row in enumerate(table._tbl.tr_lst[:LOOKED_THROUGH]):  # noqa: SLF001  a thousand rows read by python-docx take minutes
        cells = _cells(row)
        line: list[Any] = [None] * (cells[-1][0] + 1 if cells else 0)
        for (column, cell), after in zip(cells, [*[begin for begin, _cell in cells[1:]], None], strict=True):
            line[column] = _text(cell) or None
            if after is not None and after - column > 1:
                merges.append((n, column, n, after - 1))
        rows.append(line)
    return Grid(name, rows, merges)


def _fill(table: WordTable, place: Place, rows: Sequence[Sequence[Any]]) -> None:
    body = table._tbl.tr_lst  # noqa: SLF001
    for row in body[: place.ends]:
        _repeat_on_every_page(row)
    below = body[place.ends :]
    slots = next((n for n, row in enumerate(below) if ends_table(_text(cell) for _c, cell in _cells(row))), len(below))
    sample = deepcopy(below[0] if slots else body[place.ends - 1])
    for _column, cell in _cells(sample):
        _write(cell, "")
    for row in below[: max(len(rows), 1)][:slots]:
        row.getparent().remove(row)
    after = body[place.ends - 1]
    for n, values in enumerate(rows):
        row = deepcopy(sample)
        cells = dict(_cells(row))
        for column, value in zip(place.columns, values, strict=True):
            if column in cells and (text := _said(value)):
                _write(cells[column], text)
        if place.numbered in cells:
            _write(cells[place.numbered], str(n + 1))
        after.addnext(row)
        after = row


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case _:
            return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def _write(cell: Any, text: str) -> None:
    """Write text into a cell in the look of its first words; other words of it go."""
    paragraphs = cell.findall(qn("w:p"))
    for extra in paragraphs[1:]:
        cell.remove(extra)
    paragraph = paragraphs[0]
    runs = paragraph.findall(qn("w:r"))
    for extra in runs[1:]:
        paragraph.remove(extra)
    run = runs[0] if runs else OxmlElement("w:r")
    if not runs:
        paragraph.append(run)
    for child in list(run):
        if child.tag != qn("w:rPr"):
            run.remove(child)
    if text:
        words = OxmlElement("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)


def _repeat_on_every_page(row: Any) -> None:
    properties = row.get_or_add_trPr()
    if properties.find(qn("w:tblHeader")) is None:
        properties.append(OxmlElement("w:tblHeader"))


def _say(paragraph: Paragraph, said: Said) -> None:
    """Fill in what a paragraph asks for; its words may stand in several runs, and come into the first."""
    text = paragraph.text
    if (put := said.put(text)) != text and paragraph.runs:
        paragraph.runs[0].text = put
        for run in paragraph.runs[1:]:
            run.text = ""
