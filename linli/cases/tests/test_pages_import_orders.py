"""A table is brought over the pages: upload, columns, dry run, taking, and the file that comes back marked."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.cases.models import Case
from linli.fence.rows import open_fence
from linli.sheets import actions, jobs
from linli.sheets.models import ImportRun, Workbook
from linli.sheets.tests.workbooks import HEADER, a_workbook, an_order

UPLOAD = "/sheets/in/orders/"
OVER = {"派单时间": None, "办理时限": None}


@pytest.fixture
def lin(client, town):
    client.force_login(town.operator_lin)
    return client


def bring(client, content: bytes, *, name="工单.xlsx", sender="八步区 12345"):
    file = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"file": file, "sender": sender, "option": "12345"})


def columns_of(run) -> dict[str, str]:
    return {f"column_{index}": code for index, code in run.columns.items()}


def fence(town):
    open_fence([town.guihua.pk, town.yinxing.pk])


def work(town):
    """Run the jobs that were asked for, as the worker does."""
    for job in ProcrastinateJob.objects.filter(task_name__startswith="linli.sheets.jobs", status="todo"):
        {"take": actions.take_rows, "check": actions.check_rows, "make": actions.make_export}[
            job.task_name.rsplit(".", 1)[1]
        ](job.args["run_id"], job.args["community_id"], at=Workbook.objects.latest("pk").made_at)
    fence(town)


def test_from_upload_to_cases(lin, town):
    rows = [
        ["八步区 12345 工单"],
        HEADER,
        an_order(1, **OVER),
        an_order(2, **{**OVER, "办理时限": "下周"}),
        an_order(3, **OVER),
    ]
    answer = bring(lin, a_workbook(rows))
    fence(town)
    run = ImportRun.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/sheets/imports/{run.pk}/columns/")

    page = lin.get(answer.url).content.decode()
    assert "B 列 工单编号" in page
    assert "BB20260302000001" in page

    checked = lin.post(answer.url, columns_of(run) | {"do": "check"}, follow=True).content.decode()
    assert (
        "「工单」第 4 行 H 列（办理时限）：「下周」不是日期。请写成 2009-03-05，要写时间就写 2009-03-05 14:30。"
        in checked
    )
    assert "导入这 2 行" in checked
    fence(town)
    assert Case.objects.count() == 0

    busy = lin.post(f"/sheets/imports/{run.pk}/taking/", follow=True).content.decode()
    assert 'hx-trigger="every 1s"' in busy
    fence(town)
    work(town)
    assert lin.get(f"/sheets/imports/{run.pk}/progress/").headers["HX-Refresh"] == "true"
    done = lin.get(f"/sheets/imports/{run.pk}/?rows=taken").content.decode()
    fence(town)
    assert [f"/cases/{case.number}/" in done for case in Case.objects.all()] == [True, True]
    assert lin.get(f"/sheets/imports/{run.pk}/", {"after": "²"}).status_code == 200


def test_the_marked_file_says_what_to_mend_and_comes_back_idempotent(lin, town):
    def look(page):
        page["A1"].value = "标题"
        page.column_dimensions["F"].width = 77

    rows = [["x"], HEADER, an_order(1, **OVER), an_order(2, **{**OVER, "联系电话": "12"})]
    run_url = bring(lin, a_workbook(rows, then=look)).url
    fence(town)
    run = ImportRun.objects.get()
    lin.post(run_url, columns_of(run) | {"do": "check"})
    answer = lin.get(f"/sheets/imports/{run.pk}/corrected/")
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book["工单"]

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [sheet.cell(2, 11).value, sheet.cell(3, 11).value] == ["说明", "可以导入"]
    assert sheet.cell(4, 11).value.startswith("要改。D 列：")
    assert sheet["D4"].fill.fgColor.rgb.endswith("F9D9CE")
    assert sheet["D4"].comment.text in sheet.cell(4, 11).value
    assert sheet.column_dimensions["F"].width == 77

    again = bring(lin, answer.content)
    fence(town)
    later = ImportRun.objects.latest("pk")
    assert later.columns == run.columns
    page = lin.get(again.url).content.decode()
    assert "K 列 说明" in page


def test_a_file_that_cannot_be_read_is_refused_beside_its_field_and_nothing_typed_is_lost(lin, town):
    answer = bring(lin, b"PK\x03\x04 nonsense", sender="某单位")

    assert answer.status_code == 200
    assert "这个文件坏了，打不开" in answer.content.decode()
    assert "某单位" in answer.content.decode()
    fence(town)
    assert (ImportRun.objects.count(), Workbook.objects.count()) == (0, 0)


def test_the_stored_file_is_sealed_and_can_be_forgotten(lin, town):
    content = a_workbook([HEADER, an_order(1, **OVER)])
    url = bring(lin, content).url
    fence(town)
    run = ImportRun.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM sheets_workbook")
        stored = bytes(cursor.fetchone()[0])

    assert b"PK\x03\x04" not in stored[:100]
    assert actions.workbook_of(run.workbook, run.begun_at) == content
    lin.post(f"/sheets/imports/{run.pk}/removal/")
    fence(town)
    assert Workbook.objects.count() == 0
    assert lin.get(url).status_code == 409


def test_files_are_forgotten_in_time(lin, town):
    bring(lin, a_workbook([HEADER, an_order(1)]))
    fence(town)
    kept = Workbook.objects.get()

    assert actions.forget_expired(at=kept.made_at) == 0
    assert actions.forget_expired(at=kept.expires_at) == 1
    assert jobs.forget_expired.queue == "sheets"


def test_two_columns_cannot_mean_the_same_and_the_matter_must_be_somewhere(lin, town):
    url = bring(lin, a_workbook([HEADER, an_order(1)])).url
    fence(town)

    page = lin.post(url, {"do": "check", "column_1": "name", "column_2": "name"}).content.decode()
    assert "一样东西只能有一列" in page
    assert "还没有说哪一列是「什么事」" in page


def test_another_sheet_and_another_header_row(lin, town):
    from openpyxl import Workbook as Book

    from linli.sheets.tests.workbooks import saved

    book = Book()
    book.active.title = "封面"
    book.active["A1"] = "八步区"
    sheet = book.create_sheet("三月")
    sheet.append(["怪表头", "另一个"])
    sheet.append(HEADER)
    sheet.append(an_order(1))
    url = bring(lin, saved(book)).url
    fence(town)
    lin.post(url, {"do": "look", "sheet": "三月", "header_row": "1", "header_depth": "1"})
    fence(town)
    assert ImportRun.objects.get().sheet == "三月"
    lin.post(url, {"do": "look", "sheet": "三月", "header_row": "2", "header_depth": "1"})
    fence(town)
    run = ImportRun.objects.get()

    assert (run.header_first, run.columns[5]) == (1, "content")


def test_who_may_and_who_sees(client, town):
    client.force_login(town.operator_lin)
    url = bring(client, a_workbook([HEADER, an_order(1)])).url
    answers = {}
    for who in ("keeper_wei", "auditor_shen", "operator_zhao", "secretary_liao"):
        client.force_login(getattr(town, who))
        answers[who] = (client.get(UPLOAD).status_code, client.get(url).status_code, client.get("/sheets/").status_code)

    assert answers == {
        "keeper_wei": (403, 404, 403), "auditor_shen": (403, 404, 403), "operator_zhao": (200, 404, 200),
        "secretary_liao": (200, 200, 200),
    }  # fmt: skip
    client.force_login(town.operator_zhao)
    assert "工单.xlsx" not in client.get("/sheets/").content.decode()


def test_the_list_asks_as_much_for_one_as_for_thirty(lin, town):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert lin.get("/sheets/").status_code == 200
        return len(asked)

    content = a_workbook([HEADER, an_order(1)])
    bring(lin, content)
    questions()
    one = questions()
    for _ in range(3):
        bring(lin, content)
    assert questions() == one
