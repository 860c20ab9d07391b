"""What counts as kept, as missed, and as neither; exact values from small histories."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from linli.cases.actions import accept_case, add_arrival, record_arrival, resume_case, sweep
from linli.cases.models import NOT_HANDLED_HERE, Outcome
from linli.cases.tests.builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    category,
    fresh,
    pause,
    resolve,
)
from linli.reports.queries.figures import figures
from linli.reports.scope import Window
from tests.cast import BEIJING

from .histories import figure, parts, reopened, scope_of, told


@pytest.fixture
def ten():
    """Ten o'clock sharp, as in the acceptance checks of the trade (domain §14B, 4)."""
    return datetime(2026, 3, 2, 10, 0, tzinfo=BEIJING)


def at_clock(ten, hours, minutes, seconds):
    return ten.replace(hour=hours, minute=minutes, second=seconds)


# On time, by the second


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        ((10, 9, 59), {"whole": 1, "kept": 1}),
        ((10, 10, 0), {"whole": 1, "kept": 1}),
        ((10, 10, 1), {"whole": 1, "missed": 1}),
    ],
)
def test_an_arrival_is_kept_up_to_the_tenth_minute(town, ten, minutes, arrived, expected):
    case = a_case_in_hand(town, at=ten)
    record_arrival(case, by=town.keeper_wei, at=at_clock(ten, *arrived))

    assert parts(town, "arrived_on_time", ten + minutes(11)) == expected


@pytest.mark.parametrize(("settled", "value"), [((10, 30, 0), "100.0"), ((10, 30, 1), "0.0")])
def test_a_resolution_is_kept_up_to_the_thirtieth_minute(town, ten, minutes, settled, value):
    case = a_case_on_site(town, at=ten)
    resolve(case, by=town.keeper_wei, at=at_clock(ten, *settled))

    assert figure(town, "resolved_on_time", ten + minutes(60)).value == Decimal(value)


def test_what_is_not_due_yet_is_in_no_rate(town, ten, minutes):
    a_case(town, at=ten)

    for code in ("arrived_on_time", "resolved_on_time", "response_rate"):
        assert parts(town, code, ten + minutes(10)) == {"waiting": 1}
        assert figure(town, code, ten + minutes(10)).value is None


def test_what_is_overdue_counts_before_and_after_the_clock_has_looked(town, ten, minutes):
    a_case(town, at=ten)
    overdue = ten + minutes(31)
    before = figures(scope_of(town, overdue))
    sweep(overdue)

    assert (
        parts(town, "arrived_on_time", overdue) == parts(town, "resolved_on_time", overdue) == {"whole": 1, "missed": 1}
    )
    assert figures(scope_of(town, overdue)) == before
    assert parts(town, "missed_promises", overdue) == {"whole": 1, "unfinished": 1}


def test_what_was_late_and_is_done_stays_missed(town, ten, minutes):
    case = a_case_on_site(town, at=ten)
    resolve(case, by=town.keeper_wei, at=ten + minutes(45))

    assert parts(town, "resolved_on_time", ten + minutes(60)) == {"whole": 1, "missed": 1}
    assert parts(town, "missed_promises", ten + minutes(60)) == {"whole": 1}


# Paused, waived, corrected


def test_a_paused_promise_waits_and_runs_on_with_its_moved_due_moment(town, ten, minutes):
    case = a_case_on_site(town, at=ten)
    pause(case, by=town.keeper_wei, at=ten + minutes(20), until=ten + minutes(300))
    paused = parts(town, "resolved_on_time", ten + minutes(200))
    resume_case(fresh(case), by=town.keeper_wei, at=ten + minutes(300))
    resolve(fresh(case), by=town.keeper_wei, at=ten + minutes(309))

    assert paused == {"waiting": 1}
    assert parts(town, "resolved_on_time", ten + minutes(400)) == {"whole": 1, "kept": 1}


def test_an_arrival_nobody_needed_is_left_out_and_said(town, ten, minutes):
    case = a_case(town, at=ten)
    resolve(case, by=town.operator_lin, at=ten + minutes(9))

    assert parts(town, "arrived_on_time", ten + minutes(60)) == {"waived": 1}
    assert parts(town, "arrivals_waived", ten + minutes(60)) == {"whole": 1}
    assert parts(town, "resolved_on_time", ten + minutes(60)) == {"whole": 1, "kept": 1}


def test_an_overdue_arrival_cannot_be_settled_away(town, ten, minutes):
    case = a_case(town, at=ten)
    resolve(case, by=town.operator_lin, at=ten + minutes(12))

    assert parts(town, "arrived_on_time", ten + minutes(60)) == {"whole": 1, "missed": 1}
    assert parts(town, "arrivals_waived", ten + minutes(60)) == {}


def test_a_forgotten_arrival_added_in_time_is_kept_and_shown_as_corrected(town, ten, minutes):
    case = a_case_in_hand(town, at=ten)
    sweep(ten + minutes(11))
    missed = parts(town, "arrived_on_time", ten + minutes(11))
    add_arrival(
        fresh(case), who=town.keeper_wei, arrived_at=ten + minutes(8), note="忘了点", by=town.keeper_wei,
        at=ten + minutes(20),
    )  # fmt: skip

    assert missed == {"whole": 1, "missed": 1}
    assert parts(town, "arrived_on_time", ten + minutes(21)) == {"whole": 1, "kept": 1}
    for code in ("arrivals_added_later", "arrivals_corrected", "arrivals_kept"):
        assert parts(town, code, ten + minutes(21)) == {"whole": 1}


