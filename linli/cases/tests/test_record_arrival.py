"""我到场了: one tap keeps or breaks the arrival promise; a forgotten arrival is added later and says so."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    ArrivalCannotBeThen,
    NotNow,
    accept_case,
    add_arrival,
    record_arrival,
    reopen_case,
    resolve_case,
    sweep,
)
from linli.cases.models import Arrival, Outcome, Promise, Status
from linli.journal.models import Event

from .builders import a_case, a_case_in_hand, a_case_on_site, fresh, impossible, journal, promise, refused, resolve


@pytest.fixture
def ten(at):
    """10:00:00: the moment the matter of acceptance check 4 was received."""
    return at.replace(hour=10, minute=0)


@pytest.fixture
def case(town, ten):
    return a_case_in_hand(town, at=ten)


def later(ten, clock):
    return ten.replace(**dict(zip(("hour", "minute", "second"), map(int, clock.split(":")), strict=True)))


# In time or not


@pytest.mark.parametrize("clock", ["10:00:00", "10:09:59", "10:10:00"])
def test_whoever_is_there_within_ten_minutes_keeps_the_promise(town, case, ten, clock):
    at = later(ten, clock)

    record_arrival(case, by=town.keeper_wei, at=at)

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.done_at, arrive.broken_at, arrive.corrected_at) == (at, at, None, None)
    assert journal(case) == ["registered", "offered", "accepted", "arrived"]


def test_a_second_later_it_is_broken(town, case, ten):
    at = later(ten, "10:10:01")

    record_arrival(case, by=town.keeper_wei, at=at)

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.done_at, arrive.broken_at) == (None, at, later(ten, "10:10:00"))
    assert journal(case) == ["registered", "offered", "accepted", "promise_broken", "arrived"]
    breach = Event.objects.get(verb="cases.promise_broken")
    assert (breach.actor, breach.at, breach.recorded_at, breach.facts) == (
        None, later(ten, "10:10:00"), at, {"promise": "arrive", "row": arrive.pk},
    )  # fmt: skip


def test_a_breach_the_clock_saw_first_is_not_recorded_again(town, case, ten, minutes):
    sweep(later(ten, "10:10:01"))
    record_arrival(case, by=town.keeper_wei, at=later(ten, "10:15:00"))
    sweep(later(ten, "10:16:00"))

    arrive = promise(case, "arrive")
    assert (arrive.broken_at, arrive.done_at) == (ten + minutes(10), ten + minutes(15))
    assert journal(case).count("promise_broken") == 1


def test_arriving_puts_the_next_deadline_on_the_case(town, case, ten, minutes):
    record_arrival(case, by=town.keeper_wei, at=ten + minutes(5))

    case = fresh(case)
    assert (case.status, case.next_due_at) == (Status.ON_SITE, ten + minutes(30))


def test_tapping_twice_changes_nothing(town, case, ten, minutes):
    first = record_arrival(case, by=town.keeper_wei, at=ten + minutes(5))
    before = [*Promise.objects.values(), *Arrival.objects.values(), *Event.objects.values("pk", "verb")]

    second = record_arrival(case, by=town.keeper_wei, at=ten + minutes(12))

    assert second == first
    assert [*Promise.objects.values(), *Arrival.objects.values(), *Event.objects.values("pk", "verb")] == before


def test_the_first_of_two_arrivals_counts(town, case, ten, minutes):
    record_arrival(case, by=town.keeper_wei, at=ten + minutes(5))
    record_arrival(case, by=town.keeper_li, at=ten + minutes(15))

    assert (promise(case, "arrive").kept_at, case.arrivals.count()) == (ten + minutes(5), 2)


def test_a_matter_nobody_has_to_come_for_may_still_be_visited(town, ten, minutes):
    case = a_case_in_hand(town, at=ten, urgency="general")

    record_arrival(case, by=town.keeper_wei, at=ten + minutes(60))

    assert (fresh(case).status, [each.kind for each in case.promises.all()]) == (Status.ON_SITE, ["resolve"])


def test_one_arrives_only_at_what_somebody_holds(town, ten):
    case = a_case(town, at=ten)

    with refused(NotNow, "等接单"):
        record_arrival(case, by=town.keeper_wei, at=ten)


# Added later


def add(town, case, arrived_at, at, *, who=None):
    return add_arrival(
        case,
        who=who or town.keeper_wei,
        arrived_at=arrived_at,
        note="到场后打过电话，忘了点",
        by=town.operator_lin,
        at=at,
    )


def test_a_forgotten_arrival_in_time_puts_a_recorded_breach_right_and_marks_it(town, case, ten, minutes):
    sweep(ten + minutes(11))

    add(town, case, ten + minutes(8), ten + minutes(20))

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.done_at, arrive.broken_at) == (ten + minutes(8), ten + minutes(8), None)
    assert arrive.corrected_at == ten + minutes(20)
    assert journal(case) == ["registered", "offered", "accepted", "promise_broken", "arrival_added"]
    assert (fresh(case).status, fresh(case).next_due_at) == (Status.ON_SITE, ten + minutes(30))


def test_it_says_who_added_it_when_and_how_they_know(town, case, ten, minutes):
    arrival = add(town, case, ten + minutes(8), ten + minutes(20))

    assert (arrival.who, arrival.at, arrival.was_added_later) == (town.keeper_wei, ten + minutes(8), True)
    assert (arrival.recorded_by, arrival.recorded_at) == (town.operator_lin, ten + minutes(20))
    assert arrival.note == "到场后打过电话，忘了点"
    event = Event.objects.get(verb="cases.arrival_added")
    assert (event.facts["who"], event.facts["arrived_at"]) == ("韦启明", (ten + minutes(8)).isoformat())


def test_added_before_the_breach_it_is_simply_kept(town, case, ten, minutes):
    add(town, case, ten + minutes(8), ten + minutes(9))

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.corrected_at) == (ten + minutes(8), None)


def test_a_late_arrival_added_later_leaves_the_breach(town, case, ten, minutes):
    sweep(ten + minutes(11))

    add(town, case, ten + minutes(14), ten + minutes(20))

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.broken_at, arrive.done_at, arrive.corrected_at) == (
        None, ten + minutes(10), ten + minutes(14), None,
    )  # fmt: skip
    assert journal(case).count("promise_broken") == 1


def test_a_late_arrival_added_before_the_clock_looked_records_the_breach_once(town, case, ten, minutes):
    add(town, case, ten + minutes(14), ten + minutes(20))
    sweep(ten + minutes(20))

    arrive = promise(case, "arrive")
    assert (arrive.broken_at, arrive.done_at) == (ten + minutes(10), ten + minutes(14))
    assert journal(case) == ["registered", "offered", "accepted", "promise_broken", "arrival_added"]


def test_an_earlier_arrival_of_somebody_else_puts_a_late_one_right(town, case, ten, minutes):
    record_arrival(case, by=town.keeper_wei, at=ten + minutes(14))

    add(town, case, ten + minutes(9), ten + minutes(20), who=town.keeper_li)

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.done_at, arrive.broken_at) == (ten + minutes(9), ten + minutes(9), None)
    assert arrive.corrected_at == ten + minutes(20)


def test_a_later_arrival_of_somebody_else_changes_nothing(town, case, ten, minutes):
    record_arrival(case, by=town.keeper_wei, at=ten + minutes(5))

    add(town, case, ten + minutes(9), ten + minutes(20), who=town.keeper_li)

    assert (promise(case, "arrive").kept_at, promise(case, "arrive").corrected_at) == (ten + minutes(5), None)


def test_an_arrival_waived_at_the_end_is_put_right(town, case, ten, minutes):
    resolve(case, by=town.keeper_wei, at=ten + minutes(9))
    assert promise(case, "arrive").waived_at == ten + minutes(9)

    add(town, case, ten + minutes(8), ten + minutes(20))

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.waived_at, arrive.waived_why, arrive.corrected_at) == (
        ten + minutes(8), None, "", ten + minutes(20),
    )  # fmt: skip
    assert fresh(case).status == Status.RESOLVED


@pytest.mark.parametrize("arrived", [-1, 21])
def test_one_cannot_have_arrived_before_the_call_or_in_the_future(town, case, ten, minutes, arrived):
    with refused(ArrivalCannotBeThen, "要在接到这件事之后，而且不能晚于现在"):
        add(town, case, ten + minutes(arrived), ten + minutes(20))


def test_one_cannot_have_arrived_after_the_end(town, case, ten, minutes):
    resolve(case, by=town.keeper_wei, at=ten + minutes(9))

    with refused(ArrivalCannotBeThen, "不能晚于办结时间"):
        add(town, case, ten + minutes(10), ten + minutes(20))


def test_one_cannot_have_arrived_twice(town, ten, minutes):
    case = a_case_on_site(town, at=ten)

    with refused(ArrivalCannotBeThen, "韦启明这次的到场已经记过了"):
        add(town, case, ten + minutes(4), ten + minutes(20))


def test_in_a_second_round_one_cannot_have_arrived_before_it_began(town, ten, minutes):
    case = a_case_in_hand(town, at=ten)
    resolve_case(case, outcome=Outcome.DONE, done="通了", by=town.keeper_wei, at=ten + minutes(20))
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=ten + minutes(60))
    accept_case(case, by=town.keeper_wei, at=ten + minutes(61))

    with refused(ArrivalCannotBeThen):
        add(town, case, ten + minutes(40), ten + minutes(65))
    add(town, case, ten + minutes(62), ten + minutes(65))

    assert promise(case, "arrive", 2).kept_at == ten + minutes(62)


def test_an_added_arrival_without_saying_how_one_knows_is_impossible(town, case, ten, minutes):
    with refused(IntegrityError, "an_added_arrival_says_how_we_know"):
        add_arrival(case, who=town.keeper_wei, arrived_at=ten, note="", by=town.operator_lin, at=ten + minutes(1))


def test_nothing_is_added_before_somebody_holds_it(town, ten):
    case = a_case(town, at=ten)

    with refused(NotNow, "等接单"):
        add(town, case, ten, ten)


# What the database holds by itself


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kept_at": "late", "done_at": "late"}, "kept_means_in_time"),
        ({"kept_at": "early"}, "kept_means_in_time"),
        ({"kept_at": "early", "done_at": "early", "broken_at": "early"}, "promise_ends_once"),
        ({"kept_at": "early", "done_at": "early", "waived_at": "early", "waived_why": "x"}, "promise_ends_once"),
        ({"waived_at": "early"}, "a_waived_promise_says_why"),
        ({"corrected_at": "early"}, "only_a_kept_promise_was_corrected"),
        ({"due_at": "made"}, "promise_is_due_after_it_is_made"),
    ],
)
def test_a_promise_that_ends_wrongly_is_impossible(case, ten, minutes, change, name):
    moments = {"early": ten + minutes(5), "late": ten + minutes(11), "made": ten}
    with impossible(name, IntegrityError):
        Promise.objects.filter(case=case, kind="arrive").update(
            **{field: moments.get(value, value) for field, value in change.items()}
        )
