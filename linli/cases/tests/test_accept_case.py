"""接单, and 转交: whose hands it is in."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import NotNow, accept_case, hand_on_case, record_arrival, register_case, sweep
from linli.cases.actions.answering import NobodyHoldsIt
from linli.cases.models import Case, Status
from linli.journal.models import Event

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    an_appeal,
    fresh,
    impossible,
    journal,
    offers,
    promise,
    refused,
)


def test_who_accepts_handles_it(town, at, minutes):
    case = a_case(town, at=at)

    accept_case(case, by=town.keeper_wei, at=at + minutes(1))

    case = fresh(case)
    assert (case.status, case.handler, case.first_handler) == (Status.ACCEPTED, town.keeper_wei, town.operator_lin)
    assert offers(case) == [("wei", "keeper", "accepted")]
    assert journal(case) == ["registered", "offered", "accepted"]
    event = Event.objects.get(verb="cases.accepted")
    assert (event.actor, event.duty, event.at) == (town.keeper_wei, "建安街责任区 责任区党员", at + minutes(1))


def test_accepting_does_not_stop_the_clocks(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    assert (case.next_due_at, promise(case, "arrive").is_open) == (at + minutes(10), True)


def test_any_keeper_may_be_faster_than_the_one_asked(town, at, minutes):
    case = a_case(town, at=at)

    accept_case(case, by=town.keeper_li, at=at + minutes(1))

    assert fresh(case).handler == town.keeper_li
    assert offers(case) == [("wei", "keeper", "withdrawn"), ("li", "colleague", "accepted")]


def test_it_can_be_taken_before_anybody_was_asked(town, at):
    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, offer=False)

    accept_case(case, by=town.keeper_li, at=at)

    assert (fresh(case).handler, offers(case)) == (town.keeper_li, [("li", "colleague", "accepted")])


@pytest.mark.parametrize("who", ["keeper_wei", "keeper_li"])
def test_the_second_acceptance_is_refused(town, at, minutes, who):
    case = a_case_in_hand(town, at=at)

    with refused(NotNow, "现在是「在路上」"):
        accept_case(case, by=getattr(town, who), at=at + minutes(2))


def test_an_offer_that_lapsed_may_still_be_taken_up(town, at, minutes):
    case = a_case(town, at=at)
    sweep(at + minutes(2))

    accept_case(case, by=town.keeper_wei, at=at + minutes(3))

    assert fresh(case).handler == town.keeper_wei
    assert offers(case) == [
        ("wei", "keeper", "lapsed"), ("li", "keeper", "withdrawn"), ("wei", "colleague", "accepted"),
    ]  # fmt: skip


def test_once_accepted_the_clock_asks_nobody_else(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    sweep(at + minutes(5))

    assert offers(case) == [("wei", "keeper", "accepted")]


def test_an_accepted_case_without_a_handler_is_impossible(town, at):
    with impossible("somebody_holds_what_is_accepted", IntegrityError):
        Case.objects.filter(pk=a_case(town, at=at).pk).update(status=Status.ACCEPTED)


def test_the_first_handler_cannot_be_changed(town, at):
    with impossible("first handler of a case stays answerable", IntegrityError):
        Case.objects.filter(pk=a_case(town, at=at).pk).update(first_handler=town.worker_mo)


# Handing on


def test_the_handler_hands_on_with_a_reason_to_the_next(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    hand_on_case(case, reason="要接孩子", by=town.keeper_wei, at=at + minutes(3))

    case = fresh(case)
    assert (case.status, case.handler, case.first_handler) == (Status.OFFERED, None, town.operator_lin)
    assert offers(case) == [("wei", "keeper", "declined"), ("li", "keeper", "")]
    assert case.offers.get(answer="declined").reason == "要接孩子"
    assert journal(case) == ["registered", "offered", "accepted", "handed_on", "offered"]


def test_or_to_somebody_of_their_choice(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    hand_on_case(case, reason="要用梯子", to=town.worker_mo, by=town.keeper_wei, at=at + minutes(3))

    assert offers(case) == [("wei", "keeper", "declined"), ("mo", "colleague", "")]


def test_handing_on_wins_no_time(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    hand_on_case(case, reason="要接孩子", by=town.keeper_wei, at=at + minutes(3))

    assert fresh(case).next_due_at == at + minutes(10)
    assert [each.due_at for each in case.promises.all()] == [at + minutes(10), at + minutes(30)]


def test_an_arrival_stays_when_it_is_handed_on_from_the_spot(town, at, minutes):
    case = a_case_on_site(town, at=at)

    hand_on_case(case, reason="要用梯子", to=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))
    accept_case(case, by=town.keeper_li, at=at + minutes(7))
    record_arrival(case, by=town.keeper_li, at=at + minutes(12))

    assert promise(case, "arrive").kept_at == at + minutes(5)
    assert list(case.arrivals.values_list("who__username", "at")) == [
        ("wei", at + minutes(5)), ("li", at + minutes(12)),
    ]  # fmt: skip


def test_what_nobody_holds_is_not_handed_on(town, at):
    case = a_case(town, at=at)

    with refused(NobodyHoldsIt, "还没有人接"):
        hand_on_case(case, reason="要接孩子", by=town.officer_zheng, at=at)


def test_handing_on_without_a_reason_is_impossible(town, at):
    case = a_case_in_hand(town, at=at)

    with refused(IntegrityError, "declining_needs_a_reason"):
        hand_on_case(case, reason="", by=town.keeper_wei, at=at)


def test_what_has_ended_is_not_handed_on(town, at, minutes):
    case = a_resolved_case(town, at=at)

    with refused(NotNow, "等回访"):
        hand_on_case(case, reason="要接孩子", by=town.keeper_wei, at=at + minutes(60))
