"""办结: what was done, how it ended, and what the resident was told."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import NotNow, StillPaused, sweep
from linli.cases.actions.ending import NotAnEnding
from linli.cases.models import ENDINGS, Closure, Outcome, Status
from linli.journal.models import Event

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    fresh,
    journal,
    offers,
    pause,
    promise,
    refused,
    resolve,
)


@pytest.fixture
def ten(at):
    return at.replace(hour=10, minute=0)


def test_it_ends_with_what_was_done_and_what_the_resident_was_told(town, ten, minutes):
    case = a_case_on_site(town, at=ten)

    resolve(case, by=town.keeper_wei, at=ten + minutes(20), mode="in_person")

    case = fresh(case)
    closure = Closure.objects.select_related("answer").get()
    assert (case.status, case.outcome, case.resolved_at, case.next_due_at) == (
        Status.RESOLVED, "done", ten + minutes(20), None,
    )  # fmt: skip
    assert (closure.by, closure.at, closure.outcome, closure.done, closure.round) == (
        town.keeper_wei, ten + minutes(20), "done", "掏通了水沟", 1,
    )  # fmt: skip
    assert (closure.answer.body, closure.answer.mode, closure.answer.by) == (
        "水沟通了，请您看看。", "in_person", town.keeper_wei,
    )  # fmt: skip
    assert case.contacted_at == ten + minutes(20)
    assert journal(case) == ["registered", "offered", "accepted", "arrived", "answered", "resolved"]
    assert Event.objects.get(verb="cases.resolved").facts == {"outcome": "done", "closure": closure.pk}


def test_without_an_answer_nobody_was_contacted(town, ten, minutes):
    case = a_case_on_site(town, at=ten)

    resolve(case, by=town.keeper_wei, at=ten + minutes(20), answer="")

    assert (fresh(case).contacted_at, Closure.objects.get().answer) == (None, None)


@pytest.mark.parametrize("outcome", ENDINGS)
def test_the_five_endings_are_told_apart(town, ten, minutes, outcome):
    case = a_case_on_site(town, at=ten)

    resolve(case, outcome=outcome, handed_to="市政局", by=town.keeper_wei, at=ten + minutes(20))

    assert (fresh(case).outcome, Closure.objects.get().handed_to) == (outcome.value, "市政局")


# In time or not


@pytest.mark.parametrize(("minute", "second"), [(29, 59), (30, 0)])
def test_within_thirty_minutes_the_promise_is_kept(town, ten, minute, second):
    case, at = a_case_on_site(town, at=ten), ten.replace(minute=minute, second=second)

    resolve(case, by=town.keeper_wei, at=at)

    assert (promise(case, "resolve").kept_at, promise(case, "resolve").broken_at) == (at, None)


@pytest.mark.parametrize("swept", ["never", "before", "after", "both"])
def test_a_second_late_the_breach_is_recorded_once(town, ten, minutes, swept):
    case, at = a_case_on_site(town, at=ten), ten.replace(minute=30, second=1)

    if swept in ("before", "both"):
        sweep(at)
    resolve(case, by=town.keeper_wei, at=at)
    if swept in ("after", "both"):
        sweep(at + minutes(1))

    late = promise(case, "resolve")
    assert (late.kept_at, late.broken_at, late.done_at) == (None, ten + minutes(30), at)
    breaches = Event.objects.filter(verb="cases.promise_broken")
    assert [(event.at, event.recorded_at, event.facts["promise"]) for event in breaches] == [
        (ten + minutes(30), at, "resolve")
    ]


def test_when_nobody_had_to_come_the_arrival_is_waived(town, ten, minutes):
    case = a_case_in_hand(town, at=ten)

    resolve(case, by=town.keeper_wei, at=ten + minutes(9))

    arrive = promise(case, "arrive")
    assert (arrive.waived_at, arrive.waived_why) == (ten + minutes(9), "不用到现场就办结了")
    assert (arrive.kept_at, arrive.broken_at, arrive.done_at) == (None, None, None)


@pytest.mark.parametrize("swept", [True, False])
def test_an_arrival_that_was_overdue_by_then_is_broken_whether_or_not_the_clock_had_looked(town, ten, minutes, swept):
    case = a_case_in_hand(town, at=ten)

    if swept:
        sweep(ten + minutes(11))
    resolve(case, by=town.keeper_wei, at=ten + minutes(20))

    arrive = promise(case, "arrive")
    assert (arrive.broken_at, arrive.waived_at, arrive.done_at) == (ten + minutes(10), None, None)
    assert [
        each["promise"] for each in Event.objects.filter(verb="cases.promise_broken").values_list("facts", flat=True)
    ] == ["arrive"]


def test_it_can_be_settled_from_the_desk_before_anybody_took_it(town, ten, minutes):
    case = a_case(town, at=ten)

    resolve(case, by=town.operator_lin, at=ten + minutes(1))

    assert (fresh(case).status, fresh(case).handler, offers(case)) == (
        Status.RESOLVED, None, [("wei", "keeper", "withdrawn")],
    )  # fmt: skip


def test_once_it_has_ended_the_clock_leaves_it_alone(town, ten, minutes):
    case = a_resolved_case(town, at=ten)
    before = journal(case)

    sweep(ten + minutes(600))

    assert journal(case) == before


# Refused


def test_what_is_paused_is_not_settled(town, ten, minutes):
    case = a_case_on_site(town, at=ten)
    pause(case, by=town.keeper_wei, at=ten + minutes(6), until=ten + minutes(600))

    with refused(StillPaused, "先恢复，再办结"):
        resolve(case, by=town.keeper_wei, at=ten + minutes(20))


def test_it_is_settled_once(town, ten, minutes):
    case = a_resolved_case(town, at=ten)

    with refused(NotNow, "等回访"):
        resolve(case, by=town.keeper_wei, at=ten + minutes(25))


def test_the_six_kinds_told_at_the_door_are_no_ending(town, ten):
    case = a_case_on_site(town, at=ten)

    with refused(NotAnEnding, "怎样结束的"):
        resolve(case, outcome=Outcome.LEGAL_ROUTE, by=town.keeper_wei, at=ten)


def test_handing_over_says_to_whom(town, ten, minutes):
    case = a_case_on_site(town, at=ten)

    with refused(IntegrityError, "handing_over_says_to_whom"):
        resolve(case, outcome=Outcome.HANDED_OVER, by=town.keeper_wei, at=ten + minutes(20))


def test_saying_nothing_of_what_was_done_is_impossible(town, ten, minutes):
    case = a_case_on_site(town, at=ten)

    with refused(IntegrityError, "a_closure_says_what_was_done"):
        resolve(case, done="", by=town.keeper_wei, at=ten + minutes(20))
