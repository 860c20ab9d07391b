"""At somebody's door without a network: what is written stays on the phone, goes out by itself, and then is gone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.care.models import Visit
from linli.care.tests.of_care import care_at_work
from linli.cases.models import Case
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser
ON_THE_PHONE = "Object.keys(localStorage).filter((key) => /^(unsent|typed):/.test(key)).length"


def test_a_visit_waits_on_the_phone_for_a_network_and_becomes_a_case(town, visit):
    with inside(town):
        cared = care_at_work(town, timezone.localtime())["cared"][0]
    keeper = visit(town.keeper_wei, width=PHONE).open("/care/zone/")
    posts: list[str] = []
    keeper.tab.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    keeper.press_and_go("记看望").fill("过得怎么样", "腿好些了").fill("需要什么", "楼道灯不亮")
    assert keeper.tab.evaluate(ON_THE_PHONE) == 1

    keeper.context.set_offline(True)
    keeper.press("记下").sees("没有送到。存在这台手机里，有网就发出去。")
    with inside(town):
        before = Visit.objects.count()
    posts.clear()
    keeper.context.set_offline(False)
    keeper.sees("存在手机里的已送到。").does_not_see("没有送到").press_and_go("打开看看")

    assert len(posts) == 1, posts
    assert keeper.tab.evaluate(ON_THE_PHONE) == 0
    keeper.sees("腿好些了").press_and_go("由此登记一件事")
    expect(keeper.field("什么事")).to_have_value("楼道灯不亮")
    keeper.press_and_go("登记").sees("由此登记：")
    with inside(town):
        assert Visit.objects.count() == before + 1
        assert Visit.objects.latest("pk").case == Case.objects.latest("pk")

    keeper.open(f"/care/visits/new/?to={cared}").fill("过得怎么样", "写到一半")
    keeper.open("/accounts/me/").press_and_go("退出")
    assert keeper.tab.evaluate(ON_THE_PHONE) == 0
    keeper.trouble = [line for line in keeper.trouble if "ERR_INTERNET_DISCONNECTED" not in line]
