"""Pages that only come as an answer: what was not understood, not allowed, not there, shown once."""

import pytest
from playwright.sync_api import expect

from tests.visiting import PHONE, with_passwords

from .at_work import read_by
from .looking import looked_over

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def committed_db(lasting_db):
    return lasting_db


@pytest.fixture(scope="module")
def town(committed_db):
    """One town for the whole file: what was not taken changes nothing, and what was is no other test's."""
    return with_passwords()


@pytest.fixture(scope="module")
def things(town):
    return read_by(town)


def well(visitor, status=200):
    assert visitor.status() == status
    assert "\n".join(f"{visitor.path}: {each}" for each in looked_over(visitor.tab)) == ""


def test_the_intake_with_everything_found_and_with_everything_wrong(town, things, visit):
    operator = visit(town.operator_lin).open("/cases/new/")
    operator.fill("电话", "13800000001").fill("哪里", "建安街40号").fill("什么事", "水沟又堵了，有人晕倒在旁边")
    operator.press("先查一查").sees("已有相同诉求", where="#found-similar").sees("先转", where="#found-matter")
    well(operator)
    operator.fill("电话", "12").press("登记").sees("有几处要改一下：")
    well(operator)


def test_a_form_with_everything_wrong_says_so_beside_each_field(town, things, visit):
    keeper = visit(town.keeper_wei, width=PHONE).open(f"/cases/{things.on_site[0]}/extension/")
    keeper.fill("为什么办不完", "等配件").fill("延到什么时候", "2026-01-01T00:00")
    keeper.fill("什么时候告诉居民的", "2199-01-01T00:00").press("申请延期").sees("这个时间还没到。")
    well(keeper)


def test_a_refusal_gives_back_what_was_written(town, things, visit):
    keeper = visit(town.keeper_wei, width=PHONE).open(f"/cases/{things.on_site[0]}/extension/")
    keeper.fill("为什么办不完", "要等市政局的高压水枪").fill("延到什么时候", "2026-01-01T00:00")
    keeper.fill("什么时候告诉居民的", "2026-01-01T00:00").press("申请延期").sees("您写的还在")
    well(keeper, 409)


def test_what_is_not_theirs_to_do_says_so_and_gives_back_what_was_written(town, things, visit):
    operator = (
        visit(town.operator_lin).open(f"/cases/{things.resolved[0]}/reopening/").fill("原因", "居民说又堵了，下雨就满")
    )
    operator.tab.evaluate(f"document.querySelector('main form').action = '/cases/{things.resolved[0]}/handover/'")
    operator.press("重新办").sees("这一步不归您做").sees("居民说又堵了，下雨就满")
    well(operator, 403)


def test_a_page_that_was_open_too_long_gives_back_what_was_written(town, things, visit):
    operator = visit(town.operator_lin, scripts=False).open("/cases/new/").fill("什么事", "水沟堵了，请来看看")
    operator.context.clear_cookies(name="csrftoken")
    operator.press("登记").sees("这一页开得太久了").sees("水沟堵了，请来看看")
    assert operator.status() == 403
    operator.press("重新打开这一页").sees("记一件事")


def test_what_is_not_there_is_said_kindly(town, things, visit):
    well(visit(town.operator_lin).open("/cases/GH20000101-0001/"), 404)
    well(visit().open("/nothing/here/"), 404)


def test_a_number_shown_once(town, things, visit):
    keeper = visit(town.keeper_wei, width=PHONE).open("/cases/{}/phone/{}/".format(*things.caller))
    keeper.fill("原因", "到门口了").press("看全号").sees("+86")
    well(keeper)


def test_a_password_shown_once(town, things, visit):
    accounts = visit(things.people.an).open(f"/accounts/people/{things.person[0]}/")
    accounts.press("重设密码").sees("一次性密码")
    well(accounts)


def test_a_slip_for_somebody_who_joined(town, things, visit):
    operator = visit(town.operator_lin, width=PHONE).open("/cases/new/")
    operator.fill("哪里", "建安街38号").fill("什么事", "水沟堵了").press("先查一查").press("并到这一件")
    operator.sees("这件事已经有人反映")
    well(operator)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_elder_mode_is_switched_on_for_good(town, visit, scripts):
    resident = visit(width=PHONE, scripts=scripts).open("/")
    resident.tab.get_by_role("button", name="长者模式").first.click()
    for path in ("/", "/progress/"):
        expect(resident.open(path).tab.locator("html")).to_have_attribute("data-mode", "elder")
