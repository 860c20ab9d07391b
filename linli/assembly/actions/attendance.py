"""Who was told, who says they come, who was there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import Invited, Meeting
from ..queries.meetings import own_calls
from .meetings import MeetingIsOver, lock_meeting


@transaction.atomic
def note_told(meeting: Meeting, *, invited: Sequence[int], mode: str, by: User, at: datetime) -> int:
    """Write down who was told by phone, at the door or on paper; who is noted already keeps what is there."""
    meeting = lock_meeting(meeting)
    rows = meeting.invited.filter(pk__in=invited, told_at=None)
    many = rows.update(told_at=at, told_by=mode)
    if many:
        record(events.TOLD_OF_MEETING, meeting, by=by, at=at, many=many, mode=mode)
    return many


def note_opened(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Somebody invited opened the page of the meeting: the first time is kept."""
    if meeting.called_at:
        own_calls(by).filter(meeting=meeting, opened_at=None).update(opened_at=at)


@transaction.atomic
def answer_call(invited: Invited, *, answer: str, note: str = "", by: User, at: datetime) -> Invited:
    """来，或者请假: said by who is invited, until the meeting begins; the last word counts."""
    meeting = lock_meeting(invited.meeting)
    if meeting.opened_at or meeting.cancelled_at:
        raise MeetingIsOver(_("会已经开始或者取消了。来不了请打电话告诉记录的人。"))
    invited.answer, invited.answer_note = answer, note if answer == Invited.Answer.LEAVE else ""
    invited.save(update_fields=["answer", "answer_note"])
    record(events.CALL_ANSWERED, meeting, by=by, at=at, invited=invited.pk, answer=answer)
    return invited


@transaction.atomic
def take_attendance(meeting: Meeting, *, presence: Mapping[int, str], by: User, at: datetime) -> Meeting:
    """到会登记: each one present, on leave or absent, by their key; who is not named stays as they are."""
    meeting = lock_meeting(meeting)
    if meeting.opened_at is None or meeting.closed_at:
        raise MeetingIsOver(_("会还没开始，或者已经结束了，不能再登记到会。"))
    changed = []
    for each in meeting.invited.filter(pk__in=presence):
        wanted = presence[each.pk]
        if each.presence != wanted:
            each.presence = wanted
            each.arrived_at = at if wanted == Invited.Presence.PRESENT else None
            changed.append(each)
    Invited.objects.bulk_update(changed, ["presence", "arrived_at"])
    if changed:
        record(events.ATTENDANCE_TAKEN, meeting, by=by, at=at, many=len(changed))
    return meeting
