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
    page.fill("写一句", "先记") if page.field("写一句").count() else page.tab.locator("#remark textarea").fill("先记")
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
