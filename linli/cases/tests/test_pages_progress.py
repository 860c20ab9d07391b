"""查进度: what a resident sees with eight digits and without signing in, and what nobody learns by guessing."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from linli.cases.actions import (
    add_remark,
    ask_extension,
    ask_help,
    decide_extension,
    decline_case,
    join_case,
    record_callback,
    register_case,
    reopen_case,
    tell_at_the_door,
)
from linli.cases.models import Callback, Outcome, Remark
from linli.cases.views.progress import SECONDS, WRONG_CODES

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    an_appeal,
    everything,
    fresh,
    journal,
    pause,
    resolve,
)


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


def code_of(case):
    return case.requesters.get(is_first=True).query_code


def see(client, case):
    return client.get(f"/progress/{code_of(case)}/")


def answer(client, case, **but):
    given = {"resolved": "yes", "satisfaction": "5", "contacted_in_time": "yes"}
    return client.post(f"/progress/{code_of(case)}/answers/", {**given, **but})


# Asking


@pytest.mark.parametrize("typed", ["{0}{1}", "{0} {1}", "{0}-{1}", " {0}{1} "])
def test_the_code_is_typed_as_it_was_heard(client, town, at, typed):
    code = code_of(a_case(town, at=at))

    page = client.post("/progress/", {"code": typed.format(code[:4], code[4:])})

    assert (page.status_code, page.url) == (302, f"/progress/{code}/")


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "ABCDEFGH"])
def test_what_is_not_eight_digits_is_said_at_once(client, town, typed):
    page = client.post("/progress/", {"code": typed})

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["code"])


# Seeing


def test_it_says_what_happened_what_comes_next_and_by_when(client, town, minutes):
    now = timezone.now()
    case = a_case_in_hand(town, at=now)

    page = see(client, case)

    found, said = page.context["found"], page.content.decode()
    assert [line.sentence for line in found.lines] == ["接到热线，承诺的时间开始走", "接单，正在赶来"]
    assert timezone.localtime(now + minutes(10)).strftime("%H:%M") in said
    assert (case.number in said, "0774-5550110" in said) == (True, True)


def test_no_name_of_ours_and_no_phone_stands_there_in_full(client, town, at, minutes):
    case = a_case_on_site(town, at=at, content="水沟堵了", title="水沟堵了")
    ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))
    add_remark(case, kind=Remark.Kind.NOTE, body="房东难缠", by=town.keeper_wei, at=at + minutes(7))
    resolve(case, by=town.keeper_wei, at=at + minutes(20), done="换了一段管", answer="水沟通了")
    record_callback(case, reached=False, by=town.worker_mo, at=at + minutes(60))

    said = see(client, case).content.decode()

    names = [user.name for user in vars(town).values() if hasattr(user, "username")]
    private = [*names, "黄女士", "13800000001", "+8613800000001", "房东难缠", "换了一段管", "带梯子来"]
    assert [word for word in private if word in said] == []
    assert "水沟通了" in said


def test_reasons_that_are_our_own_are_not_told(client, town, at, minutes):
    case = a_case(town, at=at)
    decline_case(case, reason="在外地开会", by=town.keeper_wei, at=at)
    asked = ask_extension(
        case, reason="人手不够", new_due_at=at + minutes(90), told_requester_at=at, by=town.operator_lin,
        at=at + minutes(1),
    )  # fmt: skip
    decide_extension(asked, is_approved=True, note="盯紧", by=town.secretary_liao, at=at + minutes(2))

    page = see(client, case)

    said = page.content.decode()
    assert [word for word in ("在外地开会", "人手不够", "盯紧") if word in said] == []
    assert [line.verb for line in page.context["found"].lines] == ["cases.registered", "cases.extension_approved"]


def test_why_it_waits_and_why_it_is_done_again_is_told(client, town, at, minutes):
    paused = a_case_on_site(town, at=at)
    pause(paused, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(600))
    again = a_resolved_case(town, at=at)
    reopen_case(again, reason="您说又堵了", by=town.worker_mo, at=at + minutes(60))

    assert "等配件" in see(client, paused).content.decode()
    assert "您说又堵了" in see(client, again).content.decode()


def test_what_was_told_at_the_door_stands_there_again(client, town, at):
    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, offer=False)
    tell_at_the_door(case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=town.operator_lin, at=at)

    assert "请走仲裁。" in see(client, case).content.decode()


def test_each_caller_sees_the_case_with_their_own_code(client, town, at):
    case = a_case(town, at=at)
    neighbour = join_case(case, an_appeal(name="覃叔", content="我家也漫水"), by=town.operator_lin, at=at)

    page = client.get(f"/progress/{neighbour.query_code}/")

    assert (page.status_code, page.context["case"]) == (200, case)
    assert "黄女士" not in page.content.decode()


def test_the_page_is_kept_by_no_cache(client, town, at):
    assert "no-store" in see(client, a_case(town, at=at)).headers["Cache-Control"]


def test_looking_changes_nothing(client, town, at):
    case = a_case(town, at=at)
    before = everything()

    see(client, case)

    assert everything() == before


# Guessing


def test_a_wrong_code_is_answered_kindly(client, town, at):
    a_case(town, at=at)

    page = client.get("/progress/00000000/")

    assert (page.status_code, list(page.context["form"].errors)) == (404, ["code"])
    assert "没有这个查询码。请对一对数字，或者打民声热线问。" in page.content.decode()


@pytest.mark.parametrize("code", ["x", "GH20260302-0001", "1", "%20", "' OR 1=1 --", "一二三四五六七八"])
def test_nonsense_is_nobodys_code(client, town, at, code):
    a_case(town, at=at)

    assert client.get(f"/progress/{code}/").status_code == 404


def test_after_twenty_wrong_codes_one_waits(client, town, at):
    case = a_case(town, at=at)
    assert (WRONG_CODES, SECONDS) == (20, 3600)

    statuses = [client.get(f"/progress/{n:08}/").status_code for n in range(21)]

    assert statuses == [404] * 20 + [429]
    assert "试得太多了" in client.get("/progress/00000000/").content.decode()
    assert see(client, case).status_code == 429, "a right guess after that must not be told from a wrong one"


def test_answers_under_wrong_codes_count_too(client, town, at):
    statuses = [client.post(f"/progress/{n:08}/answers/", {"resolved": "yes"}).status_code for n in range(21)]

    assert statuses == [404] * 20 + [429]
    assert Callback.objects.count() == 0


def test_a_right_code_may_be_looked_at_as_often_as_one_likes(client, town, at):
    case = a_case(town, at=at)

    assert {see(client, case).status_code for _look in range(25)} == {200}


def test_another_address_is_not_kept_waiting(client, town, at):
    case = a_case(town, at=at)
    for n in range(21):
        client.get(f"/progress/{n:08}/")

    assert client.get(f"/progress/{code_of(case)}/", REMOTE_ADDR="203.0.113.9").status_code == 200


# Answering


def test_the_resident_says_how_it_was_instead_of_being_called(client, town, at):
    case = a_resolved_case(town, at=at)

    page = answer(client, case, comment="多谢")

    row = Callback.objects.get()
    assert (page.status_code, page.url) == (302, f"/progress/{code_of(case)}/")
    assert (row.by, row.mode, row.reached, row.resolved, row.satisfaction, row.contacted_in_time, row.comment) == (
        None, "page", True, True, "5", True, "多谢",
    )  # fmt: skip
    assert (fresh(case).status, journal(case)[-1]) == ("called_back", "resident_answered")


def test_only_whether_it_is_resolved_has_to_be_said(client, town, at):
    case = a_resolved_case(town, at=at)

    page = answer(client, case, resolved="", comment="多谢")
    assert (page.status_code, list(page.context["form"].errors), Callback.objects.count()) == (200, ["resolved"], 0)
    assert "多谢" in page.content.decode()

    answer(client, case, resolved="no", satisfaction="", contacted_in_time="")
    assert (Callback.objects.get().resolved, Callback.objects.get().satisfaction) == (False, "")


def test_one_is_asked_only_when_there_is_something_to_say(client, town, at, minutes):
    still_open = a_case_on_site(town, at=at)
    done = a_resolved_case(town, at=at)
    assert (see(client, still_open).context["found"].may_answer, see(client, done).context["found"].may_answer) == (
        False, True,
    )  # fmt: skip

    record_callback(done, reached=True, resolved=True, by=town.worker_mo, at=at + minutes(60))

    assert see(client, done).context["found"].may_answer is False


def test_the_second_answer_is_refused_and_changes_nothing(client, town, at):
    case = a_resolved_case(town, at=at)
    answer(client, case)
    before = everything()

    page = answer(client, case, resolved="no")

    assert (page.status_code, everything() == before) == (409, True)


def test_nobody_answers_before_the_end(client, town, at):
    assert answer(client, a_case_on_site(town, at=at)).status_code == 409
    assert Callback.objects.count() == 0


def test_an_unreached_resident_may_still_answer(client, town, at, minutes):
    case = a_resolved_case(town, at=at)
    record_callback(case, reached=False, by=town.worker_mo, at=at + minutes(60))

    answer(client, case)

    assert [(row.attempt, row.by_id, row.reached) for row in Callback.objects.order_by("attempt")] == [
        (1, town.worker_mo.pk, False), (2, None, True),
    ]  # fmt: skip


def test_staff_who_look_at_it_are_nobody_else_there(client, town, at):
    """Signed in or not, whoever has only the code has only what the code gives."""
    theirs = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)
    client.force_login(town.operator_lin)

    assert see(client, theirs).status_code == 200
    assert client.get(f"/cases/{theirs.number}/").status_code == 404


# The front door


def test_everybody_finds_the_hotline_and_the_way_to_ask(client, town):
    said = client.get("/").content.decode()

    assert [words in said for words in ("桂花社区", "银杏社区", "0774-5550110", "查进度")] == [True] * 4


def test_staff_begin_where_their_work_is(client, town):
    first = {
        "operator_lin": "/desk/",
        "keeper_wei": "/tasks/",
        "officer_zheng": "/desk/",
        "auditor_shen": "/accounts/audit/",
        "supervisor_chen": "/cases/",
    }
    for who, url in first.items():
        client.force_login(getattr(town, who))
        answer = client.get("/")
        assert (who, answer.status_code, answer.url) == (who, 302, url)
        assert client.get(answer.url).status_code == 200
