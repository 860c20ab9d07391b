"""回访 by somebody who did not handle it, or by the resident through the query code; then 重新办 or 归档."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    CallbackRefused,
    NotNow,
    NotYetToFile,
    accept_case,
    archive_case,
    hand_on_case,
    is_unhappy,
    record_arrival,
    record_callback,
    reopen_case,
    sweep,
)
from linli.cases.models import Callback, Case, Closure, Policy, Promise, Status
from linli.cases.queries.policies import NoPolicy
from linli.journal.models import Event

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    fresh,
    impossible,
    journal,
    offers,
    promise,
    refused,
    resolve,
)


@pytest.fixture
def done(town, at):
    """A case 韦 accepted, arrived at and settled."""
    return a_resolved_case(town, at=at)


def call(town, case, at, *, by=None, **but):
    given = {"reached": True, "contacted_in_time": True, "resolved": True, "satisfaction": "4"}
    return record_callback(case, by=by or town.worker_mo, at=at, **{**given, **but})


# What is written down


def test_the_resident_is_reached_and_answers(town, at, minutes, done):
    row = call(town, done, at + minutes(60), comment="多谢", mode="visit")

    assert (row.by, row.at, row.mode, row.attempt, row.round) == (town.worker_mo, at + minutes(60), "visit", 1, 1)
    assert (row.reached, row.contacted_in_time, row.resolved, row.satisfaction, row.comment) == (
        True, True, True, "4", "多谢",
    )  # fmt: skip
    assert (fresh(done).status, journal(done)[-1]) == (Status.CALLED_BACK, "called_back")
    assert Event.objects.get(verb="cases.called_back").facts == {
        "callback": row.pk, "resolved": "yes", "satisfaction": "4",
    }  # fmt: skip


def test_only_whether_it_is_resolved_has_to_be_answered(town, at, minutes, done):
    row = record_callback(done, reached=True, resolved=False, by=town.worker_mo, at=at + minutes(60))

    assert (row.contacted_in_time, row.resolved, row.satisfaction) == (None, False, "")


def test_who_cannot_be_reached_is_tried_again(town, at, minutes, done):
    for n in (60, 70):
        call(town, done, at + minutes(n), reached=False)
    call(town, done, at + minutes(80))

    assert list(done.callbacks.values_list("attempt", "reached", "resolved")) == [
        (1, False, None), (2, False, None), (3, True, True),
    ]  # fmt: skip
    assert journal(done)[-3:] == ["not_reached", "not_reached", "called_back"]


def test_unreached_it_still_waits_for_a_callback(town, at, minutes, done):
    call(town, done, at + minutes(60), reached=False)

    assert fresh(done).status == Status.RESOLVED


def test_the_resident_may_answer_through_the_code_instead(town, at, minutes, done):
    row = record_callback(done, reached=True, resolved=True, satisfaction="5", by=None, at=at + minutes(60))

    assert (row.by, row.mode) == (None, "page")
    event = Event.objects.get(verb="cases.resident_answered")
    assert (event.actor, event.duty) == (None, "")
    assert fresh(done).status == Status.CALLED_BACK


def test_one_answer_a_round(town, at, minutes, done):
    call(town, done, at + minutes(60))

    with refused(NotNow, "等归档"):
        record_callback(done, reached=True, resolved=False, by=None, at=at + minutes(61))


@pytest.mark.parametrize(
    ("resolved", "satisfaction", "unhappy"),
    [
        (True, "5", False), (True, "3", False), (True, "", False), (True, "2", True), (True, "1", True),
        (False, "5", True), (False, "", True),
    ],
)  # fmt: skip
def test_unhappy_is_whoever_says_it_is_not_resolved_or_is_not_satisfied(done, at, resolved, satisfaction, unhappy):
    row = record_callback(done, reached=True, resolved=resolved, satisfaction=satisfaction, by=None, at=at)

    assert is_unhappy(row) is unhappy


# Who handles may not verify


def test_the_handler_may_not_call_back(town, at, minutes, done):
    with refused(CallbackRefused, "办这件事的人不能自己回访"):
        call(town, done, at + minutes(60), by=town.keeper_wei)


def test_nor_who_arrived_although_another_settled_it(town, at, minutes):
    case = a_case_on_site(town, at=at)
    hand_on_case(case, reason="要接孩子", by=town.keeper_wei, at=at + minutes(6))
    accept_case(case, by=town.keeper_li, at=at + minutes(7))
    resolve(case, by=town.keeper_li, at=at + minutes(20))

    for who in (town.keeper_wei, town.keeper_li):
        with refused(CallbackRefused):
            call(town, case, at + minutes(60), by=who)


def test_nor_who_settled_it_from_the_desk(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    resolve(case, by=town.worker_mo, at=at + minutes(5))

    with refused(CallbackRefused):
        call(town, case, at + minutes(60), by=town.worker_mo)


@pytest.mark.parametrize("reached", [True, False])
def test_nor_even_try_to(town, at, minutes, done, reached):
    with refused(CallbackRefused):
        call(town, done, at + minutes(60), by=town.keeper_wei, reached=reached)


def test_the_database_refuses_them_whoever_writes_the_row(town, at, minutes):
    accepted_only = a_case_in_hand(town, at=at)
    resolve(accepted_only, by=town.operator_lin, at=at + minutes(5))
    arrived_only = a_case_on_site(town, at=at)
    Case.objects.filter(pk=arrived_only.pk).update(status=Status.ACCEPTED)
    hand_on_case(arrived_only, reason="要接孩子", by=town.keeper_wei, at=at + minutes(6))
    resolve(arrived_only, by=town.operator_lin, at=at + minutes(7))
    closed_only = a_case(town, at=at)
    resolve(closed_only, by=town.keeper_wei, at=at + minutes(5))

    for case in (accepted_only, arrived_only, closed_only):
        with impossible("who handled it may not call back", IntegrityError):
            Callback.objects.create(
                community=town.guihua, case=case, round=1, attempt=1, at=at, by=town.keeper_wei, reached=False
            )


def test_nor_may_a_callback_be_put_under_their_name_afterwards(town, at, minutes, done):
    row = call(town, done, at + minutes(60))

    with impossible("who handled it may not call back", IntegrityError):
        Callback.objects.filter(pk=row.pk).update(by=town.keeper_wei)


def test_what_somebody_did_in_an_earlier_round_does_not_count_in_the_next(town, at, minutes, done):
    reopen_case(done, reason="又堵了", by=town.worker_mo, at=at + minutes(60))
    resolve(done, by=town.keeper_li, at=at + minutes(70))

    assert call(town, done, at + minutes(90), by=town.keeper_wei).round == 2


def test_what_is_not_settled_is_not_called_back(town, at, minutes):
    case = a_case_on_site(town, at=at)

    with refused(NotNow, "现场处理"):
        call(town, case, at + minutes(6))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"reached": True, "resolved": None}, "only_a_reached_resident_answers"),
        ({"reached": False, "resolved": True}, "only_a_reached_resident_answers"),
        ({"reached": False, "satisfaction": "5"}, "only_a_reached_resident_answers"),
        ({"reached": True, "resolved": True, "mode": "page"}, "a_callback_on_the_page_is_the_residents"),
        ({"reached": True, "resolved": True, "by": None}, "a_callback_on_the_page_is_the_residents"),
    ],
)
def test_a_callback_that_makes_no_sense_is_impossible(town, at, done, given, name):
    row = {"by": town.worker_mo, "at": at, "round": 1, "attempt": 1, **given}
    with impossible(name, IntegrityError):
        Callback.objects.create(community=town.guihua, case=done, **row)


# Doing it again


def test_a_new_round_has_new_promises_and_keeps_the_old_ones(town, at, minutes, done):
    call(town, done, at + minutes(60), resolved=False)
    before = list(Promise.objects.filter(round=1).values())

    reopen_case(done, reason="没有解决", by=town.worker_mo, at=at + minutes(70))

    case = fresh(done)
    assert (case.round, case.status, case.handler, case.outcome, case.resolved_at) == (
        2, Status.OFFERED, None, "", None,
    )  # fmt: skip
    assert promise(case, "arrive", 2).due_at == at + minutes(80)
    assert promise(case, "resolve", 2).due_at == case.next_due_at + minutes(20) == at + minutes(100)
    assert list(Promise.objects.filter(round=1).values()) == before
    assert (Closure.objects.filter(case=case).count(), case.callbacks.count(), case.arrivals.count()) == (1, 1, 1)
    assert (case.reopenings.get().reason, case.reopenings.get().round) == ("没有解决", 2)
    assert journal(case)[-3:] == ["called_back", "reopened", "offered"]


def test_the_first_handler_stays_and_the_ladder_begins_anew(town, at, minutes, done):
    reopen_case(done, reason="没有解决", by=town.worker_mo, at=at + minutes(70))

    assert fresh(done).first_handler == town.operator_lin
    assert offers(done) == [("wei", "keeper", "accepted"), ("wei", "keeper", "")]


def test_a_second_round_goes_its_whole_way(town, at, minutes, done):
    case = reopen_case(done, reason="没有解决", by=town.worker_mo, at=at + minutes(70))
    accept_case(case, by=town.keeper_li, at=at + minutes(71))
    record_arrival(case, by=town.keeper_li, at=at + minutes(75))
    resolve(case, by=town.keeper_li, at=at + minutes(90))
    call(town, case, at + minutes(120), by=town.operator_lin)
    archive_case(case, by=town.operator_lin, at=at + minutes(130))

    assert (promise(case, "arrive", 2).kept_at, promise(case, "resolve", 2).kept_at) == (
        at + minutes(75), at + minutes(90),
    )  # fmt: skip
    assert (fresh(case).status, fresh(case).archived_at) == (Status.ARCHIVED, at + minutes(130))
    assert list(case.closures.values_list("round", "by__username")) == [(1, "wei"), (2, "li")]


def test_from_the_archive_too(town, at, minutes, done):
    call(town, done, at + minutes(60))
    archive_case(done, by=town.worker_mo, at=at + minutes(70))

    reopen_case(done, reason="下雨又堵了", by=town.worker_mo, at=at + minutes(9000))

    assert (fresh(done).archived_at, fresh(done).status) == (None, Status.OFFERED)


def test_the_policy_of_today_counts_for_the_new_round(town, at, minutes, done):
    Policy.objects.filter(community=town.guihua).update(effective_until=at.date())

    with refused(NoPolicy):
        reopen_case(done, reason="没有解决", by=town.worker_mo, at=at + minutes(70))


def test_what_is_still_open_is_not_done_again(town, at, minutes):
    case = a_case_on_site(town, at=at)

    with refused(NotNow, "现场处理"):
        reopen_case(case, reason="没有解决", by=town.worker_mo, at=at + minutes(6))


def test_doing_it_again_needs_a_reason(town, at, minutes, done):
    with refused(IntegrityError, "reopening_says_why"):
        reopen_case(done, reason="", by=town.worker_mo, at=at + minutes(70))


# Filing


def test_after_an_answered_callback_it_is_filed(town, at, minutes, done):
    call(town, done, at + minutes(60))

    archive_case(done, by=town.worker_mo, at=at + minutes(70))

    case = fresh(done)
    assert (case.status, case.archived_at, case.outcome, journal(case)[-1]) == (
        Status.ARCHIVED, at + minutes(70), "done", "archived",
    )  # fmt: skip


@pytest.mark.parametrize("tries", [0, 2])
def test_before_that_it_is_not(town, at, minutes, done, tries):
    for n in range(tries):
        call(town, done, at + minutes(60 + n), reached=False)

    with refused(NotYetToFile, "试满 3 次再归档"):
        archive_case(done, by=town.worker_mo, at=at + minutes(70))


def test_after_three_tries_nobody_answered_it_may_be_filed_without(town, at, minutes, done):
    for n in range(3):
        call(town, done, at + minutes(60 + n), reached=False)

    archive_case(done, by=town.worker_mo, at=at + minutes(70))

    assert fresh(done).status == Status.ARCHIVED


def test_tries_of_an_earlier_round_do_not_count(town, at, minutes, done):
    for n in range(3):
        call(town, done, at + minutes(60 + n), reached=False)
    reopen_case(done, reason="又堵了", by=town.worker_mo, at=at + minutes(70))
    resolve(done, by=town.keeper_li, at=at + minutes(80))

    with refused(NotYetToFile):
        archive_case(done, by=town.worker_mo, at=at + minutes(90))


def test_it_is_filed_once(town, at, minutes, done):
    call(town, done, at + minutes(60))
    archive_case(done, by=town.worker_mo, at=at + minutes(70))

    with refused(NotNow, "已归档"):
        archive_case(done, by=town.worker_mo, at=at + minutes(71))


def test_what_is_still_open_is_not_filed(town, at):
    case = a_case(town, at=at)

    with refused(NotNow, "等接单"):
        archive_case(case, by=town.worker_mo, at=at)


def test_a_filed_case_without_its_moment_is_impossible(town, at, done):
    with impossible("an_archived_case_says_when", IntegrityError):
        Case.objects.filter(pk=done.pk).update(status=Status.ARCHIVED)


def test_the_clock_has_nothing_to_do_with_what_is_filed(town, at, minutes, done):
    call(town, done, at + minutes(60))
    archive_case(done, by=town.worker_mo, at=at + minutes(70))
    before = journal(done)

    assert sweep(at + minutes(9000)) == 0
    assert journal(done) == before
