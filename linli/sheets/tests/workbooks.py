"""Workbooks as people really send them, built by hand."""

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADER = (
    "序号",
    "工单编号",
    "来电人",
    "联系电话",
    "事发地址",
    "诉求内容",
    "派单时间",
    "办理时限",
    "办理结果",
    "办结时间",
)


def an_order(number: int, **but: Any) -> list[Any]:
    """Return one row under HEADER: a new order of 2 March 2026."""
    given = {
        "序号": number, "工单编号": f"BB2026030200{number:04}", "来电人": "黄女士", "联系电话": "13800000001",
        "事发地址": "建安街38号", "诉求内容": f"门口水沟堵了，第{number}次", "派单时间": "2026-03-02 09:00",
        "办理时限": "2026-03-05 18:00", "办理结果": None, "办结时间": None,
    }  # fmt: skip
    return [{**given, **but}[label] for label in HEADER]


def a_workbook(rows: Sequence[Sequence[Any]], *, sheet: str = "工单", **touch: Any) -> bytes:
    """Return an xlsx of these rows. `touch` is called with the sheet before it is saved, by keyword `then`."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if then := touch.get("then"):
        then(page)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(content: bytes, change: Any) -> bytes:
    """Return the package with `change(name, data)` applied to each of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, change(member.filename, old.read(member.filename)))
    return buffer.getvalue()


def an_xls(rows: Sequence[Sequence[Any]], *, sheet: str = "Sheet1") -> bytes:
    """Return a workbook as Excel 97 wrote it (BIFF8 in a compound file): text and numbers only."""
    name = sheet.encode("utf-16-le")
    begins = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6))
    bound = struct.pack("<BBBB", 0, 0, len(sheet), 1) + name
    length = len(begins) + len(_record(0x0085, b"\0\0\0\0" + bound)) + len(_record(0x000A, b""))
    globals_ = begins + _record(0x0085, struct.pack("<I", length) + bound) + _record(0x000A, b"")
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6))
    page += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                said = value.encode("utf-16-le")
                page += _record(0x0204, struct.pack("<HHHHB", at, column, 0, len(value), 1) + said)
            elif value is not None:
                page += _record(0x0203, struct.pack("<HHHd", at, column, 0, value))
    return _compound("Workbook", (globals_ + page + _record(0x000A, b"")).ljust(4096, b"\0"))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(name: str, stream: bytes) -> bytes:
    """Return an OLE compound file with one stream of at least 4096 bytes."""
    sectors = -(-len(stream) // 512)
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [fat_sector, end, *range(3, sectors + 2), end]
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)

    def entry(label: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (label + "\0").encode("utf-16-le")
        links = struct.pack("<BBIII", kind, 1, free, free, child) + bytes(36)
        return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    return head + table + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")
