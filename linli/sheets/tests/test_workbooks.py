"""Every file people send: read when it can be, refused with the way out when it cannot."""

import pytest
from openpyxl import Workbook

from linli.sheets import workbooks
from linli.sheets.headers import find_header
from linli.sheets.workbooks import WorkbookRefused, letter, open_workbook

from .workbooks import HEADER, a_workbook, an_order, an_xls, saved, with_member

WORDS = ["工单编号", "来电人", "联系电话", "诉求内容", "办理时限", "内容", "电话"]


def grid_of(content: bytes, name: str = "a.xlsx"):
    book = open_workbook(name, content)
    return book.read(book.sheets[0].name)


def test_a_title_a_header_of_two_rows_and_65_000_blank_rows():
    def merge(page):
        page.merge_cells("A1:F1")
        for place in ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3"):
            page.merge_cells(place)

    rows = [
        ["八步区 12345 热线工单台账"],
        ["序号", "工单编号", "群众", None, "诉求内容", "办理时限"],
        [None, None, "姓名", "联系电话", None, None],
        [1, "A1", "黄女士", "13800000001", "水沟堵了", "2026-03-05"],
    ]
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="T%d" s="0"/></row>' % (n, n, n) for n in range(5, 65_005))
    content = with_member(
        a_workbook(rows, then=merge), lambda _name, data: data.replace(b"</sheetData>", blank + b"</sheetData>")
    )
    grid = grid_of(content)
    header = find_header(grid, WORDS)

    assert (header.first, header.depth, header.ends) == (1, 2, 3)
    assert header.labels == ("序号", "工单编号", "群众 姓名", "群众 联系电话", "诉求内容", "办理时限")
    assert len(grid.rows) == 4


def test_hidden_rows_hidden_sheets_and_formulas():
    book = Workbook()
    page = book.active
    page.title = "工单"
    for row in [HEADER, an_order(1), an_order(2)]:
        page.append(row)
    page.row_dimensions[3].hidden = True
    page["F2"] = '=CONCATENATE(A2,"x")'
    book.create_sheet("代码").sheet_state = "hidden"
    opened = open_workbook("a.xlsx", saved(book))
    grid = opened.read("工单")

    assert [(each.name, each.is_hidden) for each in opened.sheets] == [("工单", False), ("代码", True)]
    assert grid.hidden == {2}
    assert grid.uncomputed == {(1, 5)}


def test_formulas_speak_with_the_value_they_were_saved_with():
    content = a_workbook([["诉求内容", "电话"], ['=A9&"x"', "1"]])
    content = with_member(
        content,
        lambda _name, data: (
            data.replace(b"<v></v>", b"<v>12</v>").replace(b"<v/>", b"<v>12</v>").replace(b"<v />", b"<v>12</v>")
        ),
    )
    grid = grid_of(content)

    assert grid.at(1, 0) in (12, 12.0, "12")
    assert grid.uncomputed == frozenset()


def test_one_stray_cell_far_away_is_named_before_it_fills_the_memory():
    content = a_workbook([HEADER, an_order(1)], then=lambda page: page.cell(1_000_000, 5_000, "x"))

    with pytest.raises(WorkbookRefused, match="第 1000000 行 GJH 列"):
        grid_of(content)


def bomb() -> bytes:
    """A package one part of which says it unfolds to 400 MB."""
    content = bytearray(a_workbook([HEADER, an_order(1)]))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (400 * 1024 * 1024).to_bytes(4, "little")
    return bytes(content)


def lying_zip() -> bytes:
    """A package whose parts claim to be ten bytes long."""
    content = bytearray(a_workbook([HEADER, an_order(1)]))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "是空的"),
        ("a.xlsx", b"\0" * 900, "是空的"),
        ("a.xlsx", b"PK\x03\x04 broken", "坏了"),
        ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.doc", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "不是表格文件"),
        ("a.xls", OLE + b"\0" * 600, "坏了"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "里面其实是网页"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0", "不是表格文件"),
        ("a.xlsx", b"%PDF-1.7\n", "不是表格文件"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name, content, sentence):
    with pytest.raises(WorkbookRefused, match=sentence):
        open_workbook(name, content)


def test_a_file_far_too_large_a_bomb_and_a_lying_package(monkeypatch):
    with pytest.raises(WorkbookRefused, match="展开以后太大"):
        open_workbook("a.xlsx", bomb())
    with pytest.raises(WorkbookRefused, match="坏了"):
        open_workbook("a.xlsx", lying_zip())
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1000)
    with pytest.raises(WorkbookRefused, match="最多收"):
        open_workbook("a.xlsx", a_workbook([HEADER, an_order(1)]))


def test_a_wrong_extension_and_chinese_csv_are_read_all_the_same():
    assert grid_of(a_workbook([HEADER, an_order(1)]), "台账.xls").at(0, 1) == "工单编号"
    text = '工单编号,诉求内容\r\n1,"水沟, 堵了"\r\n'
    assert grid_of(text.encode("gb18030"), "a.csv").rows[1] == ["1", "水沟, 堵了"]
    assert grid_of(text.encode("utf-8-sig"), "a.csv").at(0, 0) == "工单编号"


def test_column_letters():
    assert [letter(column) for column in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


def test_a_workbook_of_excel_97():
    content = an_xls(
        [["工单编号", "诉求内容", "派单时间"], ["A1", "水沟堵了", 39877.5], [20090301.0, "路灯不亮", None]]
    )
    book = open_workbook("旧台账.xls", content)
    grid = book.read("Sheet1")

    assert (book.is_xlsx, [each.name for each in book.sheets]) == (False, ["Sheet1"])
    assert [grid.at(1, column) for column in range(3)] == ["A1", "水沟堵了", 39877.5]
    assert (grid.at(2, 0), grid.at(2, 2)) == (20090301.0, None)
