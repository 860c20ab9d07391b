"""派单 by choice: the desk puts a case before a person, or before a unit through its liaison."""

import pytest
from django.db import IntegrityError

from linli.accounts.models import User
from linli.cases.actions import (
    NotNow,
    UnitHasLeft,
    accept_case,
    offer_to,
    offer_to_next,
    offer_to_unit,
)
from linli.cases.models import Offer
from linli.residents.models import LiaisonOfficer, Unit

from .builders import (
    a_case,
    a_case_in_hand,
    a_resolved_case,
    a_unit,
    impossible,
    offers,
    refused,
)


def test_the_desk_may_ask_somebody_else(town, at, minutes):
    case = a_case(town, at=at)

    offer_to(case, town.worker_mo, by=town.operator_lin, at=at + minutes(1))

    assert offers(case) == [("wei", "keeper", "withdrawn"), ("mo", "colleague", "")]


def test_asking_the_next_withdraws_the_offer_that_waits(town, at, minutes):
    case = a_case(town, at=at)

    offer_to_next(case, by=town.operator_lin, at=at + minutes(1))

    assert offers(case) == [("wei", "keeper", "withdrawn"), ("li", "keeper", "")]


def test_what_somebody_holds_is_not_offered(town, at):
    case = a_case_in_hand(town, at=at)

    with refused(NotNow, "在路上"):
        offer_to(case, town.worker_mo, by=town.operator_lin, at=at)


def test_two_offers_waiting_at_a_time_are_impossible(town, at, minutes):
    case = a_case(town, at=at)

    with impossible("one_offer_waits_at_a_time", IntegrityError):
        Offer.objects.create(
            community=town.guihua, case=case, round=1, seq=2, rung="keeper", to=town.keeper_li, offered_at=at,
            answer_by=at + minutes(1),
        )  # fmt: skip


def test_a_unit_is_asked_through_its_liaison(town, at, minutes):
    liaison = User.objects.create(username="su", name="苏明")
    unit = a_unit(town, liaison=liaison, at=at)
    case = a_case(town, at=at)

    offer = offer_to_unit(case, unit, by=town.operator_lin, at=at + minutes(1))

    assert (offer.to, offer.unit, offer.rung) == (liaison, unit, "unit")
    assert offers(case) == [("wei", "keeper", "withdrawn"), ("su", "unit", "")]
    assert accept_case(case, by=liaison, at=at + minutes(2)).handler == liaison


@pytest.mark.parametrize("days", [None, 1, -400])
def test_a_unit_nobody_signs_in_for_is_asked_through_whoever_answers_for_it(town, at, minutes, days):
    unit = a_unit(town, at=at)
    if days:
        begins = at + minutes(24 * 60 * days)
        LiaisonOfficer.objects.create(
            community=town.guihua, unit=unit, user=town.worker_mo, from_on=begins.date(),
            until_on=(begins + minutes(24 * 60 * 365)).date(),
        )  # fmt: skip
    case = a_case(town, at=at)

    offer = offer_to_unit(case, unit, by=town.worker_mo, at=at)

    assert (offer.to, offer.unit, offer.is_by_link) == (case.first_handler, unit, True)


def test_a_unit_that_has_left_is_not_asked(town, at):
    unit = a_unit(town, at=at)
    Unit.objects.update(left_on=at.date())
    unit.refresh_from_db()
    case = a_case(town, at=at)

    with refused(UnitHasLeft, "市政局已经退出"):
        offer_to_unit(case, unit, by=town.operator_lin, at=at)


def test_what_has_ended_is_offered_to_nobody(town, at, minutes):
    case = a_resolved_case(town, at=at)

    with refused(NotNow, "等回访"):
        offer_to_next(case, by=town.operator_lin, at=at + minutes(60))
