"""Ledgers of people, households and units: put together on a page, ordered, filled into somebody's own form, taken."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.residents import strokes
from linli.residents.actions import enter_person
from linli.residents.models import Household, HouseholdMember, Reading, Sharing
from linli.sheets import actions
from linli.sheets.actions.exporting import NoReason
from linli.sheets.models import ExportRun, Ledger, Template
from linli.sheets.queries.ledgers import Draft, asked, keys_of, lines_of
from linli.sheets.registry import ledger_kind
from linli.territory.models import Dwelling

NUMBER = "45110219000101001X"


@pytest.fixture
def people(town, at):
    """覃娟 of 302 heads a household with her son 丁小明; 王建国 of 1203 moved away on 1 March."""
    found = {}
    for name, label, head, until in (
        ("覃娟", "302", True, None), ("丁小明", "302", False, None), ("王建国", "1203", True, date(2026, 3, 1)),
    ):  # fmt: skip
        person = found[name] = enter_person(
            town.guihua, name=name, by=town.worker_mo, at=at, phone="13800000001" if head else "",
            id_number=NUMBER if name == "覃娟" else "", birth_on=date(1953, 8, 1), ethnicity="08",
        )  # fmt: skip
        dwelling, _new = Dwelling.objects.get_or_create(community=town.guihua, door=town.door, label=label)
        home, _new = Household.objects.get_or_create(
            community=town.guihua, dwelling=dwelling, defaults={"from_on": date(2000, 1, 1), "tenure": "01"}
        )
        HouseholdMember.objects.create(
            community=town.guihua, household=home, person=person, is_head=head, relation="01" if head else "20",
            from_on=date(2000, 1, 1), until_on=until,
        )  # fmt: skip
    return found


def draft(*codes, sort="pinyin", **more):
    return Draft(ledger_kind("people"), codes, sort=sort, **more)


def lines(town, at, draft, **more):
    question = asked(draft, user=town.worker_mo, community=town.guihua, at=at, **more)
    return list(lines_of(draft.kind, question, keys_of(draft, question)))


def saved(town, at, *codes, **more):
    return actions.save_ledger(town.guihua, draft(*codes, **more), name="老人名册", by=town.worker_mo, at=at)


def made(town, at, ledger, **more):
    run = actions.take_ledger(ledger, by=town.worker_mo, at=at, **more)
    actions.make_export(run.pk, town.guihua.pk, at=at)
    open_fence([town.guihua.pk])
    run.refresh_from_db()
    return run, actions.workbook_of(run.workbook, at)


def cells(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()]


def test_who_lives_here_on_a_day_stands_in_it_covered(people, town, at):
    wanted = draft("name", "sex", "ethnicity", "birth", "age", "phone", "address", "head", "relation")

    assert lines(town, at, wanted) == [
        ["丁*明", "", "壮族", "1953", 72, "", "建安街 38 号", "覃*", "子"],
        ["覃*", "男", "壮族", "1953", 72, "****0001", "建安街 38 号", "覃*", "本人"],
    ]  # fmt: skip
    assert [line[0] for line in lines(town, at, draft("name", as_of=date(2026, 2, 28)), is_personal=True)] == [
        "丁小明", "覃娟", "王建国",
    ]  # fmt: skip


def test_orders_by_strokes_by_door_and_by_hand(people, town, at):
    day = date(2026, 2, 1)

    def names(**more):
        return [line[0] for line in lines(town, at, draft("name", as_of=day, **more), is_personal=True)]

    assert names(sort="strokes") == ["丁小明", "王建国", "覃娟"]
    assert names(sort="door") == ["覃娟", "丁小明", "王建国"]
    assert names(sort="hand", by_hand=[people["王建国"].pk]) == ["王建国", "丁小明", "覃娟"]
    assert sorted(["覃娟", "李四", "莫三", "丁一", "韦五", "王一"], key=strokes.key) == [
        "丁一", "王一", "韦五", "李四", "莫三", "覃娟",
    ]  # fmt: skip
    assert [strokes.strokes_of(sign) for sign in "邓陈苏郑祝黄蒋蓝褚蔡魏"] == [4, 7, 7, 8, 9, 11, 12, 13, 13, 14, 17]


def test_a_filter_narrows_and_one_that_is_gone_is_named(people, town, at):
    from linli.sheets.queries.ledgers import FilterIsGone

    assert len(lines(town, at, draft("name", filters=f"zone={town.zone.pk}"))) == 2
    assert lines(town, at, draft("name", filters="age_from=80")) == []
    with pytest.raises(FilterIsGone, match="筛选里的「责任区」现在选不了了"):
        lines(town, at, draft("name", filters="zone=999999"))


def test_as_many_statements_for_one_row_as_for_several(people, town, at):
    wanted = draft("name", "phone", "address", "head", "employer", "guardian", "zone")

    def count(**more):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lines(town, at, Draft(wanted.kind, wanted.codes, sort="pinyin", **more))
        return len(captured)

    few = count(filters="sex=1")
    assert count() == count(as_of=date(2026, 2, 1)) == few


def test_numbers_leave_only_for_a_reason_which_stands_on_every_page(people, town, at):
    ledger = saved(town, at, "name", "id_number", "phone")
    with pytest.raises(NoReason):
        actions.take_ledger(ledger, is_personal=True, by=town.worker_mo, at=at)

    _run, covered = made(town, at, ledger)
    assert cells(covered)[3:5] == [[1, "丁*明", None, None], [2, "覃*", "451102********001X", "****0001"]]
    assert not load_workbook(io.BytesIO(covered)).worksheets[0].oddHeader.center.text

    _run, named = made(town, at, ledger, is_personal=True, reason="报街道核对高龄津贴", recipient="八步街道")
    sheet = load_workbook(io.BytesIO(named)).worksheets[0]
    assert [cell.value for cell in sheet[5]] == [2, "覃娟", NUMBER, "13800000001"]
    assert [cell.number_format for cell in sheet[5]][1:] == ["@", "@", "@"]
    assert sheet.oddHeader.center.text == "莫秀丽 2026-03-02 09:30 导出，用于报街道核对高龄津贴"
    assert "莫秀丽" in sheet.oddFooter.left.text
    assert (sheet["A1"].value, sheet["A2"].value) == (
        "老人名册", "单位：桂花社区　截至：2026年3月2日　共 2 行　报：八步街道",
    )  # fmt: skip
    notes = Reading.objects.filter(person=people["覃娟"], part="ledger")
    assert [(note.reader, note.reason) for note in notes] == [(town.worker_mo, "报街道核对高龄津贴")]
    assert Event.objects.filter(verb="sheets.asked_personal").count() == 1
    shared = Sharing.objects.get()
    assert (shared.recipient, shared.fields, shared.count) == ("八步街道", "姓名、证件号码、联系电话", 2)


def test_what_looks_like_a_formula_is_text(town, at):
    enter_person(town.guihua, name="=1+1", by=town.worker_mo, at=at)
    _run, content = made(town, at, saved(town, at, "name", filters="home=all"), is_personal=True, reason="核对")

    assert cells(content)[3] == [1, "'=1+1"]


def a_form():
    """A street's own form: a title, a header merged over two rows, two rows to fill, a total and who made it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "附件1"
    for row in (
        ["高龄老人摸底表"], ["填报单位：", None, None, None, "填报日期："],
        ["序号", "基本情况", None, None, "街道意见"], [None, "姓名", "身份证号", "家庭住址", None],
        [None] * 5, [None] * 5, ["合计", None, None, None, None], ["填表人：", None, "审核人：", None, None],
    ):  # fmt: skip
        sheet.append(row)
    for merged in ("A1:E1", "A3:A4", "B3:D3", "E3:E4", "A8:B8"):
        sheet.merge_cells(merged)
    sheet.column_dimensions["D"].width = 33
    sheet["B5"].fill = PatternFill("solid", fgColor="FFEEDD")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_requesters_own_form_is_filled_and_keeps_its_looks(people, town, at):
    ledger = saved(town, at, "name", as_of=date(2026, 2, 1))
    template = actions.bring_template(
        ledger, name="附件1.xlsx", content=a_form(), asked_by="八步街道", by=town.worker_mo, at=at
    )
    assert template.columns == {1: "name", 2: "id_number", 3: "address"}

    _run, content = made(
        town, at, ledger, with_template=True, is_personal=True, reason="街道要的", recipient="八步街道"
    )
    sheet = load_workbook(io.BytesIO(content))["附件1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["高龄老人摸底表", None, None, None, None],
        ["填报单位：桂花社区", None, None, None, "填报日期：2026年3月2日"],
        ["序号", "基本情况", None, None, "街道意见"],
        [None, "姓名", "身份证号", "家庭住址", None],
        [1, "丁小明", None, "建安街 38 号 302", None],
        [2, "覃娟", NUMBER, "建安街 38 号 302", None],
        [3, "王建国", None, "建安街 38 号 1203", None],
        ["合计", None, None, None, None],
        ["填表人：莫秀丽", None, "审核人：", None, None],
    ]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:E1", "A3:A4", "B3:D3", "E3:E4", "A9:B9"}
    assert (sheet["B7"].fill.fgColor.rgb, sheet["C6"].number_format, sheet.column_dimensions["D"].width) == (
        "00FFEEDD", "@", 33,
    )  # fmt: skip
    assert "街道要的" in sheet.oddHeader.center.text


