"""Several helpers, each with a due moment of their own; who is late is told once, and what each says is seen."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import (
    HelpCannotBeDueThen,
    HelpIsAsked,
    HelpWasReported,
    ask_help,
    decline_help,
    promise_help,
    report_help,
    sweep,
)
from linli.cases.models import CoHandling, Policy
from linli.cases.reference import BEFORE_ALL_RECORDS

from .builders import a_case_in_hand, a_unit, deliver, fresh, heard, journal, promise, refused


def ask(town, case, at, **but):
    return ask_help(case, wanted="带疏通车来", **{"helper": town.keeper_li, "by": town.keeper_wei, "at": at} | but)


def test_the_same_help_is_asked_once_until_it_is_answered(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    first = ask(town, case, at + minutes(1))
    with refused(HelpIsAsked, "已经请李春芳帮过「带疏通车来」"):
        ask(town, case, at + minutes(2))

    ask_help(case, wanted="再带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(2))
    ask(town, case, at + minutes(2), helper=None, unit=a_unit(town, at=at))
    report_help(first, report="车来了", by=town.keeper_li, at=at + minutes(3))
    ask(town, case, at + minutes(4))
    assert CoHandling.objects.count() == 4


def test_each_helper_has_a_moment_and_is_told_late_once(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    soon = ask(town, case, at + minutes(2), due_at=at + minutes(6))
    later = ask(town, case, at + minutes(2), helper=None, unit=a_unit(town, at=at))
    assert later.due_at == promise(case, "resolve").due_at

    sweep(at + minutes(6))
    assert "help_late" not in journal(case)
    for n in (7, 8):
        sweep(at + minutes(n))

    soon.refresh_from_db()
    later.refresh_from_db()
    assert (soon.late_at, later.late_at) == (at + minutes(7), None)
    assert journal(case).count("help_late") == 1
    deliver(town)
    assert heard("help_late") == ["li", "lin", "wei"]
    assert fresh(case).first_handler == town.operator_lin


def test_the_policy_says_by_when_helpers_are_due(town, at, minutes):
    Policy.objects.create(
        community=town.guihua, urgency="now", channel="hotline", arrive_within_minutes=10, resolve_within=30,
        resolve_clock="minutes", offer_within_minutes=2, help_within_minutes=12, source="试",
        effective_from=BEFORE_ALL_RECORDS,
    )  # fmt: skip
    asked = ask(town, a_case_in_hand(town, at=at), at + minutes(2))

    assert asked.due_at == at + minutes(14)


def test_what_each_says_is_kept_and_told(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    asked = ask(town, case, at + minutes(2))

    promise_help(asked, words="车在路上堵着", expected_at=at + minutes(40), by=town.keeper_li, at=at + minutes(3))

    asked.refresh_from_db()
    assert (asked.accepted_at, asked.expected_at) == (at + minutes(3), at + minutes(40))
    assert asked.remarks.get().body == "车在路上堵着"
    deliver(town)
    assert (heard("helper_said"), heard("help_promised")) == (["lin", "wei"], ["lin", "wei"])
    report_help(asked, report="通了", by=town.keeper_li, at=at + minutes(20))
    with refused(HelpWasReported, "已经有反馈"):
        promise_help(asked, words="再说", by=town.keeper_li, at=at + minutes(21))


def test_declined_it_is_told_and_no_longer_awaited(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    asked = ask(town, case, at + minutes(2), due_at=at + minutes(6))

    decline_help(asked, reason="车坏了", by=town.keeper_li, at=at + minutes(3))
    sweep(at + minutes(9))

    assert list(CoHandling.objects.awaited()) == []
    assert "help_late" not in journal(case)
    deliver(town)
    assert heard("help_declined") == ["lin", "wei"]
    with refused(HelpWasReported, "已经说明办不了"):
        report_help(asked, report="通了", by=town.keeper_li, at=at + minutes(4))


def test_a_moment_that_is_past_is_refused(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    with refused(HelpCannotBeDueThen):
        ask(town, case, at + minutes(2), due_at=at + minutes(2))
    asked = ask(town, case, at + minutes(2))
    with refused(HelpCannotBeDueThen):
        promise_help(asked, expected_at=at, by=town.keeper_li, at=at + minutes(3))


def test_who_answers_for_it_sees_who_is_late_and_what_they_said(client, town):
    now = timezone.now()
    case = a_case_in_hand(town, at=now - timedelta(minutes=20))
    asked = ask(town, case, now - timedelta(minutes=15), due_at=now - timedelta(minutes=5))
    ask(town, case, now - timedelta(minutes=15), helper=None, unit=a_unit(town, at=now))
    promise_help(asked, words="车在路上堵着", by=town.keeper_li, at=now - timedelta(minutes=4))
    sweep(now)

    for person in (town.operator_lin, town.keeper_wei):
        client.force_login(person)
        for page in (reverse("cases:tasks"), reverse("cases:detail", args=[case.number])):
            told = client.get(page).content.decode()
            assert "车在路上堵着" in told
            assert "超时" in told
            assert "市政局" in told
    client.force_login(town.keeper_li)
    typed = {"words": "还差十分钟", "expected_at": "", "next": ""}
    assert client.post(reverse("cases:help_word", args=[case.number, asked.pk]), typed).status_code == 302
    assert "还差十分钟" in client.get(reverse("cases:tasks")).content.decode()
