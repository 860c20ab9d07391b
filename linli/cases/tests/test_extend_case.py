"""延期 needs a reason, the resident told, and somebody else's approval; 暂停 stops the clocks and keeps its ledger."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    CannotExtend,
    CannotPause,
    NotNow,
    accept_case,
    ask_extension,
    decide_extension,
    hand_on_case,
    record_arrival,
    reopen_case,
    resume_case,
    sweep,
)
from linli.cases.models import Extension, Pause, Policy
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


def ask(town, case, *, at, until, by=None):
    by = by or town.keeper_wei
    return ask_extension(case, reason="配件要从桂林调", new_due_at=until, told_requester_at=at, by=by, at=at)


# Asking


def test_asking_changes_no_deadline(town, at, minutes):
    case = a_case_on_site(town, at=at)

    extension = ask(town, case, at=at + minutes(20), until=at + minutes(90))

    assert (extension.asked_by, extension.asked_at, extension.reason, extension.told_requester_at) == (
        town.keeper_wei, at + minutes(20), "配件要从桂林调", at + minutes(20),
    )  # fmt: skip
    assert (extension.old_due_at, extension.new_due_at, extension.is_approved) == (
        at + minutes(30), at + minutes(90), None,
    )  # fmt: skip
    assert (promise(case, "resolve").due_at, fresh(case).next_due_at) == (at + minutes(30), at + minutes(30))
    assert journal(case)[-1] == "extension_asked"


@pytest.mark.parametrize("until", [29, 30])
def test_it_must_be_later(town, at, minutes, until):
    case = a_case_on_site(town, at=at)

    with refused(CannotExtend, "要晚于现在的时限 今天 10:00"):
        ask(town, case, at=at + minutes(20), until=at + minutes(until))


def test_one_request_waits_at_a_time(town, at, minutes):
    case = a_case_on_site(town, at=at)
    ask(town, case, at=at + minutes(20), until=at + minutes(90))

    with refused(CannotExtend, "已经有一个延期申请在等批准"):
        ask(town, case, at=at + minutes(21), until=at + minutes(120))


@pytest.mark.parametrize("swept", [True, False])
def test_after_the_breach_it_is_too_late(town, at, minutes, swept):
    case = a_case_on_site(town, at=at)
    if swept:
        sweep(at + minutes(31))

    with refused(CannotExtend, "时限已经过了"):
        ask(town, case, at=at + minutes(31), until=at + minutes(90))


def test_what_is_paused_needs_no_extension(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(60))

    with refused(CannotExtend, "正在暂停"):
        ask(town, case, at=at + minutes(20), until=at + minutes(90))


def test_what_has_ended_is_not_extended(town, at, minutes):
    case = a_resolved_case(town, at=at)

    with refused(NotNow, "等回访"):
        ask(town, case, at=at + minutes(21), until=at + minutes(90))


def test_asking_without_a_reason_is_impossible(town, at, minutes):
    case = a_case_on_site(town, at=at)

    with refused(IntegrityError, "extension_says_why"):
        ask_extension(
            case, reason="", new_due_at=at + minutes(90), told_requester_at=at, by=town.keeper_wei, at=at + minutes(9)
        )


# Deciding


@pytest.fixture
def asked(town, at, minutes):
    case = a_case_on_site(town, at=at)
    return ask(town, case, at=at + minutes(20), until=at + minutes(90))


def test_approval_moves_the_deadline_and_warns_anew(town, at, minutes, asked):
    sweep(at + minutes(21))  # warned before the thirty minutes

    decide_extension(asked, is_approved=True, note="盯紧", by=town.secretary_liao, at=at + minutes(25))

    asked.refresh_from_db()
    moved = promise(asked.case, "resolve")
    assert (asked.is_approved, asked.decided_by, asked.decided_at, asked.decision_note) == (
        True, town.secretary_liao, at + minutes(25), "盯紧",
    )  # fmt: skip
    assert (moved.due_at, moved.warned_at, moved.is_open) == (at + minutes(90), None, True)
    assert moved.warn_at == at + minutes(90) - (minutes(90) - minutes(25)) * 0.3
    assert fresh(asked.case).next_due_at == at + minutes(90)
    assert journal(asked.case)[-1] == "extension_approved"


def test_within_the_later_deadline_it_is_kept(town, at, minutes, asked):
    decide_extension(asked, is_approved=True, by=town.secretary_liao, at=at + minutes(25))

    sweep(at + minutes(80))
    resolve(asked.case, by=town.keeper_wei, at=at + minutes(90))

    assert promise(asked.case, "resolve").kept_at == at + minutes(90)


def test_a_refusal_leaves_the_deadline_and_another_request_may_follow(town, at, minutes, asked):
    decide_extension(asked, is_approved=False, note="先去看看", by=town.officer_zheng, at=at + minutes(25))

    assert promise(asked.case, "resolve").due_at == at + minutes(30)
    assert journal(asked.case)[-1] == "extension_refused"
    ask(town, asked.case, at=at + minutes(26), until=at + minutes(60))
    assert Extension.objects.filter(is_approved=None).count() == 1


@pytest.mark.parametrize("is_approved", [True, False])
def test_nobody_decides_about_their_own_request(town, at, minutes, is_approved):
    case = a_case_on_site(town, at=at)
    own = ask(town, case, at=at + minutes(20), until=at + minutes(90), by=town.secretary_liao)

    with refused(CannotExtend, "要由别人批准"):
        decide_extension(own, is_approved=is_approved, by=town.secretary_liao, at=at + minutes(25))


def test_nor_may_the_row_say_so(town, at, minutes, asked):
    with impossible("nobody_approves_their_own_extension", IntegrityError):
        Extension.objects.filter(pk=asked.pk).update(is_approved=True, decided_by=asked.asked_by, decided_at=at)
    with impossible("a_decision_says_who_and_when", IntegrityError):
        Extension.objects.filter(pk=asked.pk).update(is_approved=True)
    with impossible("extension_is_later", IntegrityError):
        Extension.objects.filter(pk=asked.pk).update(new_due_at=asked.old_due_at)


def test_it_is_decided_once(town, at, minutes, asked):
    decide_extension(asked, is_approved=False, by=town.officer_zheng, at=at + minutes(25))

    with refused(CannotExtend, "已经处理过"):
        decide_extension(asked, is_approved=True, by=town.secretary_liao, at=at + minutes(26))


@pytest.mark.parametrize("swept", [True, False])
def test_approval_after_the_breach_comes_too_late(town, at, minutes, asked, swept):
    if swept:
        sweep(at + minutes(31))

    with refused(CannotExtend, "批准之前时限已经过了"):
        decide_extension(asked, is_approved=True, by=town.secretary_liao, at=at + minutes(31))


def test_approval_never_brings_a_deadline_forward(town, at, minutes, asked):
    """A pause in between moved it further than was asked for."""
    pause(asked.case, by=town.keeper_wei, at=at + minutes(22), until=at + minutes(200))
    resume_case(asked.case, by=town.keeper_wei, at=at + minutes(142))

    with refused(CannotExtend, "要晚于现在的时限"):
        decide_extension(asked, is_approved=True, by=town.secretary_liao, at=at + minutes(143))


def test_approval_during_a_pause_counts_even_when_the_old_moment_has_passed(town, at, minutes, asked):
    pause(asked.case, by=town.keeper_wei, at=at + minutes(22), until=at + minutes(200))

    decide_extension(asked, is_approved=True, by=town.secretary_liao, at=at + minutes(40))
    resume_case(asked.case, by=town.keeper_wei, at=at + minutes(42))

    assert promise(asked.case, "resolve").due_at == at + minutes(90 + 20)


def test_a_request_of_an_earlier_round_moves_nothing_in_the_next(town, at, minutes, asked):
    case = resolve(asked.case, by=town.keeper_wei, at=at + minutes(25))
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(40))

    with refused(CannotExtend, "批准之前时限已经过了"):
        decide_extension(asked, is_approved=True, by=town.secretary_liao, at=at + minutes(41))


def test_nor_does_it_stand_in_the_way_of_a_request_in_the_next(town, at, minutes, asked):
    case = resolve(asked.case, by=town.keeper_wei, at=at + minutes(25))
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(40))

    again = ask(town, case, at=at + minutes(45), until=at + minutes(120))
    decide_extension(again, is_approved=True, by=town.secretary_liao, at=at + minutes(46))

    assert promise(case, "resolve", 2).due_at == at + minutes(120)


# Pausing


def test_a_pause_keeps_its_ledger(town, at, minutes):
    case = a_case_on_site(town, at=at)

    row = pause(case, by=town.keeper_wei, at=at + minutes(10), until=at + minutes(600))

    assert (row.began_at, row.reason, row.resume_by, row.told_requester_at, row.paused_by, row.ended_at) == (
        at + minutes(10), "等配件", at + minutes(600), at + minutes(10), town.keeper_wei, None,
    )  # fmt: skip
    assert (promise(case, "resolve").paused_at, fresh(case).next_due_at) == (at + minutes(10), None)
    assert (fresh(case).status, journal(case)[-1]) == ("on_site", "paused")


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
