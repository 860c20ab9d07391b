"""来单: rows of somebody else's table become cases, each once, with promises nobody made up."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.utils import timezone

from linli.cases.models import Case, Promise, SentOrder, Status
from linli.cases.orders import ORDERS, read_phone
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.sheets import actions
from linli.sheets.cells import WrongCell
from linli.sheets.models import ImportRun, Layout, RunRow
from linli.sheets.tests.workbooks import HEADER, a_workbook, an_order
from linli.worktime.arithmetic import BEIJING

from .builders import deliver, everything, heard, journal, offers, promise

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
LEDGER = ("编号", "来信日期", "反映人", "反映问题", "处理结果", "办结日期", "备注")


def brought(
    town, content: bytes, *, at=NOON, sender="八步区 12345", by=None, name="工单.xlsx", option="12345"
) -> ImportRun:
    """Return a run whose rows were looked at as they were guessed."""
    by = by or town.operator_lin
    run = actions.begin_import(
        town.guihua, ORDERS, name=name, content=content, sender=sender, option=option, by=by, at=at
    )
    run = actions.map_columns(run, run.columns, by=by, at=at)
    actions.check_rows(run.pk, run.community_id, at=at)
    open_fence([town.guihua.pk, town.yinxing.pk])
    return ImportRun.objects.get(pk=run.pk)


def taken(town, content: bytes, **but) -> ImportRun:
    run = brought(town, content, **but)
    at = but.get("at", NOON)
    actions.begin_taking(run, by=town.operator_lin, at=at)
    actions.take_rows(run.pk, run.community_id, at=at)
    open_fence([town.guihua.pk, town.yinxing.pk])
    return ImportRun.objects.get(pk=run.pk)


def rows_of(run) -> list[tuple[int, str]]:
    return list(run.rows.values_list("number", "standing"))


def problems(run) -> list[list[str]]:
    return [[column, sentence] for row in run.rows.all() for column, _label, sentence in row.problems]


def test_a_new_order_is_registered_promised_as_its_sender_asks_and_dispatched(town):
    run = taken(town, a_workbook([["八步区12345工单"], HEADER, an_order(1)]))
    case = Case.objects.get()
    order = SentOrder.objects.get()
    resolve = promise(case, Promise.Kind.RESOLVE)

    assert rows_of(run) == [(3, "taken")]
    assert (case.external_number, case.channel, case.first_handler) == ("BB20260302000001", "12345", town.operator_lin)
    assert case.zone == town.zone
    assert (case.received_at, resolve.due_at) == (
        datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING), datetime(2026, 3, 5, 18, 0, tzinfo=BEIJING),
    )  # fmt: skip
    assert resolve.source == "八步区 12345来单要求：2026-03-05 18:00 前办结"
    assert (case.next_due_at, order.due_at, order.key) == (resolve.due_at, resolve.due_at, case.external_number)
    assert offers(case) == [("wei", "keeper", "")]
    assert journal(case) == ["registered", "offered", "sent"]
    assert case.requesters.get().phone == "+8613800000001"
    deliver(town)
    assert heard("offered") == ["wei"]
    row = run.rows.get()
    assert (row.label, row.url) == (f"{case.number} {case.title}", f"/cases/{case.number}/")


def test_a_later_deadline_does_not_lengthen_our_own_promise(town):
    run = taken(town, a_workbook([HEADER, an_order(1, 办理时限="2026-06-30")]))

    assert promise(Case.objects.get(), Promise.Kind.RESOLVE).due_at.date().isoformat() == "2026-03-09"
    assert SentOrder.objects.get().due_at.date().isoformat() == "2026-06-30"
    assert run.status == ImportRun.Status.DONE


def test_the_same_file_again_changes_nothing_and_says_so(town):
    content = a_workbook([HEADER, an_order(1), an_order(2)])
    taken(town, content)
    before = {name: rows for name, rows in everything().items() if name.startswith(("cases.", "notices."))}

    again = brought(town, content, at=NOON + timedelta(days=1))

    assert rows_of(again) == [(2, "known"), (3, "known")]
    assert again.rows.first().url == f"/cases/{Case.objects.order_by('pk').first().number}/"
    with pytest.raises(actions.NothingToTake):
        actions.begin_taking(again, by=town.operator_lin, at=NOON)
    assert {name: rows for name, rows in everything().items() if name in before} == before


def test_another_senders_number_is_another_order_and_the_database_holds_one_senders(town):
    content = a_workbook([HEADER, an_order(1)])
    taken(town, content)
    order = SentOrder.objects.get()

    with pytest.raises(IntegrityError, match="one_order_of_a_senders_number"):
        SentOrder.objects.create(
            community=town.guihua,
            case=order.case,
            sender=order.sender,
            key=order.key,
            taken_at=NOON,
            received_precision="day",
        )


def test_two_at_once_register_an_order_once(town):
    """The second finds at its dry run that nothing is known, and while it takes, that everything is."""
    content = a_workbook([HEADER, an_order(1)])
    second = brought(town, content)
    taken(town, content)
    actions.begin_taking(second, by=town.operator_lin, at=NOON)
    actions.take_rows(second.pk, second.community_id, at=NOON)
    open_fence([town.guihua.pk, town.yinxing.pk])

    assert Case.objects.count() == 1
    assert rows_of(second) == [(2, "known")]


def test_an_old_ledger_becomes_cases_with_their_own_dates_and_no_made_up_promises(town):
    run = taken(
        town,
        a_workbook(
            [
                ["灵峰社区来信登记表（2009 年）"],
                LEDGER,
                [1, "2009.3.2", "黄女士", "水沟堵了", "已疏通", "2009-03-05", ""],
                [2, "2009年3月", "覃先生", "路灯不亮", "换了灯泡", "2009年4月", "找过两次"],
                [3, 39876, "同上", "井盖坏了", "换了井盖", "2009-06-30", ""],
                ["合计", None, None, "3 件", None, None, None],
                ["制表人：莫秀丽", None, None, None, None, "审核人：", None],
            ]
        ),
        sender="本社区旧台账",
        option="letter",
    )
    first, second, third = Case.objects.order_by("pk")

    assert rows_of(run) == [(3, "taken"), (4, "taken"), (5, "taken")]
    assert run.skipped == {"total": 1, "note": 1}
    assert {case.status for case in (first, second, third)} == {Status.ARCHIVED}
    assert (first.channel, first.received_at) == ("letter", datetime(2009, 3, 2, tzinfo=BEIJING))
    assert promise(first, Promise.Kind.RESOLVE).kept_at == first.resolved_at
    assert promise(second, Promise.Kind.RESOLVE).waived_why == "台账记的时间不够细，判断不了是否按时"
    assert promise(third, Promise.Kind.RESOLVE).broken_at == promise(third, Promise.Kind.RESOLVE).due_at
    assert third.requesters.get().name == "覃先生"
    assert [order.received_precision for order in SentOrder.objects.order_by("pk")] == ["day", "month", "day"]
    assert first.closures.get().done == "已疏通"
    assert first.offers.count() == first.arrivals.count() == first.callbacks.count() == 0
    assert first.contacted_at is None
    deliver(town)
    assert {heard(verb.removeprefix("cases.")) == [] for verb in Event.objects.values_list("verb", flat=True)} == {True}


def test_merged_cells_as_above_repeated_headers_and_hidden_rows(town):
    def touch(page):
        page.merge_cells("C2:C3")
        page.row_dimensions[6].hidden = True

    rows = [
        HEADER,
        an_order(1),
        an_order(2, 来电人=None),
        HEADER,
        an_order(3, 来电人="〃", 联系电话="同上"),
        an_order(4),
        ["小计"],
    ]
    content = a_workbook(rows, then=touch)
    run = taken(town, content)
    assert rows_of(run) == [(2, "taken"), (3, "taken"), (5, "taken")]
    assert run.skipped == {"header": 1, "hidden": 1, "total": 1}
    assert [case.requesters.get().name for case in Case.objects.order_by("pk")] == ["黄女士"] * 3

    run = actions.map_columns(run, run.columns, with_hidden=True, by=town.secretary_liao, at=NOON)
    actions.check_rows(run.pk, run.community_id, at=NOON)
    open_fence([town.guihua.pk])
    assert (6, "right") in rows_of(run)
    actions.begin_taking(run, by=town.secretary_liao, at=NOON)
    actions.take_rows(run.pk, run.community_id, at=NOON)
    open_fence([town.guihua.pk])
    assert Case.objects.latest("pk").first_handler == town.secretary_liao


@pytest.mark.parametrize(
    ("but", "column", "sentence"),
    [
        ({"诉求内容": None}, "F", "空着"),
        ({"办理时限": "2026.13.1"}, "H", "不是日期"),
        ({"办理时限": "2026-03-01"}, "H", "早于接到时间"),
        ({"派单时间": "2027-03-01", "办理时限": None}, "G", "还没到"),
        ({"派单时间": "2025-03-01", "办理时限": None}, "J", "半年多以前"),
        ({"办结时间": "2026-02-01"}, "J", "办结早于接到"),
        ({"联系电话": "1380000"}, "D", "11 位"),
        ({"工单编号": 123456789012345678}, "B", "只记得住 15 位"),
        ({"工单编号": "同上"}, "B", "上面一行没有内容"),
        ({"事发地址": "#N/A"}, "E", "公式出错"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place_and_how_to_mend_it(town, but, column, sentence):
    run = brought(town, a_workbook([HEADER, an_order(1, **but), an_order(2)]))

    assert rows_of(run) == [(2, "wrong"), (3, "right")]
    (found,) = problems(run)
    assert found[0] == column
    assert sentence in found[1]
    assert Case.objects.count() == 0


def test_right_rows_now_and_the_mended_ones_later(town):
    wrong = a_workbook([HEADER, an_order(1), an_order(2, 办理时限="下周"), an_order(3)])
    run = taken(town, wrong)
    mended = a_workbook([HEADER, an_order(1), an_order(2), an_order(3)])
    later = taken(town, mended, at=NOON + timedelta(hours=1))

    assert rows_of(run) == [(2, "taken"), (3, "wrong"), (4, "taken")]
    assert rows_of(later) == [(2, "known"), (3, "taken"), (4, "known")]
    assert Case.objects.count() == 3


def test_the_table_is_found_behind_its_cover(town):
    def with_a_cover(page):
        cover = page.parent.create_sheet("填表说明", 0)
        cover.append(["本表由区热线办转来，请按时办理", "联系电话 0774-5550000"])
        page.parent.create_sheet("空表")

    run = brought(town, a_workbook([HEADER, an_order(1)], then=with_a_cover))

    assert run.sheet == "工单"
    assert rows_of(run) == [(2, "right")]


def test_a_number_twice_in_one_file_is_asked_about(town):
    run = brought(town, a_workbook([HEADER, an_order(1), an_order(2, 工单编号="BB20260302000001")]))

    assert rows_of(run) == [(2, "right"), (3, "wrong")]
    assert "和第 2 行是同一个编号" in problems(run)[0][1]


def test_columns_are_remembered_for_their_sender(town):
    rows = [["单子", "甲", "乙"], ["A1", "水沟堵了", "2026-03-02 10:00"]]
    run = actions.begin_import(
        town.guihua, ORDERS, name="a.xlsx", content=a_workbook(rows), sender="街道", by=town.operator_lin, at=NOON
    )
    assert run.columns == {}
    actions.map_columns(run, {0: "external_number", 1: "content"}, by=town.operator_lin, at=NOON)

    def columns_for(sender, header):
        content = a_workbook([header, ["A2", "路灯不亮", "", ""]])
        return actions.begin_import(
            town.guihua, ORDERS, name="b.xlsx", content=content, sender=sender, by=town.operator_lin, at=NOON
        ).columns

    assert columns_for("街道", ["单子", "甲", "乙"]) == {0: "external_number", 1: "content"}
    assert columns_for("街道", ["乙", "甲", "单子", "电话"]) == {1: "content", 2: "external_number", 3: "phone"}
    assert columns_for("别人", ["单子", "甲", "乙"]) == {}
    assert Layout.objects.get().sender == "街道"


@pytest.mark.parametrize(
    ("cell", "first", "rest"),
    [
        ("小王13800000001", "+8613800000001", "小王"),
        ("13800000001/0774-5550110", "+8613800000001", "0774-5550110"),
        ("１３８０００００００１", "+8613800000001", ""),
        (13800000001.0, "+8613800000001", ""),
        ("1380000000113900000002", "+8613800000001", "13900000002"),
        ("0774-5550110（家里）", "+867745550110", "家里"),
        ("138****0001", "", "138****0001"),
        ("无", "", ""),
        ("保密", "", "保密"),
    ],
)
def test_phones_as_people_write_them(cell, first, rest):
    assert read_phone(cell) == (first, rest)


def test_a_phone_that_is_none_says_so():
    with pytest.raises(WrongCell):
        read_phone("12ab")


def test_what_a_rule_refuses_in_a_job_is_told_and_nothing_is_lost(town, monkeypatch):
    from linli.sheets import jobs
    from linli.sheets.actions import checking

    new = {"派单时间": None, "办理时限": None}
    run = brought(town, a_workbook([HEADER, *[an_order(n, **new) for n in range(1, 5)]]), at=timezone.now())
    actions.begin_checking(run, by=town.operator_lin, at=timezone.now())
    monkeypatch.setattr(checking, "MOST_ROWS", 2)
    jobs.check(SimpleNamespace(job=None), run_id=run.pk, community_id=run.community_id)
    open_fence([town.guihua.pk])
    run.refresh_from_db()

    assert (run.status, run.failure) == (
        "failed",
        "这张表有 4 行，一次最多导入 2 行。请按楼栋或者月份分成几个文件，一个一个交。",
    )
    assert run.rows.count() == 4


def test_the_other_community_sees_neither_file_nor_rows(town):
    brought(town, a_workbook([HEADER, an_order(1)]))

    open_fence([town.yinxing.pk])
    assert (ImportRun.objects.count(), RunRow.objects.count(), Layout.objects.count()) == (0, 0, 0)
