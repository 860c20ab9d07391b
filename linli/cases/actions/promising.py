"""Making promises from policies, and keeping `next_due_at` true."""

from collections.abc import Iterable
from datetime import datetime

from linli.fence.straight import change, rows
from linli.journal.models import Event
from linli.journal.record import event_of, record_all
from linli.worktime.arithmetic import Clock, add, postpone
from linli.worktime.calendar import work_calendar

from .. import events
from ..models import Case, Policy, Promise

WARN_WHEN_LEFT = 0.3
"""A promise warns when less than this share of its time is left (design: the ring thickens under 30 %)."""


def make_promises(case: Case, policy: Policy, *, from_: datetime) -> list[Promise]:
    """Promise what `policy` says, running from `from_`: arrival where somebody comes, and resolution always."""
    promises = promises_under(policy, case, from_=from_)
    Promise.objects.bulk_create(promises)
    return promises


def promises_under(policy: Policy, case: Case, *, from_: datetime) -> list[Promise]:
    """Return what `make_promises` promises; the caller writes it."""
    promises = [
        _promise(
            case,
            policy,
            Promise.Kind.RESOLVE,
            allowance=policy.resolve_within,
            clock=Clock(policy.resolve_clock),
            from_=from_,
        )
    ]
    if policy.arrive_within_minutes:
        promises.append(
            _promise(
                case,
                policy,
                Promise.Kind.ARRIVE,
                allowance=policy.arrive_within_minutes,
                clock=Clock.MINUTES,
                from_=from_,
            )
        )
    return promises


def _promise(case: Case, policy: Policy, kind: str, *, allowance: int, clock: Clock, from_: datetime) -> Promise:
    due = add(from_, allowance, clock, work_calendar())
    return Promise(
        community_id=case.community_id,
        case=case,
        policy=policy,
        round=case.round,
        kind=kind,
        allowance=allowance,
        clock=clock,
        source=policy.source,
        made_at=from_,
        due_at=due.at,
        due_is_assumed=due.assumed,
        warn_at=warn_at(from_, due.at),
    )


def warn_at(made_at: datetime, due_at: datetime) -> datetime:
    return due_at - (due_at - made_at) * WARN_WHEN_LEFT


def open_promises(case: Case) -> dict[str, Promise]:
    """Return this round's promises that are neither kept, broken nor waived, locked, by kind."""
    return {
        promise.kind: promise
        for promise in Promise.objects.select_for_update().filter(case=case, round=case.round).open()
    }


def round_promises(case: Case) -> dict[str, Promise]:
    """Return all promises of this round, locked, by kind."""
    of_round = "WHERE community_id = %s AND case_id = %s AND round = %s FOR UPDATE"
    return {promise.kind: promise for promise in rows(Promise, of_round, [case.community_id, case.pk, case.round])}


def round_promise(case: Case, kind: str) -> Promise | None:
    return round_promises(case).get(kind)


def fulfil(case: Case, promise: Promise | None, *, done_at: datetime) -> None:
    """Note that what was promised happened at `done_at`: kept when in time, otherwise broken (if it is not yet).

    Called again it changes nothing: the first time counts. A breach the clock has not seen yet is recorded here.
    """
    if promise is None or promise.done_at is not None or promise.waived_at is not None:
        return
    run_on(promise, from_=done_at)
    promise.done_at = done_at
    if promise.broken_at is None:
        if done_at <= promise.due_at:
            promise.kept_at = done_at
        else:
            break_promise(case, promise, at=done_at)
    change(promise, "done_at", "kept_at")


def run_on(promise: Promise, *, from_: datetime) -> None:
    """Let a paused promise run again; its due moment moves by the time paused, in its own clock."""
    if promise.paused_at is None:
        return
    if from_ > promise.paused_at:
        clock, calendar = Clock(promise.clock), work_calendar()
        due = postpone(promise.due_at, paused_at=promise.paused_at, resumed_at=from_, clock=clock, calendar=calendar)
        promise.warn_at += due.at - promise.due_at
        promise.due_at, promise.due_is_assumed = due.at, promise.due_is_assumed or due.assumed
    promise.paused_at = None
    change(promise, "due_at", "due_is_assumed", "warn_at", "paused_at")


def break_promise(case: Case, promise: Promise, *, at: datetime) -> None:
    """Record that the due moment passed; noticed at `at`. The caller holds the case's lock and knows it is open."""
    promise.broken_at = promise.due_at
    change(promise, "broken_at")
    record_all([breach_of(case, promise, at=at)])


def breach_of(case: Case, promise: Promise, *, at: datetime) -> Event:
    """Return the journal line of a breach noticed at `at`."""
    return event_of(
        events.PROMISE_BROKEN, case, by=None, at=promise.due_at, recorded_at=at, promise=promise.kind, row=promise.pk
    )


def waive(promise: Promise | None, *, at: datetime, why: str) -> None:
    """Close a promise nobody can keep or break any more, and say why; figures list it as left out."""
    if promise is None or not promise.is_open:
        return
    promise.waived_at, promise.waived_why, promise.paused_at = at, str(why), None
    change(promise, "waived_at", "waived_why", "paused_at")


def refresh_next_due(case: Case) -> None:
    """Set `next_due_at` from the promises still running; the caller saves nothing else for it.

    A broken promise whose deed has not happened keeps its moment: a late case stays at the head of the queue.
    """
    case.next_due_at = next_due(case, round_promises(case).values())
    change(case, "next_due_at")


def next_due(case: Case, promises: Iterable[Promise]) -> datetime | None:
    """Return what `next_due_at` is to be, from the promises of the round as they stand now."""
    waited_for = [
        promise.due_at
        for promise in promises
        if promise.done_at is None and promise.waived_at is None and promise.paused_at is None
    ]
    return min(waited_for, default=None) if case.is_open else None
