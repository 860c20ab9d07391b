"""Cases taken away as a table: masked unless there is a reason, harmless, and back again without doubling anything."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from linli.cases.models import Case, SentOrder
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.sheets.actions import make_export
from linli.sheets.models import ExportRun
from linli.sheets.tests.workbooks import HEADER, a_workbook, an_order
from linli.worktime.arithmetic import BEIJING

from .builders import a_case, a_case_on_site, a_resolved_case, fresh, resolve
from .test_take_order import NOON, brought, rows_of, taken


@pytest.fixture
def mo(client, town):
    client.force_login(town.worker_mo)
    return client


def fence(town):
    open_fence([town.guihua.pk, town.yinxing.pk])


def exported(client, town, *, query="", **given):
    """Ask for the ledger, and return its sheet as it is downloaded."""
    page = client.post(f"/cases/export/?{query}", given)
    fence(town)
    assert page.status_code == 302, page.content.decode()
    answer = client.post(f"{page.url}file/")
    fence(town)
    return load_workbook(io.BytesIO(answer.content))


def column(book, label: str) -> list:
    sheet = book.worksheets[0]
    (at,) = [cell.column for cell in sheet[3] if cell.value == label]
    return [row[at - 1] for row in sheet.iter_rows(min_row=4, values_only=True)][:-1]


def test_the_ledger_is_what_the_list_shows_with_names_covered(mo, town):
    at = timezone.now() - timedelta(minutes=30)
    first, second = (
        a_case(town, at=at + timedelta(minutes=15)),
        a_resolved_case(town, at=at - timedelta(minutes=1), place_text="别处", name="张三丰"),
    )
    book = exported(mo, town)
    sheet = book.worksheets[0]

    assert column(book, "本社区编号") == [second.number, first.number]
    assert column(book, "诉求人") == ["张*丰", "黄女士"]
    assert column(book, "联系电话") == ["****0001", "****0001"]
    assert column(book, "是否守约") == ["守约", "在办"]
    assert column(exported(mo, town, query="state=ended"), "本社区编号") == [second.number]
    assert sheet["A1"].value.startswith("桂花社区事项台账")
    assert sheet["A2"].value.startswith("单位：桂花社区　截至：")
    assert sheet.cell(sheet.max_row, 1).value.startswith("制表人：莫秀丽　　审核人：")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$3:$3",
    )
    assert book.sheetnames == ["事项台账", "说明"]
    assert Event.objects.filter(verb="sheets.carried_away").count() == 2


def test_names_and_numbers_leave_only_for_a_reason_which_is_kept(mo, town):
    at = timezone.now()
    a_case(town, at=at)
    a_case(town, at=at, kind="report", content="某某受贿", name="李四", place_text="某处")
    assert "请写一句原因" in mo.post("/cases/export/", {"personal": "on"}).content.decode()
    fence(town)
    assert ExportRun.objects.count() == 0

    book = exported(mo, town, personal="on", reason="街道抽查回访")
    assert column(book, "诉求人") == ["黄女士", "（保密）"]
    assert column(book, "联系电话") == ["13800000001", "（保密）"]
    assert column(book, "什么事")[1] == "（举报，不导出）"
    assert {cell.data_type for cell in book.worksheets[0]["M"][3:5]} == {"s"}
    asked = Event.objects.get(verb="sheets.asked_personal")
    assert (asked.actor, asked.facts["reason"]) == (town.worker_mo, "街道抽查回访")
    mo.force_login(town.operator_lin)
    assert "带姓名和电话" not in mo.get("/cases/export/").content.decode()
    mo.post("/cases/export/", {"personal": "on", "reason": "想看看"})
    fence(town)
    assert ExportRun.objects.latest("pk").is_personal is False


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+8613800000001", "-1+1", "@SUM(A1)", "\t=1"])
def test_nothing_somebody_typed_becomes_a_formula(mo, town, text):
    a_case(town, at=timezone.now(), content=f"{text}。", title=text)
    book = exported(mo, town)
    said = [cell for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, str)]

    assert not [cell.value for cell in said if cell.data_type == "f" or cell.value[:1] in "=+@\t"]
    assert [cell.value for cell in said if cell.value.startswith("-")] == []


def test_our_own_ledger_brought_back_doubles_nothing(mo, town):
    at = timezone.now() - timedelta(minutes=30)
    a_case(town, at=at)
    a_resolved_case(town, at=at, content="=1+1 的牌子倒了")
    page = mo.post("/cases/export/", {})
    content = mo.post(f"{page.url}file/").content
    fence(town)
    run = brought(town, content, at=timezone.now(), sender="本社区", by=town.worker_mo)

    assert [standing for _n, standing in rows_of(run)] == ["known", "known"]
    assert run.skipped == {"note": 1}
    assert Case.objects.count() == 2


def test_only_its_asker_carries_a_table_away_and_not_for_ever(mo, town):
    a_case(town, at=timezone.now())
    page = mo.post("/cases/export/", {})
    for who in ("secretary_liao", "operator_zhao", "keeper_wei"):
        mo.force_login(getattr(town, who))
        assert mo.get(page.url).status_code == 404
        assert mo.post(f"{page.url}file/").status_code == 404
    mo.force_login(town.worker_mo)
    fence(town)
    run = ExportRun.objects.get()
    run.workbook.delete()
    assert "已经删掉" in mo.get(page.url).content.decode()
    assert mo.post(f"{page.url}file/").status_code == 409


def test_a_long_table_is_made_by_the_worker_with_its_progress_shown(mo, town, monkeypatch):
    from linli.cases.views import tables

    monkeypatch.setattr(tables, "MADE_AT_ONCE", 1)
    for n in range(3):
        a_case(town, at=timezone.now() - timedelta(minutes=n))
    page = mo.post("/cases/export/", {})
    assert "0 / 3 行" in mo.get(page.url).content.decode()
    fence(town)
    run = ExportRun.objects.get()
    told = []
    make_export(run.pk, run.community_id, tell=lambda done, total: told.append((done, total)), at=timezone.now())
    fence(town)

    assert told == [(3, 3)]
    assert "做好了，共 3 行" in mo.get(page.url).content.decode()


def test_a_ledger_asks_as_much_for_six_cases_as_for_one(mo, town):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            mo.post("/cases/export/", {})
        fence(town)
        return len(asked)

    at = timezone.now() - timedelta(minutes=30)
    a_resolved_case(town, at=at)
    questions()
    one = questions()
    for _ in range(3):
        a_resolved_case(town, at=at)
    assert questions() == one


def test_answers_go_back_in_the_senders_own_layout(mo, town):
    def merge(page):
        page.merge_cells("A1:J1")

    header = [*HEADER, "区里专用"]
    rows = [
        ["八步区 12345 工单"],
        header,
        [*an_order(1), "甲"],
        [*an_order(2, 办理结果="他们写的"), "乙"],
        [*an_order(3), "@丙"],
    ]
    taken(town, a_workbook(rows, then=merge))
    first, second, third = Case.objects.order_by("pk")
    for case in (first, second):
        resolve(fresh(case), by=town.operator_lin, at=datetime(2026, 3, 3, 10, 0, tzinfo=BEIJING))
    page = mo.get("/cases/senders/").content.decode()
    assert "回填办完的 2 件" in page
    answer = mo.post("/cases/senders/", {"sender": "八步区 12345", "which": "new"})
    fence(town)
    sheet = load_workbook(io.BytesIO(mo.post(f"{answer.url}file/").content)).worksheets[0]
    fence(town)

    assert sheet.title == "工单"
    assert sheet["A1"].value == "八步区 12345 工单"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:J1"]
    assert [cell.value for cell in sheet[2]] == header
    got = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[1] for row in got] == ["BB20260302000001", "BB20260302000002"]
    assert [(row[8], str(row[9]), row[10]) for row in got] == [
        ("水沟通了，请您看看。", "2026-03-03 10:00:00", "甲"), ("他们写的", "2026-03-03 10:00:00", "乙"),
    ]  # fmt: skip
    assert [order.answered_at is not None for order in SentOrder.objects.order_by("pk")] == [True, True, False]
    assert "办完的都回填过了" in mo.get("/cases/senders/").content.decode()
    assert Event.objects.get(verb="sheets.asked_personal").facts["reason"] == "回填给八步区 12345"
    everything = mo.post("/cases/senders/", {"sender": "八步区 12345", "which": "all"})
    sheet = load_workbook(io.BytesIO(mo.post(f"{everything.url}file/").content)).worksheets[0]
    assert [row[10] for row in sheet.iter_rows(min_row=3, values_only=True)] == ["甲", "乙", "'@丙"]
    assert NOON
    assert third.is_open


def test_the_order_on_paper(mo, town):
    at = timezone.now() - timedelta(minutes=30)
    case = a_case_on_site(town, at=at, content='#image("/etc/passwd") $x$ *粗* \\ 〔2026〕１号')
    first, again = (mo.get(f"/cases/{case.number}/order.pdf").content for _ in range(2))
    named = mo.post(f"/cases/{case.number}/order/", {"reason": "上门要联系"})

    assert first.startswith(b"%PDF")
    assert first == again
    assert b"NotoSansCJK" in first
    assert re.findall(rb"/Count (\d+)", first) == [b"1"], "one sheet, and no empty one behind it"
    assert named.headers["Content-Type"] == "application/pdf"
    fence(town)
    revealed = Event.objects.get(verb="cases.phone_revealed")
    assert (revealed.actor, revealed.facts["reason"]) == (town.worker_mo, "上门要联系")
    several = mo.get("/cases/export/orders.pdf")
    assert several.content.startswith(b"%PDF")


def test_what_stands_on_the_order(town):
    from linli.cases.paper import facts_of, for_paper

    case = a_case(town, at=NOON, name="张三丰")
    (read,) = for_paper(Case.objects.filter(pk=case.pk))
    covered = dict(facts_of(read, NOON, {})["pairs"])
    named = dict(facts_of(read, NOON, {read.requesters.all()[0].pk: "+8613800000001"})["pairs"])

    assert (covered["诉求人"], covered["电话"]) == ("张*丰", "****0001")
    assert (named["诉求人"], named["电话"]) == ("张三丰", "13800000001")
    assert dict(facts_of(read, NOON, {})["lines"])["到场时限"].startswith("2026年3月2日 12:10 前（依据：")
    from linli.paper.codes import code_of

    with pytest.raises(ValueError, match="only a record's number"):
        code_of("张三 13800000001")


def test_who_may_print_and_take_away(client, town):
    case = a_case(town, at=timezone.now())
    answers = {}
    for who in ("keeper_wei", "supervisor_chen", "operator_zhao", "auditor_shen"):
        client.force_login(getattr(town, who))
        answers[who] = [
            client.get(url).status_code for url in (f"/cases/{case.number}/order/", "/cases/export/", "/cases/senders/")
        ]

    assert answers == {
        "keeper_wei": [200, 403, 403], "supervisor_chen": [200, 403, 403], "operator_zhao": [404, 200, 200],
        "auditor_shen": [404, 403, 403],
    }  # fmt: skip
