"""延期 needs a reason, the resident told beforehand, and somebody else's approval."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    CannotExtend,
    NotNow,
    ask_extension,
    decide_extension,
    reopen_case,
    resume_case,
    sweep,
)
from linli.cases.models import Extension

from .builders import (
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


def test_who_was_told_that_it_takes_longer_was_contacted(town, at, minutes):
    case = a_case_on_site(town, at=at)

    ask(town, case, at=at + minutes(20), until=at + minutes(90))

    assert fresh(case).contacted_at == at + minutes(20)


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
