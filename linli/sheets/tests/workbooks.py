"""Workbooks as people really send them, built by hand."""

import io
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
