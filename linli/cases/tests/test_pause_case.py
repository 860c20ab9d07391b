"""暂停 stops the clocks while something outside our power is waited for, and keeps its ledger."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    CannotPause,
    NotNow,
    accept_case,
    hand_on_case,
    record_arrival,
    resume_case,
    sweep,
)
from linli.cases.models import Pause, Policy
from linli.journal.models import Event

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    fresh,
    impossible,
    journal,
    pause,
    promise,
    refused,
    resolve,
)


def test_a_pause_keeps_its_ledger(town, at, minutes):
    case = a_case_on_site(town, at=at)

    row = pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))

    assert (row.began_at, row.reason, row.resume_by, row.told_requester_at, row.paused_by, row.ended_at) == (
        at + minutes(10), "等配件", at + minutes(600), at + minutes(10), town.keeper_wei, None,
    )  # fmt: skip
    assert (promise(case, "resolve").paused_at, fresh(case).next_due_at) == (at + minutes(10), None)
    assert (fresh(case).status, journal(case)[-1]) == ("on_site", "paused")


def test_who_was_told_why_it_waits_was_contacted(town, at, minutes):
    case = a_case_on_site(town, at=at)

    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))

    assert fresh(case).contacted_at == at + minutes(10)


def test_the_clock_leaves_what_is_paused_alone(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))
    before = journal(case)

    sweep(at + minutes(500))

    assert (journal(case), promise(case, "resolve").is_open, promise(case, "resolve").warned_at) == (before, True, None)


def test_resuming_moves_each_deadline_by_the_time_paused(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(4), until=at + minutes(600))

    resume_case(case, by=town.officer_zheng, at=at + minutes(104))

    arrive, settle = promise(case, "arrive"), promise(case, "resolve")
    assert (arrive.due_at, arrive.warn_at, arrive.paused_at) == (at + minutes(110), at + minutes(107), None)
    assert (settle.due_at, settle.warn_at, settle.paused_at) == (at + minutes(130), at + minutes(121), None)
    assert fresh(case).next_due_at == at + minutes(110)
    row = Pause.objects.get()
    assert (row.ended_at, row.ended_by) == (at + minutes(104), town.officer_zheng)
    event = Event.objects.get(verb="cases.resumed")
    assert event.facts == {"pause": row.pk, "due_at": (at + minutes(130)).isoformat()}


def test_after_resuming_the_moved_deadline_is_kept_or_broken(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))
    resume_case(case, by=town.keeper_wei, at=at + minutes(110))

    sweep(at + minutes(130))
    assert promise(case, "resolve").is_open
    resolve(case, by=town.keeper_wei, at=at + minutes(130))

    assert promise(case, "resolve").kept_at == at + minutes(130)


def test_a_promise_counted_in_days_moves_by_whole_days(town, at, minutes):
    case = a_case_in_hand(town, at=at, urgency="general")  # due on 9 March at midnight
    pause(case, by=town.keeper_wei, at=at + minutes(60), until=at + minutes(3 * 24 * 60))

    resume_case(case, by=town.keeper_wei, at=at.replace(day=4, hour=8))

    assert promise(case, "resolve").due_at == at.replace(day=11, hour=23, minute=59, second=59, microsecond=999999)


def test_two_pauses_add_up(town, at, minutes):
    case = a_case_on_site(town, at=at)
    for begins, ends in ((10, 20), (25, 55)):
        pause(case, by=town.keeper_wei, at=at + minutes(begins), until=at + minutes(600))
        resume_case(case, by=town.keeper_wei, at=at + minutes(ends))

    assert promise(case, "resolve").due_at == at + minutes(70)
    assert case.pauses.count() == 2


def test_a_pause_survives_the_end_of_its_policy(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))
    Policy.objects.filter(community=town.guihua).update(effective_until=at.date())

    resume_case(case, by=town.keeper_wei, at=at + minutes(110))

    assert promise(case, "resolve").due_at == at + minutes(130)


def test_a_broken_promise_stays_broken_and_runs_on(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    sweep(at + minutes(11))

    pause(case, by=town.keeper_wei, at=at + minutes(12), until=at + minutes(600))

    assert (promise(case, "arrive").paused_at, promise(case, "resolve").paused_at) == (None, at + minutes(12))
    assert fresh(case).next_due_at == at + minutes(10), "a late case stays at the head of the queue"


def test_arriving_during_a_pause_is_not_late(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(4), until=at + minutes(600))

    record_arrival(case, by=town.keeper_wei, at=at + minutes(60))

    arrive = promise(case, "arrive")
    assert (arrive.kept_at, arrive.due_at, arrive.paused_at) == (at + minutes(60), at + minutes(66), None)
    resume_case(case, by=town.keeper_wei, at=at + minutes(104))
    assert promise(case, "resolve").due_at == at + minutes(130)


def test_what_was_paused_and_handed_on_can_be_resumed_by_whoever_takes_it(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))
    hand_on_case(case, reason="要接孩子", by=town.keeper_wei, at=at + minutes(20))
    accept_case(case, by=town.keeper_li, at=at + minutes(21))

    resume_case(case, by=town.keeper_li, at=at + minutes(30))

    assert promise(case, "resolve").due_at == at + minutes(50)


def test_one_pause_at_a_time(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))

    with refused(CannotPause, "已经在暂停"):
        pause(case, by=town.keeper_wei, at=at + minutes(11), until=at + minutes(600))


@pytest.mark.parametrize("until", [9, 10])
def test_a_pause_looks_forward(town, at, minutes, until):
    case = a_case_on_site(town, at=at)

    with refused(CannotPause, "要晚于现在"):
        pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(until))


@pytest.mark.parametrize("swept", [True, False])
def test_after_every_breach_a_pause_is_no_use(town, at, minutes, swept):
    case = a_case_on_site(town, at=at)
    if swept:
        sweep(at + minutes(31))

    with refused(CannotPause, "时限已经过了"):
        pause(case, by=town.keeper_wei, at=at + minutes(31), until=at + minutes(600))


def test_what_nobody_holds_or_has_ended_is_not_paused(town, at, minutes):
    for case, standing in ((a_case(town, at=at), "等接单"), (a_resolved_case(town, at=at), "等回访")):
        with refused(NotNow, standing):
            pause(case, by=town.keeper_wei, at=at + minutes(25), until=at + minutes(600))


def test_what_is_not_paused_is_not_resumed(town, at, minutes):
    case = a_case_on_site(town, at=at)

    with refused(CannotPause, "没有在暂停"):
        resume_case(case, by=town.keeper_wei, at=at + minutes(10))


def test_a_pause_that_ends_before_it_begins_is_impossible(town, at, minutes):
    row = pause(a_case_on_site(town, at=at), by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))

    with impossible("pause_ends_after_it_begins", IntegrityError):
        Pause.objects.filter(pk=row.pk).update(ended_at=at + minutes(9))
    with impossible("pause_says_why", IntegrityError):
        Pause.objects.filter(pk=row.pk).update(reason="")


def test_a_paused_case_that_was_handed_on_is_taken_up_again_by_a_leader(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(5), until=at + minutes(60))
    hand_on_case(case, reason="要出差", by=town.keeper_wei, at=at + minutes(6))

    resume_case(case, by=town.secretary_liao, at=at + minutes(20))

    assert promise(case, "resolve").paused_at is None
    assert promise(case, "resolve").due_at == at + minutes(30 + 15)
