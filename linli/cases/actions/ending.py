"""Ending a round: what was done, how it ended, and what the resident was told."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import ENDINGS, OPEN, Case, Closure, Outcome, Pause, Promise, Remark, Status
from .dispatch import withdraw_offer
from .locking import lock
from .promising import break_promise, fulfil, refresh_next_due, round_promise, waive


class StillPaused(Refusal):
    pass


class NotAnEnding(Refusal):
    pass


class PartsAreOpen(Refusal):
    pass


def refuse_while_parts_are_open(case: Case) -> None:
    """Raise PartsAreOpen when the whole would end before its parts; the database refuses it as well."""
    waiting = list(case.parts.filter(status__in=OPEN).order_by("number").values_list("number", flat=True))
    if waiting:
        raise PartsAreOpen(
            _("拆出的部分还没办完：{numbers}。都办完了，整件才能结束。").format(numbers="、".join(waiting))
        )


@transaction.atomic
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
    if Pause.objects.filter(case=case, ended_at=None).exists():
        raise StillPaused(_("这件事还在暂停，先恢复，再办结。"))
    refuse_while_parts_are_open(case)
    close(
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
    record(events.RESOLVED, case, by=by, at=at, outcome=outcome, closure=case.closures.get(round=case.round).pk)
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
) -> None:
    """Write the closure and settle both promises; the caller holds the lock and writes the journal line.

    An arrival somebody was asked for, and that was due before now, is broken even when the clock has not looked yet.
    """
    told = None
    if answer:
        told = add_answer(case, body=answer, mode=mode, by=by, at=at)
    Closure.objects.create(
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
    withdraw_offer(case, at=at)
    somebody_was_asked = case.status != Status.REGISTERED
    case.status, case.outcome, case.resolved_at = status, outcome, at
    case.save(update_fields=["status", "outcome", "resolved_at"])
    fulfil(case, round_promise(case, Promise.Kind.RESOLVE), done_at=at)
    arrive = round_promise(case, Promise.Kind.ARRIVE)
    if arrive and arrive.is_open and arrive.due_at < at and somebody_was_asked:
        break_promise(case, arrive, at=at)
    with translation.override(settings.LANGUAGE_CODE):  # kept in the row, whatever language this page is in
        waive(arrive, at=at, why=_("不用到现场就办结了"))
    refresh_next_due(case)


def note_contact(case: Case, *, at: datetime) -> None:
    """Remember when the resident was first told anything: an answer, or why it takes longer."""
    if case.contacted_at is None or at < case.contacted_at:
        case.contacted_at = at
        case.save(update_fields=["contacted_at"])


def add_answer(case: Case, *, body: str, mode: str, by: User | None, at: datetime) -> Remark:
    """Write what the resident was told; the first such word is when they were contacted."""
    remark = Remark.objects.create(
        community_id=case.community_id, case=case, kind=Remark.Kind.ANSWER, mode=mode, body=body, by=by, at=at
    )
    note_contact(case, at=at)
    record(events.ANSWERED, case, by=by, at=at, remark=remark.pk)
    return remark