def test_a_word_form_is_filled_too_and_carries_nothing_out(people, town, at):
    document = Document()
    document.add_paragraph("{{单位}}名册，截至 {{截至}}，{{ 7 * 7 }}")
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip(table.rows[0].cells, ("序号", "姓名", "联系电话"), strict=True):
        cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    ledger = saved(town, at, "name")
    actions.bring_template(
        ledger, name="名册.docx", content=buffer.getvalue(), asked_by="街道", by=town.worker_mo, at=at
    )

    run, content = made(town, at, ledger, with_template=True, is_personal=True, reason="街道要的")
    filled = Document(io.BytesIO(content))
    assert run.workbook.name.endswith(".docx")
    assert filled.paragraphs[0].text == "桂花社区名册，截至 2026年3月2日，{{ 7 * 7 }}"
    assert [[cell.text for cell in row.cells] for row in filled.tables[0].rows] == [
        ["序号", "姓名", "联系电话"], ["1", "丁小明", ""], ["2", "覃娟", "13800000001"],
    ]  # fmt: skip
    assert "街道要的" in filled.sections[0].header.paragraphs[-1].text


# The pages


@pytest.fixture
def mo(client, town, people):
    client.force_login(town.worker_mo)
    return client


def test_from_choosing_columns_to_a_file(mo, town):
    page = mo.get("/sheets/ledgers/new/people/").content.decode()
    assert "要哪些列" in page
    form = {"place_phone": "2", "place_name": "1", "place_age": "3", "sort": "strokes", "f-age_from": "60"}
    moved = mo.post("/sheets/ledgers/new/people/", form | {"do": "up:age"}).content.decode()
    assert moved.index('name="place_age" value="2"') < moved.index('name="place_phone" value="3"')
    seen = mo.post("/sheets/ledgers/new/people/", form | {"do": "look"}).content.decode()
    assert "共 2 行" in seen
    assert "覃*" in seen
    assert "13800000001" not in seen
    assert mo.post("/sheets/ledgers/new/people/", form | {"do": "save"}).status_code == 200

    answer = mo.post("/sheets/ledgers/new/people/", form | {"do": "save", "name": "六十岁以上"})
    open_fence([town.guihua.pk])
    ledger = Ledger.objects.get()
    assert (ledger.columns, ledger.filters, answer.url) == (
        ["name", "phone", "age"], "age_from=60", f"/sheets/ledgers/{ledger.pk}/",
    )  # fmt: skip
    assert "要带完整的个人信息，请写一句原因" in mo.post(answer.url, {"personal": "on"}).content.decode()
    run = mo.post(answer.url, {"personal": "on", "reason": "报街道"}, follow=True).content.decode()
    assert "里面有个人信息，原因写的是「报街道」" in run
    open_fence([town.guihua.pk])
    assert ExportRun.objects.get().status == "ready"


