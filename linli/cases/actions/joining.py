"""并案 and 关联: two cases that are one matter, and two that are worth reading together."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, CaseLink, CoHandling, Merger, Promise, Requester, Status
from ..queries.joining import why_not_merge
from .dispatch import offer_to_next, withdraw_offer
from .locking import lock
from .promising import open_promises, refresh_next_due, run_on, waive

STAYS = (Status.ACCEPTED, Status.ON_SITE)
"""Standings a case goes back to when a merger is undone; one that waited for somebody is offered anew."""


class CannotMerge(Refusal):
    pass


@transaction.atomic
def merge_case(case: Case, *, into: Case, reason: str, by: User, at: datetime) -> Merger:
    """并案: work on `case` as `into` from now on; its callers stand there and are answered and called back there.

    Its promises and its pause end as joined, its waiting offer is withdrawn, help asked for moves along. Merging wins
    no time: a case promised sooner is not merged into one promised later. Doing it twice changes nothing. Raises
    CannotMerge.
    """
    case, into = _lock_both(case, into)
    if twin := case.mergers.running().filter(into=into).first():
        return twin
    if why := why_not_merge(case, into):
        raise CannotMerge(why)
    merger = Merger.objects.create(
        community_id=case.community_id, case=case, into=into, reason=reason, by=by, at=at, before=_as_it_stands(case)
    )
    withdraw_offer(case, at=at)
    case.pauses.filter(ended_at=None).update(ended_at=at, ended_by=by)
    with translation.override(settings.LANGUAGE_CODE):  # kept in the row, whatever language this page is in
        joined = _("已并入 {number}").format(number=into.number)
    for promise in open_promises(case).values():
        waive(promise, at=at, why=joined)
    case.requesters.update(case=into, is_first=False, came_with=merger)
    case.co_handlings.filter(done_at=None).update(case=into, round=into.round)
    case.status = Status.MERGED
    case.save(update_fields=["status"])
    refresh_next_due(case)
    record(events.MERGED, case, by=by, at=at, into=into.number, merger=merger.pk)
    record(events.TOOK_IN, into, by=by, at=at, number=case.number, merger=merger.pk)
    return merger


def _as_it_stands(case: Case) -> dict[str, Any]:
    promises = open_promises(case).values()
    return {
        "status": case.status,
        "requesters": list(case.requesters.values_list("pk", "is_first", "came_with")),
        "help": list(case.co_handlings.filter(done_at=None).values_list("pk", "round")),
        "promises": [[one.pk, one.paused_at.isoformat() if one.paused_at else None] for one in promises],
    }


def _lock_both(one: Case, other: Case) -> tuple[Case, Case]:
    """Lock two cases in the order of their keys, so that nobody waits for somebody who waits for them."""
    rows = Case.objects.select_for_update().order_by("pk").in_bulk(sorted({one.pk, other.pk}))
    return rows[one.pk], rows[other.pk]


@transaction.atomic
def undo_merger(merger: Merger, *, reason: str, by: User, at: datetime) -> Case:
    """Work on a merged case by itself again, as it stood before: callers, help, promises with the moments they had.

    A pause ended when it was merged: the promise runs on from then, and may have been missed meanwhile. A case that
    waited for somebody is offered anew. Who joined the main case later stays there. Raises CannotMerge.
    """
    case, into = _lock_both(merger.case, merger.into)
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    if merger.undone_at is not None:
        raise CannotMerge(_("这次并案已经拆开了。"))
    if into.is_merged or into.status == Status.ARCHIVED:
        raise CannotMerge(
            _("主件 {number} 已经「{status}」，不能再拆。请新登记一件，再「关联」起来。").format(
                number=into.number, status=into.get_status_display()
            )
        )
    merger.undone_at, merger.undone_by, merger.undone_reason = at, by, reason
    merger.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    case.status = merger.before["status"] if merger.before["status"] in STAYS else Status.REGISTERED
    case.save(update_fields=["status"])
    for pk, is_first, came_with in merger.before["requesters"]:
        Requester.objects.filter(pk=pk, case=into).update(case=case, is_first=is_first, came_with=came_with)
    for pk, nth_round in merger.before["help"]:
        CoHandling.objects.filter(pk=pk, case=into).update(case=case, round=nth_round)
    _run_again(case, merger)
    refresh_next_due(case)
    record(events.UNMERGED, case, by=by, at=at, into=into.number, merger=merger.pk)
    record(events.GAVE_BACK, into, by=by, at=at, number=case.number, merger=merger.pk)
    if case.status == Status.REGISTERED:
        offer_to_next(case, at=at, by=by)
    return case


def _run_again(case: Case, merger: Merger) -> None:
    """Let the promises that ended as joined run on, each with its own due moment."""
    paused = dict(merger.before["promises"])
    for promise in Promise.objects.select_for_update().filter(case=case, pk__in=paused):
        since = paused[promise.pk]
        promise.waived_at, promise.waived_why = None, ""
        promise.paused_at = datetime.fromisoformat(since) if since else None
        promise.save(update_fields=["waived_at", "waived_why", "paused_at"])
        run_on(promise, from_=merger.at)


class CannotLink(Refusal):
    pass


@transaction.atomic
def link_cases(case: Case, *, other: Case, why: str = "", by: User, at: datetime) -> CaseLink:
    """关联: two cases are read together and go their own ways. Linking what is linked changes nothing."""
    if case.pk == other.pk or case.community_id != other.community_id:
        raise CannotLink(_("请写同一个社区里另一件事的编号。"))
    case = lock(case, "link")
    older, newer = sorted((case, other), key=lambda each: each.pk)
    link, is_new = CaseLink.objects.get_or_create(
        case=older,
        other=newer,
        ended_at=None,
        defaults={"community_id": case.community_id, "why": why, "by": by, "at": at},
    )
    if is_new:
        record(events.LINKED, case, by=by, at=at, number=other.number, link=link.pk)
        record(events.LINKED, other, by=by, at=at, number=case.number, link=link.pk)
    return link


@transaction.atomic
def unlink_cases(link: CaseLink, *, by: User, at: datetime) -> None:
    """End a link; that it was there stays in both journals."""
    link = CaseLink.objects.select_for_update(of=("self",)).select_related("case", "other").get(pk=link.pk)
    if link.ended_at is not None:
        raise CannotLink(_("这个关联已经取消了。"))
    link.ended_at, link.ended_by = at, by
    link.save(update_fields=["ended_at", "ended_by"])
    record(events.UNLINKED, link.case, by=by, at=at, number=link.other.number, link=link.pk)
    record(events.UNLINKED, link.other, by=by, at=at, number=link.case.number, link=link.pk)
