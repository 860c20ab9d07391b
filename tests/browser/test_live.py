"""Pages that renew themselves while somebody works on them, in front of a real web process."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.cases.actions import record_arrival
from linli.cases.tests.builders import a_case, a_case_in_hand, deliver
from tests.serving import served, var  # noqa: F401 - fixtures
from tests.visiting import DESK, Visitor, inside, session_of

pytestmark = pytest.mark.browser
AT_ONCE = 3000  # milliseconds: a second and what a busy machine adds


@pytest.fixture
def sits_down(served, chromium):  # noqa: F811
    here = []

    def sits_down(user) -> Visitor:
        here.append(Visitor(chromium, served, DESK, scripts=True, session=session_of(user)))
        return here[-1]

    yield sits_down
    trouble = [line for each in here for line in each.trouble]
    for each in here:
        each.context.close()
    assert trouble == []


def test_open_pages_follow_what_others_do(town, sits_down):
    with inside(town):
        drain = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=4), content="水沟堵了")
    desk = sits_down(town.operator_lin).open("/desk/")
    page = sits_down(town.worker_mo).open(f"/cases/{drain.number}/")
    desk.fill("什么事", "写到一半的话")
    page.tab.locator("#remark textarea").fill("先记")
    time.sleep(0.5)

    with inside(town):
        a_case(town, at=timezone.now(), content="路灯不亮")
        record_arrival(drain, by=town.keeper_wei, at=timezone.now())
        deliver(town)

    expect(desk.tab.locator("#queue").get_by_text("路灯不亮")).to_be_visible(timeout=AT_ONCE)
    expect(page.tab.locator("#case-timeline").get_by_text("到场")).to_be_visible(timeout=AT_ONCE)
    assert desk.field("什么事").input_value() == "写到一半的话"
    assert desk.field("什么事").evaluate("each => each === document.activeElement")
    assert page.tab.locator("#remark textarea").input_value() == "先记"


def test_the_desk_shows_who_has_a_case_open(town, sits_down):
    with inside(town):
        drain = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=4), content="水沟堵了")
    row = sits_down(town.operator_lin).open("/desk/").tab.locator("#queue tr", has_text="水沟堵了")
    time.sleep(0.5)

    mo = sits_down(town.worker_mo).open(f"/cases/{drain.number}/")
    expect(row).to_contain_text("莫秀丽正在看", timeout=6 * AT_ONCE)
    mo.open("/cases/")
    expect(row).not_to_contain_text("正在看", timeout=6 * AT_ONCE)


def test_two_at_one_case_see_each_other_and_keys_lead_where_they_say(town, sits_down):
    with inside(town):
        a_case(town, at=timezone.now() - timedelta(minutes=2), content="路灯不亮")
        drain = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=4), content="水沟堵了")
    lin = sits_down(town.operator_lin).open("/desk/")
    keys = lin.tab.keyboard
    lin.tab.locator("h1").click()
    keys.press("j")
    keys.press("j")
    keys.press("k")
    first = lin.tab.locator(".queue tbody tr").first
    assert first.locator("a").first.evaluate("each => each === document.activeElement")
    keys.press("?")
    dialog = lin.tab.get_by_role("dialog")
    expect(dialog.get_by_text("下一行、上一行")).to_be_visible()
    expect(dialog.locator("kbd:visible", has_text="n")).to_have_count(1)
    keys.press("Escape")
    keys.press("n")
    keys.type("jn?/")
    assert lin.field("什么事").input_value() == "jn?/"
    lin.tab.get_by_role("button", name="来了新的事响一声").click()
    expect(lin.tab.locator("ring-switch[data-rings]")).to_have_count(1)

    lin.open(f"/cases/{drain.number}/")
    time.sleep(0.5)
    mo = sits_down(town.worker_mo).open(f"/cases/{drain.number}/resolution/")
    expect(mo.tab.locator("#others")).to_contain_text("林小满正在看这一件", timeout=AT_ONCE)
    expect(lin.tab.locator("#others")).to_contain_text("莫秀丽正在填「办结」", timeout=AT_ONCE)
    mo.open("/cases/")
    expect(lin.tab.locator("#others")).to_be_empty(timeout=AT_ONCE)

    lin.tab.locator("h1").click()
    keys.press("e")
    lin.tab.wait_for_url("**/resolution/")
    lin.open("/accounts/me/").press_and_go("关掉单个字母的快捷键")
    lin.open("/desk/").tab.locator("h1").click()
    keys.press("n")
    keys.type("x")
    assert lin.field("什么事").input_value() == "jn?/", "the draft as it was"