def test_the_pages_of_a_template(mo, town, at):
    open_fence([town.guihua.pk])
    ledger = saved(town, at, "name")
    url = f"/sheets/ledgers/{ledger.pk}/template/"
    wrong = mo.post(url, {"file": SimpleUploadedFile("表.xls", b"old"), "asked_by": "街道"}).content.decode()
    assert "表样要 xlsx 或者 docx。" in wrong
    answer = mo.post(url, {"file": SimpleUploadedFile("表.xlsx", a_form()), "asked_by": "街道"}, follow=True)
    assert "B 列 基本情况 姓名" in answer.content.decode()
    given = {"sheet": "附件1", "header_row": "3", "header_depth": "2", "column_1": "name", "column_4": "remark"}
    assert mo.post(f"{url}columns/", given | {"do": "save"}).status_code == 302
    open_fence([town.guihua.pk])
    assert Template.objects.get().columns == {1: "name", 4: "remark"}
    assert "街道 · 表.xlsx" in mo.get(f"/sheets/ledgers/{ledger.pk}/").content.decode()
    again = saved_as(town, at, "又一个")
    learned = actions.bring_template(again, name="表.xlsx", content=a_form(), asked_by="街道", by=town.worker_mo, at=at)
    assert learned.columns == {1: "name", 4: "remark"}


def saved_as(town, at, name):
    return actions.save_ledger(town.guihua, draft("name"), name=name, by=town.worker_mo, at=at)


def test_a_ledger_is_its_savers_until_it_is_shared(mo, client, town, at):
    open_fence([town.guihua.pk])
    ledger = saved(town, at, "name")
    url = f"/sheets/ledgers/{ledger.pk}/"
    client.force_login(town.secretary_liao)
    assert client.get(url).status_code == 404
    Ledger.objects.update(is_shared=True)
    assert client.get(url).status_code == 200
    assert client.get(f"{url}change/").status_code == 403
    assert client.post(f"{url}removal/").status_code == 403
    client.force_login(town.operator_zhao)
    assert client.get(url).status_code == 404
    client.force_login(town.worker_mo)
    assert client.post(f"{url}removal/").status_code == 302
    open_fence([town.guihua.pk])
    assert not Ledger.objects.exists()


def test_rows_are_put_in_order_by_hand(mo, town, at, people):
    open_fence([town.guihua.pk])
    ledger = saved(town, at, "name")
    url = f"/sheets/ledgers/{ledger.pk}/order/"
    assert "丁*明" in mo.get(url).content.decode()
    mo.post(url, {f"row_{people['丁小明'].pk}": "2", f"row_{people['覃娟'].pk}": "1"})
    open_fence([town.guihua.pk])
    ledger.refresh_from_db()
    assert (ledger.sort, ledger.by_hand) == ("hand", [people["覃娟"].pk, people["丁小明"].pk])
