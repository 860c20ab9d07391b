"""议题: proposed by whoever sits, taken onto an agenda or declined with a reason, put in order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.files import actions as files
from linli.files import events as file_events
from linli.files.models import Upload
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import AgendaItem, Body, Matter, Meeting, Paper
from .meetings import MeetingIsOver, lock_meeting


class ItemIsSettled(Refusal):
    pass


def is_late(meeting: Meeting, topic_days: int, at: datetime) -> bool:
    """Whether a topic comes after the day topics were asked for; it is taken all the same, and says so."""
    last = timezone.localdate(meeting.starts_at) - timedelta(days=topic_days)
    return topic_days > 0 and timezone.localdate(at) > last


@transaction.atomic
def propose_item(
    body: Body,
    *,
    title: str,
    by: User,
    at: datetime,
    background: str = "",
    wanted: str = "",
    proposed_for: str = "",
    meeting: Meeting | None = None,
    matter: Matter | None = None,
) -> AgendaItem:
    """提一个议题, for a meeting or for the next one. The chair's side decides whether it comes on the agenda."""
    if meeting is not None and (meeting.closed_at or meeting.cancelled_at):
        raise MeetingIsOver(_("这次会已经结束了。请提给下一次会。"))
    item = AgendaItem.objects.create(
        community_id=body.community_id, body=body, meeting=meeting, matter=matter, title=title, background=background,
        wanted=wanted, proposed_by=by, proposed_for=proposed_for, proposed_at=at,
    )  # fmt: skip
    record(events.ITEM_PROPOSED, item, by=by, at=at, title=title)
    return item


@transaction.atomic
def accept_item(item: AgendaItem, *, meeting: Meeting, by: User, at: datetime) -> AgendaItem:
    """列入议程: at the end of the agenda of `meeting`."""
    meeting = lock_meeting(meeting)
    if meeting.closed_at or meeting.cancelled_at:
        raise MeetingIsOver(_("这次会已经结束了。请列入别的会。"))
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.resolutions.exists():
        raise ItemIsSettled(_("这个议题已经有决议了。"))
    last = meeting.agenda.filter(state=AgendaItem.State.ACCEPTED).aggregate(last=Max("order"))["last"] or 0
    item.meeting, item.state, item.order, item.declined_because = meeting, AgendaItem.State.ACCEPTED, last + 1, ""
    item.save(update_fields=["meeting", "state", "order", "declined_because"])
    record(events.ITEM_ACCEPTED, item, by=by, at=at, title=item.title, meeting=meeting.title)
    return item


@transaction.atomic
def decline_item(item: AgendaItem, *, reason: str, by: User, at: datetime) -> AgendaItem:
    """不列入, with a reason the proposer is told."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.resolutions.exists() or item.said:
        raise ItemIsSettled(_("这个议题已经议过了，不能再拿下。"))
    item.state, item.declined_because, item.meeting = AgendaItem.State.DECLINED, reason, None
    item.save(update_fields=["state", "declined_because", "meeting"])
    record(events.ITEM_DECLINED, item, by=by, at=at, title=item.title, reason=reason)
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: User, at: datetime) -> None:
    """Put an item one place higher or lower on its agenda."""
    if item.meeting is None:
        return
    meeting = lock_meeting(item.meeting)
    items = list(meeting.agenda.filter(state=AgendaItem.State.ACCEPTED).order_by("order", "pk"))
    place = [each.pk for each in items].index(item.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    for order, each in enumerate(items, start=1):
        each.order = order
    AgendaItem.objects.bulk_update(items, ["order"])
    record(events.AGENDA_ORDERED, meeting, by=by, at=at)


@transaction.atomic
def attach_papers(
    meeting: Meeting, uploads: Sequence[Upload], *, item: AgendaItem | None = None, by: User, at: datetime
) -> int:
    """Put papers before a meeting, or before one item of it; whoever is invited reads them. Return how many are new."""
    meeting = lock_meeting(meeting)
    if meeting.cancelled_at:
        raise MeetingIsOver(_("这次会取消了。"))
    last = meeting.papers.aggregate(last=Max("file__position"))["last"] or 0
    added: list[int] = []
    for upload in uploads:
        file, is_new = files.keep_file(upload, position=last + len(added) + 1, by=by, at=at)
        if is_new:
            Paper.objects.create(community_id=meeting.community_id, meeting=meeting, item=item, file=file)
            added.append(file.pk)
    if added:
        record(file_events.ADDED, meeting, by=by, at=at, count=len(added), files=added)
    return len(added)


@transaction.atomic
def take_paper_off(paper: Paper, *, by: User, at: datetime) -> None:
    """Take a paper off again; the file is swept away later."""
    files.remove_file(paper.file, by=by, at=at)
