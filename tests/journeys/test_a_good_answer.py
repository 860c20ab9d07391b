"""A keeper on the phone begins with a text, is reminded gently, goes on; the resident reads what was shown before."""

import pytest
from django.utils import timezone

from linli.cases.tests.builders import a_case_on_site
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser


def test_an_answer_from_a_text_to_the_resident(town, visit):
    with inside(town):
        case = a_case_on_site(town, at=timezone.now() - timezone.timedelta(minutes=9))
        code = case.requesters.get().query_code
    keeper = visit(town.keeper_wei, width=PHONE).open(f"/cases/{case.number}/resolution/")
    keeper.fill("办得怎样", "掏了两桶泥").fill("怎样答复居民的", "已处理，请打师傅 13800138000。")

    keeper.press_and_go("办结")
    keeper.sees("发出去以前，再看一眼").sees("13800138000").sees("只说了办完")
    keeper.fill("怎样答复居民的", "")
    keeper.tab.get_by_text("找一段现成的答复").click()
    keeper.press_and_go("用这一段 水沟疏通好了")
    assert "建安街38号门口的水沟已经疏通" in keeper.field("怎样答复居民的").input_value()
    assert keeper.field("办得怎样").input_value() == "掏了两桶泥"
    keeper.press_and_go("看看居民会看到什么")
    shown = keeper.tab.locator("#preview blockquote").inner_text()

    keeper.press_and_go("办结").sees("办结了，等回访。")
    resident = visit(width=PHONE).open(f"/progress/{code}/")
    assert resident.tab.locator("article blockquote").first.inner_text() == shown
