"""What the clock does by itself, each exactly once: warn, note a breach, pass an offer on."""

import pytest

from linli.cases.actions import record_arrival, sweep
from linli.cases.models import Promise
from linli.journal.models import Event

from .builders import a_case, a_case_in_hand, a_case_on_site, everything, fresh, journal, offers, promise


def happened(verb):
    return list(Event.objects.filter(verb=f"cases.{verb}").order_by("pk"))


# Warnings


def test_it_warns_once_when_less_than_three_tenths_are_left(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    sweep(at + minutes(7) - minutes(1) / 60)
    assert happened("promise_warned") == []
    for n in (7, 8, 9):
        sweep(at + minutes(n))

    (event,) = happened("promise_warned")
    assert (event.actor, event.at, event.facts) == (
        None, at + minutes(7), {"promise": "arrive", "row": promise(case, "arrive").pk},
    )  # fmt: skip
    assert promise(case, "arrive").warned_at == at + minutes(7)


def test_each_promise_is_warned_of_for_itself(town, at, minutes):
    a_case_in_hand(town, at=at)

    for n in (7, 21):
        sweep(at + minutes(n))

    assert [event.facts["promise"] for event in happened("promise_warned")] == ["arrive", "resolve"]


def test_what_is_kept_is_not_warned_of(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    record_arrival(case, by=town.keeper_wei, at=at + minutes(5))

    sweep(at + minutes(9))

    assert happened("promise_warned") == []


# Breaches


def test_exactly_at_the_due_moment_it_is_not_broken(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    sweep(at + minutes(10))

    assert (promise(case, "arrive").is_open, happened("promise_broken")) == (True, [])


def test_after_it_the_breach_is_recorded_once(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    for n in (10.0001, 10.5, 11):
        sweep(at + minutes(n))

    (event,) = happened("promise_broken")
    assert (event.actor, event.at, event.recorded_at) == (None, at + minutes(10), at + minutes(10.0001))
    assert (promise(case, "arrive").broken_at, promise(case, "arrive").done_at) == (at + minutes(10), None)


def test_a_late_case_stays_at_the_head_of_the_queue(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    sweep(at + minutes(11))

    assert fresh(case).next_due_at == at + minutes(10)


def test_a_clock_that_slept_records_both_breaches_and_no_warning(town, at, minutes):
    a_case_in_hand(town, at=at)

    sweep(at + minutes(600))

    assert [(event.facts["promise"], event.at) for event in happened("promise_broken")] == [
        ("arrive", at + minutes(10)), ("resolve", at + minutes(30)),
    ]  # fmt: skip
    assert happened("promise_warned") == []


def test_both_communities_are_looked_after(town, at, minutes):
    from linli.cases.actions import register_case

    from .builders import an_appeal

    ours = a_case_in_hand(town, at=at)
    theirs = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)

    sweep(at + minutes(11))

    assert Promise.objects.exclude(broken_at=None).count() == 2
    assert {event.community_id for event in happened("promise_broken")} == {ours.community_id, theirs.community_id}


# Once


@pytest.mark.parametrize("n", [2, 7, 8, 11, 22, 31])
def test_a_second_look_at_the_same_moment_changes_nothing(town, at, minutes, n):
    a_case(town, at=at)
    a_case_in_hand(town, at=at)
    a_case_on_site(town, at=at)
    sweep(at + minutes(n))
    before = everything()

    sweep(at + minutes(n))

    assert everything() == before


def test_it_says_how_many_cases_it_touched(town, at, minutes):
    a_case(town, at=at)
    a_case_on_site(town, at=at)

    assert [sweep(at), sweep(at + minutes(2)), sweep(at + minutes(2))] == [0, 1, 0]


def test_warning_breach_and_offer_of_one_case_come_in_one_look(town, at, minutes):
    case = a_case(town, at=at)

    sweep(at + minutes(22))

    assert journal(case) == ["registered", "offered", "promise_broken", "promise_warned", "lapsed", "offered"]
    assert offers(case) == [("wei", "keeper", "lapsed"), ("li", "keeper", "")]
