"""登记 at the desk and on a phone: what was typed is never lost, and one sending is one case."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from linli.cases.actions import record_callback
from linli.cases.models import Case, Closure, Requester

from .builders import a_case, a_resolved_case, category, fresh, journal, offers, promise

INTAKE = "/cases/new/"
TYPED = {
    "name": "黄女士", "phone": "138 0000 0001", "place_text": "建安街38号门口", "content": "门口水沟堵了。",
    "channel": "letter", "kind": "complaint", "urgency": "general", "external_number": "12345-9",
    "ending": "legal_route", "told": "请走仲裁。", "received_at": "2026-03-02T09:30", "is_anonymous": "on",
    "wants_confidential": "on", "do": "register",
}  # fmt: skip


@pytest.fixture
def desk(client, town):
    client.force_login(town.operator_lin)
    return client


@pytest.fixture
def phone_of_wei(client, town):
    client.force_login(town.keeper_wei)
    return client


def send(client, **but):
    given = {"content": "门口水沟堵了。", "channel": "hotline", "key": str(uuid4()), "do": "register"}
    return client.post(INTAKE, {**given, **but})


def errors(page):
    return {field: list(said) for field, said in page.context["form"].errors.items()}


# Registered


def test_one_sentence_is_enough(desk, town):
    answer = send(desk)

    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/receipt/")
    assert (case.content, case.category, case.first_handler, case.channel) == (
        "门口水沟堵了。", category("municipal.drain"), town.operator_lin, "hotline",
    )  # fmt: skip
    assert timezone.now() - case.received_at < timedelta(seconds=30)


def test_what_no_keyword_names_is_still_registered(desk):
    send(desk, content="有件事想说说")

    assert Case.objects.get().category == category("other")


def test_the_receipt_says_the_code_and_both_moments(desk, town):
    page = desk.get(send(desk, place_text="建安街38号", name="黄女士", phone="13800000001").url)

    case, said = Case.objects.get(), page.content.decode()
    code = Requester.objects.get().query_code
    for kind in ("arrive", "resolve"):
        assert timezone.localtime(promise(case, kind).due_at).strftime("%H:%M") in said
    assert f"{code[:4]} {code[4:]}" in said
    assert ("韦启明" in said, "13800000001" in said) == (True, False)


def test_a_keeper_writes_down_what_they_were_told_on_their_way(phone_of_wei, town):
    page = phone_of_wei.get(INTAKE)
    assert '<option value="walk_by" selected>' in page.content.decode()

    send(phone_of_wei, channel="walk_by", place_text="建安街38号")

    case = Case.objects.get()
    assert (case.first_handler, offers(case)) == (town.keeper_wei, [("wei", "keeper", "")])


def test_everything_that_may_be_said_is_kept(desk, town):
    send(desk, **{**TYPED, "ending": "send", "is_anonymous": ""})

    case, requester = Case.objects.get(), Requester.objects.get()
    assert (case.channel, case.kind, case.urgency, case.external_number, case.zone) == (
        "letter", "complaint", "general", "12345-9", town.zone,
    )  # fmt: skip
    assert timezone.localtime(case.received_at).strftime("%Y-%m-%d %H:%M") == "2026-03-02 09:30"
    assert (requester.name, requester.phone, requester.wants_confidential) == ("黄女士", "+8613800000001", True)


def test_the_same_form_twice_is_one_case(desk):
    key = str(uuid4())

    first, second = send(desk, key=key), send(desk, key=key)

    assert (first.url, Case.objects.count(), Requester.objects.count()) == (second.url, 1, 1)
    assert journal(Case.objects.get()) == ["registered", "offered"]


@pytest.mark.parametrize("ending", ["answered", "legal_route"])
def test_nor_is_anybody_told_twice(desk, ending):
    key = str(uuid4())

    urls = {send(desk, key=key, ending=ending, told="请走仲裁。").url for _twice in range(2)}

    assert (len(urls), Case.objects.count(), Closure.objects.count()) == (1, 1, 1)


def test_two_forms_are_two_cases(desk):
    send(desk)
    send(desk)

    assert Case.objects.count() == 2


# What is not right yet


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"content": ""}, {"content": ["请写一句：什么事。别的都可以空着。"]}),
        ({"content": "   "}, {"content": ["请写一句：什么事。别的都可以空着。"]}),
        ({"phone": "1380000"}, {"phone": ["手机号码应是 11 位，您写了 7 位或号段不对，请再核对一遍。"]}),
        ({"told": ""}, {"told": ["请写下怎样告诉对方的，让人走得明白。"]}),
        ({"received_at": "2099-01-01T00:00"}, {"received_at": ["这个时间还没到。"]}),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(desk, wrong, complaint):
    page = send(desk, **{**TYPED, **wrong})

    assert (page.status_code, errors(page), Case.objects.count()) == (200, complaint, 0)
    kept, shown = {**TYPED, **wrong}, page.content.decode()
    form = page.context["form"]
    assert {name: form[name].value() for name in ("name", "place_text", "content", "channel", "kind", "told")} == {
        name: kept[name] for name in ("name", "place_text", "content", "channel", "kind", "told")
    }
    for words in ("name", "phone", "place_text", "external_number", "told"):
        assert kept[words] in shown
    assert re.search(r'value="legal_route"[^>]* checked', shown)
    assert len(re.findall(r"<input[^>]* checked", shown)) == 3  # both boxes, and the ending


def test_a_mistake_keeps_its_key_so_that_the_second_sending_is_the_first(desk):
    key = str(uuid4())

    page = send(desk, content="", key=key)

    assert f'name="key" value="{key}"' in page.content.decode()


def test_a_mistake_is_answered_with_what_is_known_so_far(desk, town):
    page = send(desk, content="", place_text="建安街38号")

    assert page.context["found"].place.zone == town.zone


# Joined


def test_a_neighbour_joins_the_open_case_and_gets_a_slip_of_their_own(desk, town):
    case, key = a_case(town, at=timezone.now()), str(uuid4())

    first = send(desk, join=case.number, name="覃叔", key=key)
    second = send(desk, join=case.number, name="覃叔", key=key)

    neighbour = Requester.objects.get(is_first=False)
    assert (Case.objects.count(), Requester.objects.count()) == (1, 2)
    assert first.url == second.url == f"/cases/{case.number}/receipt/{neighbour.pk}/"
    assert neighbour.query_code[:4] in desk.get(first.url).content.decode()


def test_one_cannot_join_what_ended_meanwhile_and_keeps_what_was_typed(desk, town, minutes):
    case = a_resolved_case(town, at=timezone.now() - minutes(60))

    page = send(desk, join=case.number, content="我家门前也漫水了")

    assert (page.status_code, Requester.objects.count()) == (409, 1)
    assert "我家门前也漫水了" in page.content.decode()


def test_what_does_not_exist_cannot_be_joined(desk):
    assert send(desk, join="GH20260302-9999").status_code == 404


# Ended at the desk


def test_what_is_answered_at_once_goes_to_the_callback(desk, town):
    page = desk.get(send(desk, ending="answered", told="明天八点有人来修。").url)

    case = Case.objects.get()
    assert (case.status, case.outcome, Closure.objects.get().answer.body, offers(case)) == (
        "resolved", "done", "明天八点有人来修。", [],
    )  # fmt: skip
    assert "明天八点有人来修。" in page.content.decode()
    assert promise(case, "resolve").kept_at is not None


@pytest.mark.parametrize(
    "ending",
    ["legal_route", "repeat_informed", "secret_explained", "outside_duty_redirected", "illegal_persuaded"],
)
def test_the_kinds_not_handled_here_end_with_what_was_said(desk, ending):
    page = desk.get(send(desk, ending=ending, told="这件事请找法院立案庭。").url)

    assert (Case.objects.get().status, Case.objects.get().outcome) == ("told", ending)
    assert "这件事请找法院立案庭。" in page.content.decode()


@pytest.mark.parametrize("number", ["110", "119", "120", "122"])
def test_an_emergency_needs_no_words_at_all(desk, number):
    answer = desk.post(INTAKE, {"emergency": number, "channel": "hotline", "content": "", "phone": "12"})

    case = Case.objects.get()
    assert (answer.status_code, case.status, Closure.objects.get().handed_to) == (302, "told", number)
    assert case.content == "紧急求助，来不及细说"
    assert number in desk.get(answer.url).content.decode()


def test_no_other_number_is_an_emergency(desk):
    page = desk.post(INTAKE, {"emergency": "12345", "channel": "hotline", "content": "x"})

    assert (page.status_code, Case.objects.count()) == (200, 0)


# Afterwards


def test_a_partial_refusal_says_its_sentence_and_leaves_the_page(desk, town, minutes):
    case = a_resolved_case(town, at=timezone.now() - minutes(60))

    page = desk.post(f"/cases/{case.number}/acceptance/", headers={"HX-Request": "true"})

    assert page.status_code == 403
    desk.force_login(town.officer_zheng)
    page = desk.post(f"/cases/{case.number}/acceptance/", headers={"HX-Request": "true"})
    assert (page.status_code, page.headers["HX-Retarget"]) == (409, "#notices")
    assert "不能再这样做了" in page.content.decode()
    assert "<html" not in page.content.decode()


def test_the_whole_story_over_its_pages(client, town, minutes):
    """From the call to the file, by the people whose part it is; the moments are those of the real clock."""

    def do(who, url, **typed):
        client.force_login(getattr(town, who))
        answer = client.post(f"/cases/{number}/{url}/", typed)
        assert (url, answer.status_code) == (url, 302)

    client.force_login(town.operator_lin)
    number = send(client, place_text="建安街38号", phone="13800000001").url.split("/")[2]
    do("keeper_wei", "acceptance")
    do("keeper_wei", "arrival")
    do("keeper_wei", "resolution", outcome="done", done="掏通了", answer="水沟通了", mode="in_person", go_on="1")
    do("worker_mo", "callback", reached="yes", resolved="yes", satisfaction="5", mode="phone")
    do("worker_mo", "filing")

    case = Case.objects.get(number=number)
    assert (case.status, case.handler, case.first_handler) == ("archived", town.keeper_wei, town.operator_lin)
    assert journal(case) == [
        "registered", "offered", "accepted", "arrived", "answered", "resolved", "called_back", "archived",
    ]  # fmt: skip
    assert [promise(fresh(case), kind).kept_at is not None for kind in ("arrive", "resolve")] == [True, True]


def test_an_unhappy_answer_leads_to_doing_it_again(client, town, at, minutes):
    case = a_resolved_case(town, at=at)
    record_callback(case, reached=True, resolved=False, by=town.worker_mo, at=at + minutes(60))
    client.force_login(town.operator_lin)

    page = client.get(f"/cases/{case.number}/")
    assert page.context["main_step"].url == f"/cases/{case.number}/reopening/"
    client.post(f"/cases/{case.number}/reopening/", {"reason": "没有解决"})

    assert (fresh(case).round, fresh(case).status) == (2, "offered")
