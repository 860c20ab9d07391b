"""The six kinds of matter not handled here each end with what the person was told; emergencies at once."""

from uuid import UUID

import pytest
from django.db import IntegrityError

from linli.cases.actions import NotNow, hand_over_emergency, register_case, tell_at_the_door
from linli.cases.actions.intake import NotOneOfTheSix
from linli.cases.models import NOT_HANDLED_HERE, Case, Closure, Outcome, Status, Urgency
from linli.journal.models import Event

from .builders import a_case, an_appeal, fresh, impossible, journal, offers, promise, refused

THE_SIX = [
    (Outcome.EMERGENCY_TRANSFERRED, "120"),
    (Outcome.LEGAL_ROUTE, ""),
    (Outcome.REPEAT_INFORMED, ""),
    (Outcome.SECRET_EXPLAINED, ""),
    (Outcome.OUTSIDE_DUTY_REDIRECTED, ""),
    (Outcome.ILLEGAL_PERSUADED, ""),
]


def at_the_door(town, at, **but):
    return register_case(town.guihua, an_appeal(**but), by=town.operator_lin, at=at, offer=False)


def test_these_are_all_six():
    assert [outcome for outcome, _to in THE_SIX] == list(NOT_HANDLED_HERE)


@pytest.mark.parametrize(("outcome", "handed_to"), THE_SIX)
def test_each_ends_with_what_the_person_was_told(town, at, minutes, outcome, handed_to):
    case, told_at = at_the_door(town, at), at + minutes(3)

    tell_at_the_door(
        case, outcome=outcome, told="这件事请找法院立案庭。", handed_to=handed_to, by=town.operator_lin, at=told_at
    )

    case = fresh(case)
    closure = Closure.objects.select_related("answer").get(case=case)
    assert (case.status, case.outcome, case.resolved_at, case.next_due_at) == (Status.TOLD, outcome, told_at, None)
    assert (closure.outcome, closure.by, closure.at, closure.handed_to) == (
        outcome, town.operator_lin, told_at, handed_to,
    )  # fmt: skip
    assert (closure.answer.body, closure.answer.mode, closure.done) == (
        "这件事请找法院立案庭。", "phone", "这件事请找法院立案庭。",
    )  # fmt: skip
    assert case.contacted_at == told_at
    assert (journal(case), offers(case)) == (["registered", "answered", "told"], [])
    assert Event.objects.get(verb="cases.told").facts == {"outcome": outcome.value}


def test_telling_keeps_the_resolution_promise_and_waives_the_arrival(town, at, minutes):
    case, told_at = at_the_door(town, at), at + minutes(3)

    tell_at_the_door(case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=town.operator_lin, at=told_at)

    assert promise(case, "resolve").kept_at == told_at
    arrive = promise(case, "arrive")
    assert (arrive.waived_at, arrive.waived_why, arrive.kept_at) == (told_at, "不用到现场就办结了", None)


def test_who_stands_at_the_counter_is_told_in_person(town, at):
    case = at_the_door(town, at, channel="counter")

    tell_at_the_door(case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=town.operator_lin, at=at)

    assert Closure.objects.get().answer.mode == "in_person"


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.REFUSED, Outcome.NOT_OURS])
def test_any_other_ending_has_to_be_worked_for(town, at, outcome):
    case = at_the_door(town, at)

    with refused(NotOneOfTheSix, "不能只告知"):
        tell_at_the_door(case, outcome=outcome, told="好了。", by=town.operator_lin, at=at)


def test_once_somebody_is_asked_it_is_no_longer_at_the_door(town, at):
    case = a_case(town, at=at)

    with refused(NotNow, "等接单"):
        tell_at_the_door(case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=town.operator_lin, at=at)


def test_nobody_is_told_twice(town, at):
    case = at_the_door(town, at)
    tell_at_the_door(case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=town.operator_lin, at=at)

    with refused(NotNow, "已告知"):
        tell_at_the_door(case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=town.operator_lin, at=at)


def test_a_case_that_ended_without_saying_how_is_impossible(town, at):
    with impossible("an_ended_case_says_when_and_how", IntegrityError):
        Case.objects.filter(pk=at_the_door(town, at).pk).update(status=Status.TOLD)


# Emergencies


@pytest.mark.parametrize("number", ["110", "119", "120", "122"])
def test_an_emergency_is_handed_over_in_the_same_moment(town, at, number):
    appeal = an_appeal(content="有人晕倒了", place_text="")

    case = fresh(hand_over_emergency(town.guihua, appeal, number=number, by=town.operator_lin, at=at))

    closure = Closure.objects.select_related("answer").get(case=case)
    assert (case.status, case.outcome, case.urgency) == ("told", "emergency_transferred", Urgency.EMERGENCY)
    assert (closure.handed_to, closure.at) == (number, at)
    assert closure.answer.body == f"已马上转 {number}，请保持电话畅通，注意安全。"
    assert (promise(case, "resolve").kept_at, promise(case, "arrive").waived_at) == (at, at)
    assert (journal(case), offers(case)) == (["registered", "answered", "told"], [])


def test_pressing_120_twice_hands_over_once(town, at, minutes):
    key = UUID("6c1f1a2e-9d3b-4c55-8a7e-3f0f6f0c9b11")
    first = hand_over_emergency(town.guihua, an_appeal(), number="120", by=town.operator_lin, at=at, key=key)

    second = hand_over_emergency(
        town.guihua, an_appeal(), number="120", by=town.operator_lin, at=at + minutes(1), key=key
    )

    assert (second, Case.objects.count(), Closure.objects.count()) == (first, 1, 1)


def test_handing_over_says_to_whom(town, at):
    case = at_the_door(town, at)

    with refused(IntegrityError, "handing_over_says_to_whom"):
        tell_at_the_door(case, outcome=Outcome.EMERGENCY_TRANSFERRED, told="已转急救。", by=town.operator_lin, at=at)
