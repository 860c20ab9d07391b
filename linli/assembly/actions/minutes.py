"""会议记录: written while the meeting runs, sent for approval, approved by somebody else or sent back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import AgendaItem, Meeting, Minutes
from .meetings import MeetingIsOver, lock_meeting


class WrittenMeanwhile(Refusal):
    """Somebody else wrote since this page was opened; nothing of theirs is lost, nor of what was typed."""


class MinutesAreApproved(Refusal):
    pass


class WriterApproves(Refusal):
    pass


@transaction.atomic
def write_minutes(meeting: Meeting, *, text: str, read_at: datetime | None, by: User, at: datetime) -> Minutes:
    """Write the minutes. `read_at` is when the text that was changed had been written (None: there was none)."""
    meeting = lock_meeting(meeting)
    if meeting.opened_at is None:
        raise MeetingIsOver(_("会还没开始。先按「开会」，再写记录。"))
    minutes = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    if minutes is None:
        minutes = Minutes(community_id=meeting.community_id, meeting=meeting)
    elif minutes.approved_at:
        raise MinutesAreApproved(_("记录已经通过了，不能再改。写错了的，在下次会上更正。"))
    elif minutes.written_by_id != by.pk and minutes.written_at != read_at:
        raise WrittenMeanwhile(
            _("{name}刚刚也改了记录。请把您写的复制下来，刷新页面后接着写，谁写的都不会丢。").format(
                name=minutes.written_by.name
            ),
            field="text",
        )
    minutes.text, minutes.written_by, minutes.written_at, minutes.sent_back_because = text, by, at, ""
    minutes.save()
    record(events.MINUTES_WRITTEN, meeting, by=by, at=at)
    return minutes


@transaction.atomic
def note_said(item: AgendaItem, *, text: str, read_at: datetime | None, by: User, at: datetime) -> AgendaItem:
    """Write down what was said on an item: its part of the minutes."""
    assert item.meeting is not None  # noqa: S101 - only what is on an agenda has a page to write on
    meeting = lock_meeting(item.meeting)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if meeting.opened_at is None:
        raise MeetingIsOver(_("会还没开始。先按「开会」，再写记录。"))
    if Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).exists():
        raise MinutesAreApproved(_("记录已经通过了，不能再改。写错了的，在下次会上更正。"))
    if item.said_by_id not in {None, by.pk} and item.said_at != read_at:
        raise WrittenMeanwhile(
            _("刚刚有人也改了这一条。请把您写的复制下来，刷新页面后接着写，谁写的都不会丢。"), field="text"
        )
    item.said, item.said_by, item.said_at = text, by, at
    item.save(update_fields=["said", "said_by", "said_at"])
    record(events.MINUTES_WRITTEN, meeting, by=by, at=at, item=item.pk)
    return item


@transaction.atomic
def approve_minutes(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """通过会议记录: by somebody else than who wrote it; from then on it stays as it is."""
    minutes = _to_approve(meeting)
    if minutes.written_by_id == by.pk:
        raise WriterApproves(_("记录是您写的，请会长或书记来看过通过。"))
    minutes.approved_by, minutes.approved_at, minutes.sent_back_because = by, at, ""
    minutes.save(update_fields=["approved_by", "approved_at", "sent_back_because"])
    record(events.MINUTES_APPROVED, meeting, by=by, at=at)
    return minutes


@transaction.atomic
def send_minutes_back(meeting: Meeting, *, reason: str, by: User, at: datetime) -> Minutes:
    """退回: what has to be put right before they are approved; the writer is told."""
    minutes = _to_approve(meeting)
    minutes.sent_back_because = reason
    minutes.save(update_fields=["sent_back_because"])
    record(events.MINUTES_SENT_BACK, meeting, by=by, at=at, reason=reason, writer=minutes.written_by_id)
    return minutes


@transaction.atomic
def disclose_minutes(meeting: Meeting, *, is_disclosed: bool, by: User, at: datetime) -> Minutes:
    """Let people outside the body read approved minutes, or no longer."""
    minutes = Minutes.objects.select_for_update().get(meeting=meeting)
    if minutes.approved_at is None:
        raise MeetingIsOver(_("记录还没通过，先不公开。"))
    minutes.is_disclosed = is_disclosed
    minutes.save(update_fields=["is_disclosed"])
    record(events.MINUTES_DISCLOSED if is_disclosed else events.MINUTES_CLOSED_AGAIN, meeting, by=by, at=at)
    return minutes


def _to_approve(meeting: Meeting) -> Minutes:
    meeting = lock_meeting(meeting)
    minutes = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    if meeting.closed_at is None or minutes is None:
        raise MeetingIsOver(_("散会以后再通过记录。"))
    if minutes.approved_at:
        raise MinutesAreApproved(_("记录已经通过了。"))
    return minutes
