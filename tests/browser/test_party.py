"""A secretary on a phone: what the branch still owes, arranged with a press, and found done on the list."""

import pytest
from django.utils import timezone

from linli.party.tests.builders import a_small_party
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser


def test_what_is_still_owed_is_arranged_with_a_press(town, visit):
    with inside(town):
        a_small_party(town, timezone.now())
    liao = visit(town.secretary_liao, width=PHONE).open("/party/life/")
    liao.sees("还差 1 次支部党员大会").press_and_go("安排")
    liao.sees("应到 3 人").fill("地点", "二楼").press_and_go("安排好")
    liao.sees("应到 3 人，实到 0 人").sees("支部党员大会")
    liao.open("/party/life/").sees("已经安排好，还没有开").does_not_see("还差 1 次支部党员大会")
    liao.open("/party/members/?q=huang").sees("黄桂香").does_not_see("罗福生")
