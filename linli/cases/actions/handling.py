"""On the spot: arriving, noting, asking for help."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.straight import change
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Arrival, Case, Promise, Remark, Status
from .ending import add_answer
from .locking import lock
from .promising import break_promise, fulfil, next_due, refresh_next_due, round_promise, round_promises, run_on

_FIRST_TAP = """
    INSERT INTO cases_arrival
        (community_id, case_id, round, who_id, at, recorded_by_id, recorded_at, was_added_later, note)
    VALUES (%(community)s, %(case)s, %(round)s, %(who)s, %(at)s, %(who)s, %(at)s, false, '')
    ON CONFLICT (case_id, round, who_id) DO NOTHING RETURNING id
"""


@as_a_whole
def record_arrival(case: Case, *, by: User, at: datetime) -> Arrival:
    """我到场了: one tap. The first arrival of a round keeps or breaks its promise; tapping again changes nothing."""
    case = lock(case, "arrive")
    tap = {"community": case.community_id, "case": case.pk, "round": case.round, "who": by.pk, "at": at}
    if not (new := ask(_FIRST_TAP, tap)):
        return Arrival.objects.get(case=case, round=case.round, who=by)
    [(pk,)] = new
    promises = round_promises(case)
    fulfil(case, promises.get(Promise.Kind.ARRIVE), done_at=at)
    case.status, case.next_due_at = Status.ON_SITE, next_due(case, promises.values())
    change(case, "status", "next_due_at")
    record(events.ARRIVED, case, by=by, at=at, arrival=pk)
    return Arrival(
        pk=pk,
        community_id=case.community_id,
        case=case,
        round=case.round,
        who=by,
        at=at,
        recorded_by=by,
        recorded_at=at,
    )


class ArrivalCannotBeThen(Refusal):
    pass


@transaction.atomic
def add_arrival(case: Case, *, who: User, arrived_at: datetime, note: str, by: User, at: datetime) -> Arrival:
    """补记到场: an arrival that was forgotten, with its time and how we know.

    A promise already recorded as broken, or waived because nobody seemed to have come, is put right when the arrival
    was in time; it stays marked as corrected and is counted as such beside the rate.
    """
    case = lock(case, "add_arrival")
    if not _round_began_at(case) <= arrived_at <= at:
        raise ArrivalCannotBeThen(_("到场时间要在接到这件事之后，而且不能晚于现在。"))
    if case.resolved_at and arrived_at > case.resolved_at:
        raise ArrivalCannotBeThen(_("到场时间不能晚于办结时间。"))
    if Arrival.objects.filter(case=case, round=case.round, who=who).exists():
        raise ArrivalCannotBeThen(_("{name}这次的到场已经记过了。").format(name=who.name))
    arrival = Arrival.objects.create(
        community_id=case.community_id,
        case=case,
        round=case.round,
        who=who,
        at=arrived_at,
        recorded_by=by,
        recorded_at=at,
        was_added_later=True,
        note=note,
    )
    _put_right(case, round_promise(case, Promise.Kind.ARRIVE), arrived_at=arrived_at, at=at)
    if case.status == Status.ACCEPTED:
        case.status = Status.ON_SITE
        case.save(update_fields=["status"])
    refresh_next_due(case)
    record(events.ARRIVAL_ADDED, case, by=by, at=at, arrival=arrival.pk, who=who.name, arrived_at=arrived_at)
    return arrival


def _round_began_at(case: Case) -> datetime:
    reopened_at = case.reopenings.filter(round=case.round).values_list("at", flat=True).first()
    return reopened_at or case.received_at


def _put_right(case: Case, promise: Promise | None, *, arrived_at: datetime, at: datetime) -> None:
    if promise is None or promise.kept_at is not None:
        return
    if promise.done_at is not None and promise.done_at <= arrived_at:
        return
    was_over = not promise.is_open
    run_on(promise, from_=arrived_at)
    promise.done_at, promise.waived_at, promise.waived_why = arrived_at, None, ""
    if arrived_at <= promise.due_at:
        promise.kept_at, promise.broken_at = arrived_at, None
        promise.corrected_at = at if was_over else None
    promise.save(update_fields=["done_at", "kept_at", "broken_at", "waived_at", "waived_why", "corrected_at"])
    if promise.kept_at is None and promise.broken_at is None:
        break_promise(case, promise, at=at)


@transaction.atomic
def answer_afterwards(case: Case, *, body: str, by: User | None, at: datetime) -> Remark:
    """Tell the callers of a case how a matter ended that it was part of, in whatever standing the case is by now.

    Nothing of the case changes; who has its query code reads the answer.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    remark = Remark.objects.create(
        community_id=case.community_id, case=case, kind=Remark.Kind.ANSWER, mode=Remark.Mode.PAGE, body=body, by=by,
        at=at,
    )  # fmt: skip
    record(events.ANSWERED, case, by=by, at=at, remark=remark.pk)
    return remark


@transaction.atomic
def add_remark(case: Case, *, kind: str, body: str, mode: str = "", by: User, at: datetime) -> Remark:
    """Note something for ourselves, or write down what the resident was told."""
    case = lock(case, "remark")
    if kind == Remark.Kind.ANSWER:
        return add_answer(case, body=body, mode=mode or Remark.Mode.PAGE, by=by, at=at)
    remark = Remark.objects.create(
        community_id=case.community_id, case=case, kind=Remark.Kind.NOTE, body=body, by=by, at=at
    )
    record(events.NOTED, case, by=by, at=at, remark=remark.pk)
    return remark
