"""One matter from the call to the callback, by the people it passes through, each at their own screen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.cases.models import Case, Status
from linli.cases.tests.builders import a_resolved_case, a_unit, deliver, journal
from tests.visiting import DESK, PHONE, inside

pytestmark = pytest.mark.browser

MATTER = "门口水沟堵了，污水漫到路面。"


@pytest.fixture
def long_ago(town):
    """The same resident has called before, and the municipal office is one of the resident units."""
    with inside(town):
        a_unit(town, at=timezone.now())
        return a_resolved_case(town, at=timezone.now() - timedelta(days=60), content="下水道返味，请来看看。")


def the_case(town):
    with inside(town):
        return Case.objects.order_by("-pk").first()


def register_by_keyboard(operator):
    """Nothing but Tab, the words and Ctrl+Enter; what is known appears while the matter is typed."""
    keyboard = operator.tab.keyboard
    operator.tab_to(operator.tab.locator("#id_name"))
    keyboard.type("黄女士")
    keyboard.press("Tab")
    keyboard.type("138 0000 0001")
    operator.sees("下水道返味", where="#found-caller")
    operator.tab_to(operator.tab.locator("#id_place_text"))
    keyboard.type("建安街38号门口")
    operator.sees("建安街责任区", where="#found-place").sees("韦启明", where="#found-place").sees("李春芳")
    keyboard.press("Tab")
    keyboard.type(MATTER)
    operator.sees("市政设施 · 排水", where="#found-matter")
    operator.sees("10 分钟内到场，30 分钟内办结。", where="#found-promise")
    keyboard.press("Control+Enter")
    operator.tab.wait_for_url("**/receipt/")


def register_by_buttons(operator):
    """Without scripts the look-up has its own button, and what was typed stays."""
    operator.fill("谁", "黄女士").fill("电话", "138 0000 0001").fill("哪里", "建安街38号门口").fill("什么事", MATTER)
    operator.press("先查一查")
    operator.sees("下水道返味", where="#found-caller").sees("韦启明", where="#found-place")
    operator.sees("市政设施 · 排水", where="#found-matter").sees("10 分钟内到场", where="#found-promise")
    expect(operator.field("什么事")).to_have_value(MATTER)
    operator.press("登记")


def read_the_slip(operator):
    """What the operator tells the resident now: two moments, and a code."""
    said = operator.tab.locator(".say").inner_text()
    assert re.search(r"\d\d:\d\d 前有人到现场，\d\d:\d\d 前给您办好", said)
    operator.sees("已派给 韦启明")
    code = operator.tab.locator(".query-code b").inner_text().replace(" ", "")
    assert re.fullmatch(r"\d{8}", code)
    return code


def join_another_caller(operator):
    """Somebody else calls about the same water: one case, two people to answer."""
    operator.press("接着办下一件")
    operator.fill("电话", "13800000002").fill("哪里", "建安街40号").fill("什么事", "污水流到我家门口了，堵了好久。")
    if not operator.scripts:
        operator.press("先查一查")
    operator.sees("已有相同诉求", where="#found-similar")
    operator.press("并到这一件")
    operator.sees("这件事已经有人反映，正在办")
    return operator.tab.locator(".query-code b").inner_text().replace(" ", "")


def accept_and_arrive(keeper):
    keeper.sees("等您接单").sees("建安街38号门口")
    keeper.press("接单").sees("接单了。电话和地址在下面。")
    keeper.press("我到场了").sees("记下了：您到场了。")
    assert keeper.path == "/tasks/"


def note_and_ask_for_help(keeper):
    keeper.main.get_by_role("link", name="写一句").click()
    keeper.field("内容").fill("井口被油渍封住，要用高压水枪。")
    keeper.press("记下").sees("井口被油渍封住，要用高压水枪。")
    keeper.press("请来协办").choose("请谁", "市政局").fill("请帮什么", "带高压水枪来冲一次")
    keeper.press("请来协办").sees("已请来协办。").sees("没有账号")  # so it gets a link to answer by
    keeper.open("/tasks/").sees("带高压水枪来冲一次")


def resolve(keeper):
    keeper.press("办结").fill("办得怎样", "市政局冲开了，水退了。").choose("怎样结束的", "办成了")
    keeper.main.get_by_label(re.compile("怎样答复居民的")).fill("水沟通了，路面冲干净了，请您看看。")
    keeper.press("办结").sees("办结了，等回访。")


def ask_for_progress(resident, code):
    resident.open("/").fill("查询码", f"{code[:4]} {code[4:]}").press("查进度")
    resident.tab.wait_for_url("**/progress/*/")
    return resident


def call_back(worker):
    worker.tab.get_by_role("link", name=re.compile("等回访")).click()
    worker.main.get_by_role("link", name="门口水沟堵了").click()
    worker.press("回访").choose("接通了吗", "接通了").choose("及时联系您了吗", "是").choose("解决了吗", "解决了")
    worker.choose("满意吗", "非常满意").fill("还想说什么", "来得真快").press("记下回访").sees("记下了。")
    worker.sees("“来得真快”")
    worker.press("回访").choose("接通了吗", "接通了").choose("及时联系您了吗", "是").choose("解决了吗", "解决了")
    worker.choose("满意吗", "满意").press("记下回访").sees("记下了。")  # the neighbour who had called, too
    worker.press("归档").sees("归档了。")


def count_it(operator, number):
    """The figure counts the case, and its number leads down to it."""
    operator.tab.get_by_role("navigation", name="工作菜单").get_by_role("link", name="总览").click()
    calls = operator.tab.locator(".figure").filter(has=operator.tab.get_by_role("heading", name="热线诉求", exact=True))
    assert calls.locator(".figure-value a").inner_text() == "1"
    calls.locator(".figure-value a").click()
    operator.main.get_by_role("link", name="门口水沟堵了").click()
    assert operator.path == f"/cases/{number}/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_matter_is_heard_promised_handled_answered_called_back_and_counted(town, long_ago, visit, scripts):
    operator = visit(scripts=scripts).open("/sign-in/login/").sign_in("lin")
    assert operator.path == "/desk/"
    (register_by_keyboard if scripts else register_by_buttons)(operator)
    code = read_the_slip(operator)
    second_code = join_another_caller(operator)
    case = the_case(town)
    with inside(town):
        deliver(town)

    resident = visit(width=PHONE, scripts=scripts)
    ask_for_progress(resident, code).sees("前有人到现场").sees("前给您答复").does_not_see("韦启明")

    keeper = visit(width=PHONE, scripts=scripts).open("/sign-in/login/").sign_in("wei")
    assert keeper.path == "/tasks/"
    keeper.tab.get_by_role("link", name=re.compile("通知")).first.click()
    keeper.press("没看 马上").sees("门口水沟堵了").open("/tasks/")
    accept_and_arrive(keeper)
    note_and_ask_for_help(keeper)
    resident.press("再看一次进度").sees("有人到现场了").does_not_see("油渍").does_not_see("韦启明")
    resolve(keeper)

    resident.press("再看一次进度").sees("水沟通了，路面冲干净了，请您看看。").sees("您说办得怎样")
    ask_for_progress(visit(width=PHONE, scripts=scripts), second_code).sees("水沟通了")

    call_back(visit(width=DESK, scripts=scripts).open("/sign-in/login/").sign_in("mo"))
    resident.press("再看一次进度").does_not_see("您说办得怎样")
    count_it(operator.open("/desk/"), case.number)

    with inside(town):
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.requesters.count()) == (Status.ARCHIVED, 2)
        assert [(each.kind, each.kept_at is not None) for each in case.promises.order_by("kind")] == [
            ("arrive", True),
            ("resolve", True),
        ]
        assert journal(case) == [
            "registered", "offered", "joined", "accepted", "arrived", "noted", "help_asked", "answered", "resolved",
            "called_back", "called_back", "archived",
        ]  # fmt: skip
