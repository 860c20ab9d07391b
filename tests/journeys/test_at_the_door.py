"""What does not go on to a keeper ends at the door, each with what the person was told."""

import pytest

from linli.cases.models import NOT_HANDLED_HERE, Case, Outcome, Status
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser

TOLD = {
    Outcome.LEGAL_ROUTE: "这是买卖纠纷，可以去法院立案，社区能帮您写材料。",
    Outcome.REPEAT_INFORMED: "上次的答复没有变，有新情况随时来说。",
    Outcome.SECRET_EXPLAINED: "那是邻居的私事，不能告诉别人，请您谅解。",
    Outcome.OUTSIDE_DUTY_REDIRECTED: "这归供电所管，电话 95598，我已替您报过。",
    Outcome.ILLEGAL_PERSUADED: "公共楼道不能占，我们上门一起想别的办法。",
}


def last_case(town) -> tuple[Case, str]:
    with inside(town):
        case = Case.objects.order_by("-pk").first()
        return case, case.requesters.get().query_code


def promises(town, case):
    with inside(town):
        return {each.kind: (each.kept_at is not None, each.waived_why) for each in case.promises.all()}


def test_the_six_kinds_not_handled_here_are_all_tried():
    assert {*TOLD, Outcome.EMERGENCY_TRANSFERRED} == set(NOT_HANDLED_HERE)


def test_each_kind_not_handled_here_ends_with_what_the_person_was_told(town, visit):
    operator, resident = visit(town.operator_lin), visit(width=PHONE)
    for outcome, told in TOLD.items():
        operator.open("/cases/new/").fill("什么事", "门口的水沟堵了，你们来管一管。")
        operator.main.get_by_text("更多：").click()
        operator.choose("要派人去办吗", str(outcome.label)).press("登记")
        operator.sees("请写下怎样告诉对方的，让人走得明白。")
        operator.fill("怎样告诉对方的", told).press("登记").sees(told, where=".say")
        case, code = last_case(town)
        assert (case.status, case.outcome) == (Status.TOLD, outcome)
        assert promises(town, case) == {"resolve": (True, ""), "arrive": (False, "不用到现场就办结了")}
        resident.open(f"/progress/{code}/").sees(told, where=".say").does_not_see("您说办得怎样")
    with inside(town):
        assert Case.objects.count() == len(TOLD)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_life_and_limb_comes_first_and_needs_no_words(town, visit, scripts):
    operator = visit(town.operator_lin, scripts=scripts).open("/desk/")
    operator.press("119").sees("您的事已马上转 119").sees("已记下：转 119。")
    case, code = last_case(town)
    assert (case.status, case.outcome) == (Status.TOLD, Outcome.EMERGENCY_TRANSFERRED)
    assert promises(town, case)["resolve"] == (True, "")
    visit(width=PHONE, scripts=scripts).open(f"/progress/{code}/").sees("已马上转 119", where=".say")


def test_words_of_life_and_limb_are_noticed_while_they_are_typed(town, visit):
    operator = visit(town.operator_lin).open("/desk/")
    operator.fill("什么事", "老人晕倒了，叫不醒").sees("先转 120", where="#found-matter")
    operator.fill("电话", "12").press("120").sees("您的事已马上转 120")
    case, _code = last_case(town)
    assert case.content == "老人晕倒了，叫不醒"


def test_what_is_answered_at_once_still_waits_for_a_callback(town, visit):
    operator = visit(town.operator_lin).open("/cases/new/").fill("什么事", "社保卡在哪里补办？")
    operator.main.get_by_text("更多：").click()
    operator.choose("要派人去办吗", "当场答复了").fill("怎样告诉对方的", "带身份证到服务大厅 2 号窗。").press("登记")
    operator.sees("带身份证到服务大厅 2 号窗。", where=".say")
    case, _code = last_case(town)
    assert (case.status, case.outcome) == (Status.RESOLVED, Outcome.DONE)
    with inside(town):
        assert case.offers.count() == 0


def test_somebody_without_a_name_or_number_gets_a_promise_and_a_code(town, visit):
    operator = visit(town.operator_lin, width=PHONE).open("/cases/new/")
    operator.main.get_by_label("不愿留名，也照样办").check()
    operator.fill("什么事", "建安街口的井盖翘起来了").press("登记").sees("查询码，请对方记下")
    case, code = last_case(town)
    with inside(town):
        requester = case.requesters.get()
        assert (requester.is_anonymous, requester.name, requester.phone, len(code)) == (True, "", "", 8)
        assert case.promises.count() == 2
