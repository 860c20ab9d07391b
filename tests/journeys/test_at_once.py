"""Two at once: the same thing sent twice happens once, and of two people who want the same one gets it."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from linli.cases.models import Case, Offer, Requester
from linli.cases.tests.builders import a_case, journal
from tests.visiting import PHONE, inside

AT_ONCE = 6


def send(user, path, fields, times=AT_ONCE):
    """Send one form several times in the same moment; return the statuses and where they lead."""
    gate = Barrier(times)

    def one(_n):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        gate.wait()
        try:
            answer = client.post(path, fields)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.parametrize("more", [{}, {"emergency": "120"}], ids=["registered", "emergency"])
def test_a_form_sent_many_times_at_once_makes_one_case(town, more):
    form = {"content": "水沟堵了", "channel": "hotline", "key": str(uuid4())}
    answers = send(town.operator_lin, "/cases/new/", form | more)
    with inside(town):
        case = Case.objects.get()
        assert answers == [(302, f"/cases/{case.number}/receipt/")] * AT_ONCE
        assert journal(case)[0] == "registered"
        assert journal(case).count("registered") == 1
        assert case.promises.count() == 2


def test_a_caller_joined_many_times_at_once_is_joined_once(town):
    with inside(town):
        case = a_case(town, at=timezone.now())
    form = {"content": "也是这件事", "channel": "hotline", "key": str(uuid4()), "join": case.number}
    answers = send(town.operator_lin, "/cases/new/", form)
    with inside(town):
        joined = Requester.objects.get(case=case, is_first=False)
        assert answers == [(302, f"/cases/{case.number}/receipt/{joined.pk}/")] * AT_ONCE


def test_cases_registered_at_once_get_numbers_without_a_gap(town):
    def one(n):
        return send(town.operator_lin, "/cases/new/", {"content": f"第 {n} 件", "channel": "hotline"}, times=1)[0][0]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(one, range(12))) == [302] * 12
    with inside(town):
        numbers = sorted(int(number[-4:]) for number in Case.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 13))


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_registers_one_case(town, visit, scripts):
    operator = visit(town.operator_lin, scripts=scripts).open("/cases/new/").fill("什么事", "水沟堵了")
    operator.button("登记").dblclick()
    operator.sees("查询码，请对方记下")
    with inside(town):
        assert Case.objects.count() == 1


@pytest.mark.browser
def test_of_two_keepers_who_accept_at_once_one_wins_and_the_other_is_told_kindly(town, visit):
    for _ in range(3):
        with inside(town):
            case = a_case(town, at=timezone.now())
        tabs = [
            visit(keeper, width=PHONE).open(f"/cases/{case.number}/").tab
            for keeper in (town.keeper_wei, town.keeper_li)
        ]
        for tab in tabs:
            tab.evaluate(
                """() => { const button = [...document.querySelectorAll("main button")]
                    .find((each) => each.textContent.includes("接单"));
                    setTimeout(() => button.click(), 250 - Date.now() % 250); }"""
            )
        won = re.compile("接单了。电话和地址在下面。")
        late = re.compile("这件事现在是「在路上」，不能再这样做了。可能有同事刚刚办过，请看「经过」。")
        for tab in tabs:
            expect(tab.get_by_role("main")).to_contain_text(re.compile(f"{won.pattern}|{late.pattern}"))
        texts = [tab.get_by_role("main").inner_text() for tab in tabs]
        assert sorted(bool(won.search(text)) for text in texts) == [False, True]
        assert sorted(bool(late.search(text)) for text in texts) == [False, True]
        winner = (town.keeper_wei, town.keeper_li)[[bool(won.search(text)) for text in texts].index(True)]
        with inside(town):
            assert Case.objects.get(pk=case.pk).handler == winner
            assert Offer.objects.filter(case=case, answer="accepted").count() == 1
            assert journal(case).count("accepted") == 1
