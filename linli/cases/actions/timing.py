"""Moving a due moment: only with a reason, and only after the resident was told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.moments import say_moment
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, Extension, Pause, Promise
from .ending import note_contact
from .locking import lock
from .promising import open_promises, refresh_next_due, run_on, warn_at


class CannotExtend(Refusal):
    pass


@transaction.atomic
def ask_extension(
    case: Case, *, reason: str, new_due_at: datetime, told_requester_at: datetime, by: User, at: datetime
) -> Extension:
    """延期: ask for a later resolution. It counts only when somebody else has approved it.

    Raises CannotExtend when the promise is already broken, the moment is not later, or one request waits already.
    """
    case = lock(case, "extend")
    promise = open_promises(case).get(Promise.Kind.RESOLVE)
    if promise and promise.paused_at:
        raise CannotExtend(_("这件事正在暂停，恢复时时限会自动顺延。"))
    if promise is None or promise.due_at < at:
        raise CannotExtend(_("时限已经过了，不能再延期。请如实告诉居民，尽快办。"))
    if new_due_at <= promise.due_at:
        raise CannotExtend(_("延到的时间要晚于现在的时限 {due_at}。").format(due_at=say_moment(promise.due_at, at)))
    if promise.extensions.filter(is_approved=None).exists():
        raise CannotExtend(_("已经有一个延期申请在等批准。"))
    extension = Extension.objects.create(
        community_id=case.community_id, case=case, promise=promise, asked_by=by, asked_at=at, reason=reason,
        old_due_at=promise.due_at, new_due_at=new_due_at, told_requester_at=told_requester_at,
    )  # fmt: skip
    note_contact(case, at=told_requester_at)
    record(events.EXTENSION_ASKED, case, by=by, at=at, extension=extension.pk, new_due_at=new_due_at)
    return extension


@transaction.atomic
def decide_extension(extension: Extension, *, is_approved: bool, note: str = "", by: User, at: datetime) -> None:
    """Approve or refuse what somebody else asked for. Approving moves the due moment, unless it is broken by now."""
    case = lock(extension.case, "extend")
    extension = Extension.objects.select_for_update().get(pk=extension.pk)
    if extension.is_approved is not None:
        raise CannotExtend(_("这个延期申请已经处理过了。"))
    if extension.asked_by_id == by.pk:
        raise CannotExtend(_("自己申请的延期，要由别人批准。"))
    extension.is_approved, extension.decided_by, extension.decided_at, extension.decision_note = (
        is_approved,
        by,
        at,
        note,
    )
    extension.save(update_fields=["is_approved", "decided_by", "decided_at", "decision_note"])
    if not is_approved:
        record(events.EXTENSION_REFUSED, case, by=by, at=at, extension=extension.pk)
        return
    promise = open_promises(case).get(Promise.Kind.RESOLVE)
    if promise is None or promise.pk != extension.promise_id or (promise.paused_at or at) > promise.due_at:
        raise CannotExtend(_("批准之前时限已经过了，不能再延期。"))
    if extension.new_due_at <= promise.due_at:
        raise CannotExtend(_("延到的时间要晚于现在的时限 {due_at}。").format(due_at=say_moment(promise.due_at, at)))
    promise.due_at, promise.warn_at, promise.warned_at = extension.new_due_at, warn_at(at, extension.new_due_at), None
    promise.save(update_fields=["due_at", "warn_at", "warned_at"])
    refresh_next_due(case)
    record(events.EXTENSION_APPROVED, case, by=by, at=at, extension=extension.pk, new_due_at=extension.new_due_at)


class CannotPause(Refusal):
    pass


@transaction.atomic
def pause_case(
    case: Case, *, reason: str, resume_by: datetime, told_requester_at: datetime, by: User, at: datetime
) -> Pause:
    """暂停: stop the running promises while something outside our power is waited for. Broken promises stay broken."""
    case = lock(case, "pause")
    if case.pauses.filter(ended_at=None).exists():
        raise CannotPause(_("这件事已经在暂停了。"))
    if resume_by <= at:
        raise CannotPause(_("预计恢复的时间要晚于现在。"))
    running = [promise for promise in open_promises(case).values() if promise.due_at >= at]
    if not running:
        raise CannotPause(_("时限已经过了，暂停没有意义。请如实告诉居民，尽快办。"))
    pause = Pause.objects.create(
        community_id=case.community_id,
        case=case,
        began_at=at,
        reason=reason,
        resume_by=resume_by,
        told_requester_at=told_requester_at,
        paused_by=by,
    )
    for promise in running:
        promise.paused_at = at
        promise.save(update_fields=["paused_at"])
    refresh_next_due(case)
    note_contact(case, at=told_requester_at)
    record(events.PAUSED, case, by=by, at=at, pause=pause.pk, resume_by=resume_by)
    return pause


@transaction.atomic
def resume_case(case: Case, *, by: User, at: datetime) -> None:
    """Let the promises run on; each due moment moves by the time paused, in its own clock."""
    case = lock(case, "resume")
    pause = case.pauses.select_for_update().filter(ended_at=None).first()
    if pause is None:
        raise CannotPause(_("这件事没有在暂停。"))
    pause.ended_at, pause.ended_by = at, by
    pause.save(update_fields=["ended_at", "ended_by"])
    latest = None
    for promise in open_promises(case).values():
        if promise.paused_at is None:
            continue
        run_on(promise, from_=at)
        latest = max(latest or promise.due_at, promise.due_at)
    refresh_next_due(case)
    record(events.RESUMED, case, by=by, at=at, pause=pause.pk, due_at=latest or at)