def test_a_forgotten_arrival_added_too_late_mends_nothing(town, ten, minutes):
    case = a_case_in_hand(town, at=ten)
    sweep(ten + minutes(11))
    add_arrival(
        fresh(case), who=town.keeper_wei, arrived_at=ten + minutes(14), note="忘了点", by=town.keeper_wei,
        at=ten + minutes(20),
    )  # fmt: skip

    assert parts(town, "arrived_on_time", ten + minutes(21)) == {"whole": 1, "missed": 1}
    assert parts(town, "arrivals_added_later", ten + minutes(21)) == {"whole": 1}
    assert parts(town, "arrivals_corrected", ten + minutes(21)) == {}


# Again, and not here


def test_a_reopened_case_keeps_what_its_first_round_missed(town, ten, minutes):
    case = a_case_on_site(town, at=ten)
    resolve(case, by=town.keeper_wei, at=ten + minutes(40))
    again = reopened(town, case, at=ten + minutes(100))
    accept_case(again, by=town.keeper_li, at=ten + minutes(101))
    record_arrival(fresh(case), by=town.keeper_li, at=ten + minutes(105))
    resolve(fresh(case), by=town.keeper_li, at=ten + minutes(120))

    late = ten + minutes(200)
    assert parts(town, "resolved_on_time", late) == {"whole": 2, "kept": 1, "missed": 1}
    assert parts(town, "arrived_on_time", late) == {"whole": 2, "kept": 2}
    assert parts(town, "missed_promises", late) == {"whole": 1}
    assert figure(town, "appeals_total", late).value == 1


@pytest.mark.parametrize("outcome", NOT_HANDLED_HERE)
def test_each_of_the_six_kinds_is_left_out_and_shown_beside_every_rate(town, ten, minutes, outcome):
    told(town, outcome, at=ten)
    found = figures(scope_of(town, ten + minutes(60)))

    assert parts(town, "not_handled_here", ten + minutes(60)) == {"whole": 1, outcome.value: 1}
    for each in found.values():
        if each.metric.is_rate:
            assert (each.value, each.whole, each.count("excluded")) == (None, 0, 1), each.metric.code
            assert each.definition.endswith("（0 ÷ 0；不计入：六类不在这里办 1）")
    assert found["arrivals_waived"].value == 0


def test_a_matter_told_after_its_time_is_left_out_all_the_same(town, ten, minutes):
    told(town, Outcome.LEGAL_ROUTE, at=ten, after=45)

    assert parts(town, "resolved_on_time", ten + minutes(40)) == {"whole": 1, "missed": 1}
    assert parts(town, "resolved_on_time", ten + minutes(60)) == {"excluded": 1}
    assert parts(town, "missed_promises", ten + minutes(60)) == {}


# Answering the resident


def test_the_resident_answered_in_time_counts_as_a_response(town, ten, minutes):
    a_resolved_case(town, at=ten)
    silent = a_case_on_site(town, at=ten)
    resolve(silent, by=town.keeper_wei, at=ten + minutes(20), answer="")

    assert parts(town, "response_rate", ten + minutes(29)) == {"whole": 1, "kept": 1, "waiting": 1}
    assert parts(town, "response_rate", ten + minutes(31)) == {"whole": 2, "kept": 1, "missed": 1}
    assert figure(town, "response_rate", ten + minutes(31)).value == Decimal("50.0")


# As things stood


def test_as_of_an_earlier_moment_nothing_later_has_happened(town, ten, minutes):
    case = a_resolved_case(town, at=ten)
    reopened(town, case, at=ten + minutes(60))

    assert parts(town, "hotline_appeals", ten + minutes(19)) == {}
    assert parts(town, "resolved_on_time", ten + minutes(19)) == {"waiting": 1}
    assert parts(town, "hotline_appeals", ten + minutes(59)) == {"whole": 1}
    assert parts(town, "resolved_on_time", ten + minutes(59)) == {"whole": 1, "kept": 1}
    assert parts(town, "hotline_appeals", ten + minutes(61)) == {}
    assert parts(town, "resolved_on_time", ten + minutes(61)) == {"whole": 1, "kept": 1, "waiting": 1}
    assert parts(town, "appeals_total", ten - minutes(1)) == {}


def test_an_empty_window_has_no_rates(town, ten, minutes):
    a_resolved_case(town, at=ten)
    found = figures(scope_of(town, ten + minutes(600), Window(date(2025, 1, 1), date(2025, 12, 31))))

    assert {each.value for each in found.values() if each.metric.is_rate} == {None}
    assert {each.words for each in found.values() if each.metric.is_rate} == {"—"}
    assert {each.value for each in found.values() if not each.metric.is_rate} == {0}


def test_matters_promised_in_days_have_no_arrival(town, ten, minutes):
    a_case(town, at=ten, category=category("greening"))

    assert parts(town, "arrived_on_time", ten + minutes(600)) == {}
    assert parts(town, "resolved_on_time", ten + minutes(600)) == {"waiting": 1}
