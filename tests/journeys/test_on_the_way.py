"""What may happen between the call and the callback, each at the screen of whoever does it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.accounts.models import Duty, User
from linli.cases.actions import sweep
from linli.cases.models import Status
from linli.cases.tests.builders import (
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    a_unit,
    deliver,
    fresh,
    journal,
    offers,
    promise,
)
from linli.journal.models import Event
from tests.visiting import PHONE, inside, typed

pytestmark = pytest.mark.browser


def ago(minutes: int):
    return timezone.now() - timedelta(minutes=minutes)


def begin(town, build, minutes_ago: int):
    with inside(town):
        return build(town, at=ago(minutes_ago))


def in_turn(town, case):
    with inside(town):
        return offers(case)


def test_a_keeper_hands_on_the_next_cannot_come_and_the_officer_takes_it(town, visit):
    case = begin(town, a_case_in_hand, 3)
    keeper = visit(town.keeper_wei, width=PHONE).open("/tasks/")
    keeper.main.get_by_role("link", name="转交").click()
    keeper.choose("转给谁", "李春芳").fill("原因", "我在医院陪护，走不开").press("转交").sees("转交了，等对方接单。")
    assert keeper.path == "/tasks/"

    other = visit(town.keeper_li, width=PHONE).open("/tasks/").sees("等您接单")
    other.press("现在去不了，说明原因").fill("原因", "在外地").press("说明原因").sees("知道了，已转给下一位。")

    officer = visit(town.officer_zheng, width=PHONE).open("/tasks/").press("接单").sees("接单了。")
    assert in_turn(town, case) == [
        ("wei", "keeper", "declined"),
        ("li", "colleague", "declined"),
        ("zheng", "officer", "accepted"),
    ]
    officer.open(f"/cases/{case.number}/").sees("我在医院陪护，走不开").sees("在外地")


def test_a_forgotten_arrival_is_added_with_its_time_and_puts_the_promise_right(town, visit):
    case = begin(town, a_case_in_hand, 12)
    sweep()
    keeper = visit(town.keeper_wei, width=PHONE).open(f"/cases/{case.number}/").sees("超时").press("补记到场")
    keeper.choose("谁到场的", "韦启明").fill("几点到的", typed(ago(6))).fill("怎么知道的", "到场后打过电话，忘了点")
    keeper.press("补记到场").sees("补记好了。").sees("到场是后来补记的。").sees("到场后打过电话，忘了点")
    with inside(town):
        arrive = promise(case, "arrive")
        assert (arrive.kept_at is not None, arrive.broken_at, arrive.corrected_at is not None) == (True, None, True)
        assert fresh(case).status == Status.ON_SITE


def test_an_extension_counts_once_the_officer_has_approved_it(town, visit):
    case = begin(town, a_case_on_site, 10)
    with inside(town):
        due_at = promise(case, "resolve").due_at
    wanted = (timezone.now() + timedelta(hours=4)).replace(second=0, microsecond=0)
    keeper = visit(town.keeper_wei, width=PHONE).open("/tasks/").press("按时办不完，申请延期")
    keeper.fill("为什么办不完", "要等市政局的高压水枪").fill("延到什么时候", typed(wanted))
    keeper.fill("什么时候告诉居民的", typed(ago(2))).press("申请延期").sees("申请已交，批准以前时限不变。")
    with inside(town):
        assert promise(case, "resolve").due_at == due_at
        deliver(town)

    officer = visit(town.officer_zheng, width=PHONE).open("/notices/").press("没看 马上").sees("延期等批准")
    officer.press("批准或不批准").sees("要等市政局的高压水枪").choose("同意延期吗", "同意").fill("说明", "下午一定办完")
    officer.press("决定").sees("同意延期了。").sees("下午一定办完")
    with inside(town):
        assert promise(case, "resolve").due_at == wanted


def test_an_extension_that_is_refused_changes_nothing(town, visit):
    case = begin(town, a_case_on_site, 10)
    with inside(town):
        due_at = promise(case, "resolve").due_at
    keeper = visit(town.keeper_wei).open(f"/cases/{case.number}/extension/")
    keeper.fill("为什么办不完", "人手不够").fill("延到什么时候", typed(timezone.now() + timedelta(hours=4)))
    keeper.fill("什么时候告诉居民的", typed(ago(2))).press("申请延期").sees("延期等批准")
    secretary = visit(town.secretary_liao).open(f"/cases/{case.number}/").press("批准或不批准")
    secretary.choose("同意延期吗", "不同意").fill("说明", "先请李春芳来帮忙").press("决定").sees("没有同意延期。")
    with inside(town):
        assert promise(case, "resolve").due_at == due_at
    keeper.open(f"/cases/{case.number}/").sees("先请李春芳来帮忙").does_not_see("延期等批准")


def test_a_paused_case_stops_its_clock_says_why_and_runs_on(town, visit):
    case = begin(town, a_case_on_site, 10)
    with inside(town):
        due_at = promise(case, "resolve").due_at
        code = case.requesters.get().query_code
    keeper = visit(town.keeper_wei, width=PHONE).open(f"/cases/{case.number}/").press("暂停")
    keeper.fill("在等什么", "等供水公司关阀").fill("预计什么时候恢复", typed(timezone.now() + timedelta(hours=2)))
    keeper.fill("什么时候告诉居民的", typed(ago(2))).press("暂停").sees("暂停了，记得按时恢复。")
    resident = visit(width=PHONE).open(f"/progress/{code}/").sees("暂停，等条件齐了再办").sees("等供水公司关阀")
    keeper.open("/tasks/").sees("等供水公司关阀").press("恢复办理").sees("恢复办理，时限已顺延。")
    with inside(town):
        assert promise(case, "resolve").due_at > due_at
        assert journal(case)[-2:] == ["paused", "resumed"]
    resident.press("再看一次进度").does_not_see("暂停，等条件齐了再办")


def test_a_unit_that_was_asked_reports_what_it_did(town, visit):
    case = begin(town, a_case_on_site, 6)
    with inside(town):
        su = User.objects.create(username="su", name="苏志远", must_change_password=False)
        Duty.objects.create(user=su, role=Duty.Role.UNIT_LIAISON, community=town.guihua, from_on=ago(9999).date())
        a_unit(town, liaison=su, at=ago(9999))
    keeper = visit(town.keeper_wei, width=PHONE).open("/tasks/")
    keeper.main.get_by_role("link", name="请来协办").click()
    keeper.choose("请谁", "市政局").fill("请帮什么", "带高压水枪来").press("请来协办").sees("已请来协办。")
    with inside(town):
        deliver(town)
    liaison = visit(su, width=PHONE).open("/tasks/").sees("请您协办").press("办了什么")
    liaison.fill("办了什么", "派了两个人，冲了半小时").press("记下").sees("记下了。").does_not_see("请您协办")
    keeper.open(f"/cases/{case.number}/").sees("派了两个人，冲了半小时")


def test_the_phone_number_is_shown_for_a_reason_that_is_kept(town, visit):
    case = begin(town, a_case_on_site, 6)
    keeper = visit(town.keeper_wei, width=PHONE).open("/tasks/")
    keeper.main.get_by_role("link", name="打给黄女士").click()
    keeper.does_not_see("13800000001").fill("原因", "到门口了，叫门没人应").press("看全号")
    expect(keeper.tab.locator(".call-number a")).to_have_attribute("href", "tel:+8613800000001")
    with inside(town):
        kept = Event.objects.get(verb="cases.phone_revealed", subject_id=case.pk)
        assert (kept.actor, kept.facts["reason"]) == (town.keeper_wei, "到门口了，叫门没人应")
        assert "138000" not in str(kept.facts)


def test_a_resident_who_is_not_helped_says_so_by_code_and_it_is_done_again(town, visit):
    case = begin(town, a_resolved_case, 40)
    with inside(town):
        code = case.requesters.get().query_code
    resident = visit(width=PHONE, scripts=False).open(f"/progress/{code}/").sees("您说办得怎样")
    resident.choose("解决了吗", "没有").choose("满意吗", "不满意").fill("还想说什么", "下雨又堵了").press("告诉社区")
    resident.does_not_see("您说办得怎样")

    operator = visit(town.operator_lin).open(f"/cases/{case.number}/").sees("居民自己在查询页答").sees("“下雨又堵了”")
    operator.press("重新办").fill("原因", "下雨又堵了，没有根治").press("重新办").sees("重新办了，已再派出去。")
    operator.sees("第 2 次办").sees("等接单")
    with inside(town):
        assert fresh(case).status == Status.OFFERED
        assert promise(case, "resolve", nth_round=2).due_at > timezone.now()
        assert promise(case, "resolve", nth_round=1).kept_at is not None
    resident.press("再看一次进度").sees("前有人到现场").sees("下雨又堵了，没有根治")


def test_who_cannot_be_reached_three_times_is_filed_as_not_covered(town, visit):
    case = begin(town, a_resolved_case, 40)
    worker = visit(town.worker_mo).open(f"/cases/{case.number}/")
    for _ in range(3):
        expect(worker.button("归档")).to_have_count(0)
        worker.press("回访").choose("接通了吗", "没有接通").press("记下回访").sees("记下了。")
    worker.press("归档").sees("归档了。")
    with inside(town):
        assert journal(case)[-4:] == ["not_reached", "not_reached", "not_reached", "archived"]
