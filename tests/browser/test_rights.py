"""Somebody decides on an old phone what may be shown of them."""

import pytest
from django.utils import timezone

from linli.residents.tests.of_rights import rights_at_work
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser


def test_a_consent_is_given_and_taken_back_on_the_phone(town, visit):
    with inside(town):
        rights_at_work(town, timezone.localtime())
    wei = visit(town.keeper_wei, width=PHONE).open("/residents/me/").sees("莫秀丽")

    wei.press_and_go("同意 公示牌上的电话").sees("谢谢，记下了。")
    wei.press_and_go("撤回 公示牌上的电话").sees("撤回了，从现在起不再用。")
    wei.press_and_go("有写错的").choose("您要什么", "更正、补充").fill("请说一说", "电话换了").press_and_go("寄出")
    wei.sees("我提的").sees("更正、补充")
