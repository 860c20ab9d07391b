"""Each time the house says no: a sentence that says why, everything typed still there, and nothing changed."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from linli.cases.actions import accept_case, ask_extension, offer_to, record_callback, reopen_case
from linli.cases.models import Case
from linli.cases.tests.builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    everything,
    journal,
    resolve,
)
from tests.visiting import PHONE, inside, typed

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@contextmanager
def nothing_changes(town):
    with inside(town):
        before = everything()
    yield
    with inside(town):
        assert everything() == before


def ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


def write(operator, **but):
    words = {"谁": "黄女士", "电话": "13800000001", "哪里": "建安街38号", "什么事": "水沟堵了"} | but
    for label, value in words.items():
        operator.fill(label, value)
    return operator


def still_reads(operator, **but):
    words = {"谁": "黄女士", "电话": "13800000001", "哪里": "建安街38号", "什么事": "水沟堵了"} | but
    for label, value in words.items():
        expect(operator.field(label)).to_have_value(value)


@BOTH
def test_a_phone_number_that_cannot_be_is_told_beside_its_field(town, visit, scripts):
    operator = visit(town.operator_lin, scripts=scripts).open("/cases/new/")
    with nothing_changes(town):
        write(operator, 电话="1380000").press("登记")
        expect(operator.field("电话")).to_have_attribute("aria-invalid", "true")
        still_reads(operator, 电话="1380000")
    operator.fill("电话", "138 0000 0001").press("登记").sees("查询码，请对方记下")


@BOTH
def test_a_matter_without_words_is_not_registered(town, visit, scripts):
    operator = visit(town.operator_lin, scripts=scripts).open("/cases/new/")
    with nothing_changes(town):
        write(operator, 什么事="").press("登记")  # the browser itself stays on the page
        write(operator, 什么事="   ").press("登记").sees("请写一句：什么事。别的都可以空着。")
        still_reads(operator, 什么事="   ")


@BOTH
def test_missing_words_keep_the_others(town, visit, scripts):
    with inside(town):
        case = a_case_on_site(town, at=ago(6))
    keeper = visit(town.keeper_wei, width=PHONE, scripts=scripts).open(f"/cases/{case.number}/resolution/")
    with nothing_changes(town):
        keeper.fill("办得怎样", "这是供电所的线杆").choose("怎样结束的", "已移交").press("办结")
        keeper.sees("请写移交给了谁。").sees("没有办成的，要告诉居民为什么、该找谁。")
        expect(keeper.field("办得怎样")).to_have_value("这是供电所的线杆")
        expect(keeper.main.get_by_label("已移交", exact=True)).to_be_checked()


@BOTH
def test_a_promise_that_is_past_is_not_extended(town, visit, scripts):
    with inside(town):
        case = a_case_on_site(town, at=ago(40))
    keeper = visit(town.keeper_wei, width=PHONE, scripts=scripts).open(f"/cases/{case.number}/extension/")
    with nothing_changes(town):
        keeper.fill("为什么办不完", "要等市政局的高压水枪").fill(
            "延到什么时候", typed(timezone.now() + timedelta(hours=4))
        )
        keeper.fill("什么时候告诉居民的", typed(ago(2))).press("申请延期")
        keeper.sees("时限已经过了，不能再延期。请如实告诉居民，尽快办。").sees("什么也没有改动。")
        keeper.sees("要等市政局的高压水枪")
        assert keeper.status() == 409
        keeper.press_and_go("回到上一页")
        if scripts:
            expect(keeper.field("为什么办不完")).to_have_value("要等市政局的高压水枪")


def test_nobody_approves_their_own_extension(town, visit):
    with inside(town):
        case = a_case_on_site(town, at=ago(6))
        asked = ask_extension(
            case,
            reason="人手不够",
            new_due_at=timezone.now() + timedelta(hours=3),
            told_requester_at=ago(1),
            by=town.officer_zheng,
            at=timezone.now(),
        )
    officer = visit(town.officer_zheng).open(f"/cases/{case.number}/").sees("延期等批准").does_not_see("批准或不批准")
    with nothing_changes(town):
        officer.open(f"/cases/{case.number}/extension/{asked.pk}/decision/")
        officer.choose("同意延期吗", "同意").fill("说明", "我看可以").press("决定")
        officer.sees("自己申请的延期，要由别人批准。").sees("我看可以")


def test_who_handled_it_may_not_call_back(town, visit):
    """The step is not offered, its page is closed, and the database has the last word."""
    with inside(town):
        case = a_case(town, at=ago(30))
        offer_to(case, town.worker_mo, by=town.operator_lin, at=ago(29))
        accept_case(case, by=town.worker_mo, at=ago(28))
    worker = visit(town.worker_mo)
    with inside(town):
        resolve(case, by=town.worker_mo, at=ago(10))
    worker.open(f"/cases/{case.number}/")
    expect(worker.button("回访")).to_have_count(0)
    with nothing_changes(town):
        worker.open(f"/cases/{case.number}/callback/").sees("这一步不归您做")
        assert worker.status() == 403


def test_who_takes_a_case_over_while_calling_back_is_refused_and_the_words_stay(town, visit):
    with inside(town):
        case = a_resolved_case(town, at=ago(40))
    worker = visit(town.worker_mo).open(f"/cases/{case.number}/callback/")
    worker.choose("接通了吗", "接通了").choose("解决了吗", "解决了").fill("还想说什么", "水沟通了，路也干净了")
    with inside(town):  # meanwhile it is done again, by the very person on the phone
        reopen_case(case, reason="又堵了", by=town.operator_lin, at=ago(4))
        offer_to(case, town.worker_mo, by=town.operator_lin, at=ago(3))
        accept_case(case, by=town.worker_mo, at=ago(3))
        resolve(case, by=town.worker_mo, at=ago(2))
    with nothing_changes(town):
        worker.press("记下回访").sees("这一步不归您做").sees("水沟通了，路也干净了")


def test_nothing_is_filed_before_somebody_called_back(town, visit):
    """The button of a page that has grown old: meanwhile the case was done again."""
    with inside(town):
        case = a_resolved_case(town, at=ago(40))
        record_callback(case, reached=True, resolved=False, by=town.worker_mo, at=ago(15))
    operator = visit(town.operator_lin).open(f"/cases/{case.number}/")
    with inside(town):
        reopen_case(case, reason="又堵了", by=town.worker_mo, at=ago(10))
        accept_case(case, by=town.keeper_wei, at=ago(9))
        resolve(case, by=town.keeper_wei, at=ago(5))
    with nothing_changes(town):
        operator.press("归档").sees("还没有回访。打不通的，试满 3 次再归档。").sees("什么也没有改动。")
        assert operator.status() == 409


def test_a_resident_answers_once(town, visit):
    with inside(town):
        case = a_resolved_case(town, at=ago(40))
        code = case.requesters.get().query_code
    first, second = (visit(width=PHONE).open(f"/progress/{code}/") for _ in range(2))
    for resident in (first, second):
        resident.choose("解决了吗", "解决了").fill("还想说什么", "谢谢你们跑一趟")
    first.press("告诉社区").does_not_see("您说办得怎样")
    with nothing_changes(town):
        second.press("告诉社区").sees("不能再这样做了").sees("谢谢你们跑一趟")


def test_an_answer_without_the_one_needed_word_is_asked_again(town, visit):
    with inside(town):
        case = a_resolved_case(town, at=ago(40))
        code = case.requesters.get().query_code
    resident = visit(width=PHONE, scripts=False).open(f"/progress/{code}/")
    with nothing_changes(town):
        resident.fill("还想说什么", "路也干净了")
        resident.main.get_by_role("group", name="解决了吗").get_by_role("radio").first.evaluate(
            "each => each.form.noValidate = true"
        )
        resident.press("告诉社区").sees("请选解决了还是没有解决。")
        expect(resident.field("还想说什么")).to_have_value("路也干净了")


def test_a_code_nobody_has_is_said_kindly(town, visit):
    resident = visit(width=PHONE).open("/progress/").fill("查询码", "1234").press("查进度")
    resident.sees("查询码是八位数字，请再看一眼。")
    resident.fill("查询码", "00000000").press("查进度").sees("没有这个查询码。请对一对数字，或者打民声热线问。")
    assert resident.status() == 404


@pytest.mark.parametrize("start", ["/desk/", "/cases/new/"])
def test_who_was_signed_out_while_typing_finds_every_word_again(town, visit, start):
    operator = write(visit(town.operator_lin).open(start))
    with inside(town):
        Session.objects.all().delete()
    with nothing_changes(town):
        operator.press("登记").tab.wait_for_url("**/sign-in/login/**")
    operator.sign_in("lin")
    still_reads(operator)
    operator.press("登记").sees("查询码，请对方记下")
    with inside(town):
        assert journal(Case.objects.get())[0] == "registered"


def test_somebody_else_at_the_same_screen_finds_nothing_of_it(town, visit):
    operator = write(visit(town.operator_lin).open("/cases/new/"))
    with inside(town):
        Session.objects.all().delete()
    operator.press("登记").tab.wait_for_url("**/sign-in/login/**")
    operator.sign_in("mo").open("/cases/new/")
    expect(operator.field("谁")).to_have_value("")
    expect(operator.field("什么事")).to_have_value("")


def test_a_keeper_who_was_too_late_is_told_who_has_it(town, visit):
    with inside(town):
        case = a_case(town, at=ago(1))
    keeper = visit(town.keeper_li, width=PHONE).open("/tasks/").sees("责任区里还没人接的")
    with inside(town):
        accept_case(case, by=town.keeper_wei, at=timezone.now())
    with nothing_changes(town):
        keeper.press("我来接").sees("这件事现在是「在路上」，不能再这样做了。")
        assert keeper.status() == 409
    keeper.press_and_go("回到上一页")
    assert keeper.path == "/tasks/"


def test_the_next_keeper_in_line_cannot_decline_what_is_no_longer_asked(town, visit):
    with inside(town):
        case = a_case_in_hand(town, at=ago(3))
    keeper = visit(town.keeper_li)
    with nothing_changes(town):
        keeper.open(f"/cases/{case.number}/refusal/").sees("这一步不归您做")
