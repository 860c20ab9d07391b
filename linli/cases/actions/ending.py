"""Ending a round: what was done, how it ended, and what the resident was told."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.straight import change, write_together
from linli.fence.whole import as_a_whole
from linli.journal.models import Event
from linli.journal.record import event_of, record, record_all
from linli.web.refusal import Refusal

from .. import events
from ..models import ENDINGS, OPEN_IN_SQL, Case, Closure, Outcome, Promise, Remark, Status
from .dispatch import withdraw_offer
from .locking import lock
from .promising import break_promise, fulfil, next_due, round_promises, waive


class StillPaused(Refusal):
    pass


class NotAnEnding(Refusal):
    pass


class PartsAreOpen(Refusal):
    pass


_HOLDS_IT_UP = f"""
    SELECT EXISTS (
        SELECT 1 FROM cases_pause WHERE community_id = %(community)s AND case_id = %(case)s AND ended_at IS NULL
    ), ARRAY (
        SELECT number FROM cases_case WHERE community_id = %(community)s AND part_of_id = %(case)s
        AND status IN ({OPEN_IN_SQL}) ORDER BY number
    )
"""  # noqa: S608 - our own codes


def _refuse_what_is_held_up(case: Case) -> None:
    """Raise StillPaused, or PartsAreOpen where the whole would end before its parts (the database refuses it too)."""
    [(is_paused, waiting)] = ask(_HOLDS_IT_UP, {"case": case.pk, "community": case.community_id})
    if is_paused:
        raise StillPaused(_("这件事还在暂停，先恢复，再办结。"))
    if waiting:
        raise PartsAreOpen(
            _("拆出的部分还没办完：{numbers}。都办完了，整件才能结束。").format(numbers="、".join(waiting))
        )


@as_a_whole
def resolve_case(
    case: Case,
    *,
    outcome: Outcome,
    done: str,
    answer: str = "",
    mode: str = Remark.Mode.PHONE,
    handed_to: str = "",
    by: User,
    at: datetime,
) -> Case:
    """办结: say what was done and how it ended; `answer` is what the resident was told, apart from our own notes.

    The resolution promise is kept or broken by `at`. An arrival promise is waived when nobody had to come (the matter
    was settled without going). A part of a matter is filed at once: the whole is what is answered and called back.
    Raises NotNow, StillPaused, PartsAreOpen.
    """
    if outcome not in ENDINGS:
        raise NotAnEnding(_("请选这件事是怎样结束的。"))
    case = lock(case, "resolve")
    _refuse_what_is_held_up(case)
    closure, lines = close(
        case,
        outcome=outcome,
        done=done,
        answer=answer,
        mode=mode,
        handed_to=handed_to,
        status=Status.RESOLVED,
        by=by,
        at=at,
    )
    record_all([*lines, event_of(events.RESOLVED, case, by=by, at=at, outcome=outcome, closure=closure.pk)])
    if case.part_of_id:
        _file_part(case, by=by, at=at)
    return case


def _file_part(case: Case, *, by: User, at: datetime) -> None:
    case.status, case.archived_at = Status.ARCHIVED, at
    case.save(update_fields=["status", "archived_at"])
    record(events.PART_ENDED, case.part_of, by=by, at=at, number=case.number, outcome=case.outcome)


def close(
    case: Case,
    *,
    outcome: Outcome,
    done: str,
    answer: str,
    mode: str,
    handed_to: str,
    status: Status,
    by: User,
    at: datetime,
) -> tuple[Closure, list[Event]]:
    """Write the closure and settle both promises, and return it with what the journal has to say before its own line.

    The caller holds the lock and writes the journal. An arrival somebody was asked for, and that was due before now, is
    broken even when the clock has not looked yet.
    """
    told = _answer(case, body=answer, mode=mode, by=by, at=at) if answer else None
    closure = Closure(
        community_id=case.community_id,
        case=case,
        round=case.round,
        at=at,
        by=by,
        outcome=outcome,
        done=done,
        answer=told,
        handed_to=handed_to,
    )
    write_together(*([told] if told else []), closure)
    withdraw_offer(case, at=at)
    somebody_was_asked = case.status != Status.REGISTERED
    promises = round_promises(case)
    fulfil(case, promises.get(Promise.Kind.RESOLVE), done_at=at)
    arrive = promises.get(Promise.Kind.ARRIVE)
    if arrive and arrive.is_open and arrive.due_at < at and somebody_was_asked:
        break_promise(case, arrive, at=at)
    with translation.override(settings.LANGUAGE_CODE):  # kept in the row, whatever language this page is in
        waive(arrive, at=at, why=_("不用到现场就办结了"))
    case.status, case.outcome, case.resolved_at = status, outcome, at
    case.next_due_at = next_due(case, promises.values())
    if told:
        case.contacted_at = _first_contact(case, at)
    change(case, "status", "outcome", "resolved_at", "next_due_at", "contacted_at")
    return closure, [event_of(events.ANSWERED, case, by=by, at=at, remark=told.pk)] if told else []


def _first_contact(case: Case, at: datetime) -> datetime:
    return min(case.contacted_at or at, at)


def note_contact(case: Case, *, at: datetime) -> None:
    """Remember when the resident was first told anything: an answer, or why it takes longer."""
    if case.contacted_at is None or at < case.contacted_at:
        case.contacted_at = at
        change(case, "contacted_at")


def add_answer(case: Case, *, body: str, mode: str, by: User | None, at: datetime) -> Remark:
    """Write what the resident was told; the first such word is when they were contacted."""
    remark = _answer(case, body=body, mode=mode, by=by, at=at)
    write_together(remark)
    note_contact(case, at=at)
    record(events.ANSWERED, case, by=by, at=at, remark=remark.pk)
    return remark


def _answer(case: Case, *, body: str, mode: str, by: User | None, at: datetime) -> Remark:
    return Remark(
        community_id=case.community_id, case=case, kind=Remark.Kind.ANSWER, mode=mode, body=body, by=by, at=at
    )
