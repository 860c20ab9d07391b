"""协办: several helpers, each with a due moment of their own; the first handler hears what each of them says."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import event_of, record, record_all
from linli.notices.actions import read_about
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, CoHandling, Promise, Remark
from .locking import lock


class HelpCannotBeDueThen(Refusal):
    pass


class HelpIsAsked(Refusal):
    pass


@transaction.atomic
def ask_help(
    case: Case,
    *,
    wanted: str,
    helper: User | None = None,
    unit: Unit | None = None,
    due_at: datetime | None = None,
    by: User,
    at: datetime,
) -> CoHandling:
    """请来协办: ask a colleague or a unit to help by `due_at`. The first handler and the handler stay answerable.

    Without `due_at` the policy says by when: its minutes for helpers, or the case's own resolution. The very same help
    is not asked for again while it is awaited: pressed twice, the helper would read it twice.
    """
    case = lock(case, "ask_help")
    same = CoHandling.objects.awaited().filter(case=case, round=case.round, helper=helper, unit=unit, wanted=wanted)
    if same.exists():
        name = str(unit or helper)
        raise HelpIsAsked(_("已经请{name}帮过「{wanted}」，还没有反馈，不用再请。").format(name=name, wanted=wanted))
    if due_at is not None and due_at <= at:
        raise HelpCannotBeDueThen(_("请对方办好的时间要晚于现在。"), field="due_at")
    asked = CoHandling.objects.create(
        community_id=case.community_id,
        case=case,
        round=case.round,
        helper=helper,
        unit=unit,
        asked_by=by,
        asked_at=at,
        wanted=wanted,
        due_at=due_at or help_due(case, at),
    )
    record(events.HELP_ASKED, case, by=by, at=at, co_handling=asked.pk, helper=str(unit or helper))
    return asked


def help_due(case: Case, at: datetime) -> datetime | None:
    """Return by when a helper asked at `at` is due when nobody says otherwise; None when that moment is past."""
    promise = Promise.objects.filter(case=case, round=case.round, kind=Promise.Kind.RESOLVE).select_related("policy")
    resolution = promise.get()
    if resolution.policy.help_within_minutes:
        return at + timedelta(minutes=resolution.policy.help_within_minutes)
    return resolution.due_at if resolution.due_at > at else None


class HelpWasReported(Refusal):
    pass


def _awaited(asked: CoHandling) -> CoHandling:
    """Return the help as it stands, its case locked; refused when it was answered for good."""
    lock(asked.case, "report_help")
    asked = CoHandling.objects.select_for_update(of=("self",)).select_related("case", "unit", "helper").get(pk=asked.pk)
    if asked.done_at is not None:
        raise HelpWasReported(_("这次协办已经有反馈了。"))
    if asked.declined_at is not None:
        raise HelpWasReported(_("这次协办已经说明办不了。要再请，请再请一次。"))
    return asked


@transaction.atomic
def promise_help(
    asked: CoHandling, *, expected_at: datetime | None = None, words: str = "", by: User | None, at: datetime
) -> None:
    """Say when it will be done, or how far it is, or why it takes longer (`by` None: the unit's link)."""
    asked = _awaited(asked)
    if expected_at is not None and expected_at <= at:
        raise HelpCannotBeDueThen(_("预计办好的时间要晚于现在。"), field="expected_at")
    if asked.accepted_at is None:
        asked.accepted_at = at
    if expected_at is not None:
        asked.expected_at = expected_at
        record(
            events.HELP_PROMISED, asked.case, by=by, at=at, co_handling=asked.pk, helper=asked.name,
            expected_at=expected_at,
        )  # fmt: skip
    asked.save(update_fields=["accepted_at", "expected_at"])
    if words:
        remark = Remark.objects.create(
            community_id=asked.community_id, case=asked.case, kind=Remark.Kind.NOTE, body=words, co_handling=asked,
            by=by, at=at,
        )  # fmt: skip
        record(events.HELPER_SAID, asked.case, by=by, at=at, remark=remark.pk, helper=asked.name)
    if by:
        read_about(asked.case, by=by, at=at)


@transaction.atomic
def decline_help(asked: CoHandling, *, reason: str, by: User | None, at: datetime) -> None:
    """Say why one cannot help; whoever asked looks for somebody else."""
    asked = _awaited(asked)
    asked.declined_at, asked.decline_reason = at, reason
    asked.save(update_fields=["declined_at", "decline_reason"])
    record(events.HELP_DECLINED, asked.case, by=by, at=at, co_handling=asked.pk, helper=asked.name)


@transaction.atomic
def report_help(asked: CoHandling, *, report: str, by: User | None, at: datetime) -> None:
    """Write down what the helper did (`by` None: the unit itself, through its link). It settles nothing by itself."""
    asked = _awaited(asked)
    asked.done_at, asked.report, asked.reported_by = at, report, by
    asked.save(update_fields=["done_at", "report", "reported_by"])
    record(events.HELP_REPORTED, asked.case, by=by, at=at, co_handling=asked.pk, helper=asked.name)


def note_late_help(cases: Iterable[Case], *, at: datetime) -> None:
    """Note once that help with these cases is late, and tell. The caller holds their locks."""
    still_open = {case.pk: case for case in cases if case.is_open}
    late = list(
        CoHandling.objects.late(at)
        .filter(case__in=still_open, round=F("case__round"))
        .select_related("unit", "helper")
        .order_by("due_at")
    )
    if not late:
        return
    CoHandling.objects.filter(pk__in=[asked.pk for asked in late]).update(late_at=at)
    record_all(
        [
            event_of(
                events.HELP_LATE, still_open[asked.case_id], by=None, at=at, co_handling=asked.pk, helper=asked.name,
                due_at=asked.due_at,
            )
            for asked in late
        ]
    )  # fmt: skip
