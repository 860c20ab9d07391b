"""Meetings: planned, called, moved, called off, opened and closed."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.queries import keys_of_liaisons
from linli.web.refusal import Refusal

from .. import events
from ..models import AgendaItem, Body, ChairTerm, Invited, Meeting, MeetingSeries
from ..queries.sitting import Sitter, rule_on, sitting

SCREEN_SECRET = 20
MOST_AT_ONCE = 60


class MeetsAlready(Refusal):
    pass


class MeetingIsOver(Refusal):
    """What was asked belongs before the meeting, or while it runs."""


class NoticeIsShort(Refusal):
    pass


class NothingToCallBy(Refusal):
    pass


class MinutesMissing(Refusal):
    pass


class NoSuchDays(Refusal):
    pass


def lock_meeting(meeting: Meeting) -> Meeting:
    """Return the row, locked; two people at once go one after the other."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "rule", "community")
    return rows.get(pk=meeting.pk)


@transaction.atomic
def plan_meeting(
    body: Body,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    by: User,
    at: datetime,
    kind: str = Meeting.Kind.REGULAR,
    series: MeetingSeries | None = None,
) -> Meeting:
    """Plan a meeting of `body`. Its number is the next of its body and year; nobody is told before it is called."""
    Body.objects.select_for_update().get(pk=body.pk)
    year = timezone.localtime(starts_at).year
    last = Meeting.objects.filter(body=body, year=year).order_by("-number").values_list("number", flat=True).first()
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                community_id=body.community_id, body=body, kind=kind, title=title, year=year, number=(last or 0) + 1,
                starts_at=starts_at, ends_at=ends_at, place=place, series=series, planned_by=by, planned_at=at,
                changed_at=at, screen_secret=get_random_string(SCREEN_SECRET),
            )  # fmt: skip
    except IntegrityError as why:
        if "a_body_meets_once_at_a_time" not in str(why):
            raise
        raise MeetsAlready(_("这个时间{body}已经排了会。").format(body=body.name), field="starts_at") from why
    record(events.MEETING_PLANNED, meeting, by=by, at=at, title=title)
    return meeting


@transaction.atomic
def plan_series(
    body: Body, *, rule: str, until_on: date, starts_at: datetime, by: User, at: datetime, **wanted: Any
) -> MeetingSeries:
    """Plan every meeting of a series up to `until_on`; each is then called, moved or called off by itself."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = starts_at.astimezone(zone).replace(tzinfo=None)
    moments: list[datetime] = []
    for moment in rrulestr(rule, dtstart=first):
        if moment.date() > until_on or len(moments) > MOST_AT_ONCE:
            break
        moments.append(moment.replace(tzinfo=zone))
    if not moments or len(moments) > MOST_AT_ONCE:
        sentence = _("这样重复排不出会，或者太多了（一次最多 {most} 次）。请改最后一天。")
        raise NoSuchDays(sentence.format(most=MOST_AT_ONCE), field="until_on")
    series = MeetingSeries.objects.create(
        community_id=body.community_id, body=body, title=wanted["title"], rule=rule, first_at=moments[0],
        until_on=until_on, made_by=by, made_at=at,
    )  # fmt: skip
    length = wanted.pop("ends_at") - starts_at
    for moment in moments:
        plan_meeting(body, starts_at=moment, ends_at=moment + length, series=series, by=by, at=at, **wanted)
    return series


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, title: str, kind: str, starts_at: datetime, ends_at: datetime, place: str, by: User,
    at: datetime,
) -> Meeting:  # fmt: skip
    """Change what was planned. Everybody called hears of another time or place; calendars see a newer version."""
    meeting = _to_come(meeting)
    moved = (meeting.starts_at, meeting.ends_at, meeting.place) != (starts_at, ends_at, place)
    meeting.title, meeting.kind, meeting.place = title, kind, place
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, at
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as why:
        if "a_body_meets_once_at_a_time" not in str(why):
            raise
        raise MeetsAlready(_("这个时间{body}已经排了会。").format(body=meeting.body.name), field="starts_at") from why
    verb = events.MEETING_MOVED if moved and meeting.called_at else events.MEETING_CHANGED
    record(verb, meeting, by=by, at=at, title=title, starts_at=starts_at.isoformat(), place=place)
    return meeting


def days_of_notice(meeting: Meeting, at: datetime) -> int:
    """Return how many whole days lie between the day of the notice and the day of the meeting."""
    return (timezone.localdate(meeting.starts_at) - timezone.localdate(at)).days


@transaction.atomic
def call_meeting(meeting: Meeting, *, short_notice_reason: str = "", by: User, at: datetime) -> Meeting:
    """通知开会: everybody who sits on the day of the meeting is invited, by the rule and under the chair of that day.

    Refuses fewer days of notice than the rule asks for, unless it is said why; the reason stays with the meeting.
    """
    meeting = _to_come(meeting)
    if meeting.called_at is not None:
        raise MeetingIsOver(_("已经通知过了。"))
    on = timezone.localdate(meeting.starts_at)
    rule = rule_on(meeting.body, on)
    sitters = sitting(meeting.body, on)
    if rule is None or not sitters:
        raise NothingToCallBy(
            _("{body}那天还没有规则或者没有人参加。请先定好，再通知。").format(body=meeting.body.name)
        )
    days = days_of_notice(meeting, at)
    if days < rule.notice_days and not short_notice_reason:
        sentence = ngettext(
            "按规则要提前 {needed} 天通知，现在只剩 {days} 天。来不及的话，请写明为什么。",
            "按规则要提前 {needed} 天通知，现在只剩 {days} 天。来不及的话，请写明为什么。", rule.notice_days,
        )  # fmt: skip
        raise NoticeIsShort(sentence.format(needed=rule.notice_days, days=max(days, 0)), field="short_notice_reason")
    meeting.rule, meeting.term = rule, _term_on(meeting.body, on)
    meeting.short_notice_reason = short_notice_reason if days < rule.notice_days else ""
    meeting.called_at, meeting.called_by, meeting.changed_at = at, by, at
    meeting.save(update_fields=["rule", "term", "short_notice_reason", "called_at", "called_by", "changed_at"])
    signing = keys_of_liaisons({each.unit.pk for each in sitters if each.unit}, on)
    Invited.objects.bulk_create(
        (
            _called(meeting, each, at, signs_in=bool(each.user or (each.unit and signing.get(each.unit.pk))))
            for each in sitters
        ),
        batch_size=1000,
    )
    record(
        events.MEETING_CALLED, meeting, by=by, at=at, title=meeting.title, starts_at=meeting.starts_at.isoformat(),
        place=meeting.place,
    )  # fmt: skip
    return meeting


def _called(meeting: Meeting, sitter: Sitter, at: datetime, *, signs_in: bool) -> Invited:
    """Return the invitation of who sits; a delegate whose unit has somebody to sign in is told through them."""
    return Invited(
        community_id=meeting.community_id, meeting=meeting, person=sitter.person,
        name="" if sitter.person else sitter.name, user=sitter.user, unit=sitter.unit, post=sitter.post,
        told_at=at if signs_in else None, told_by=Invited.Mode.PAGE if signs_in else "",
    )  # fmt: skip


@transaction.atomic
def invite_guest(
    meeting: Meeting, *, person: Any = None, name: str = "", post: str = "", by: User, at: datetime
) -> Invited:
    """列席: somebody without a vote, of the register or by name (art. 32: experts, those concerned)."""
    meeting = lock_meeting(meeting)
    if meeting.closed_at or meeting.cancelled_at:
        raise MeetingIsOver(_("会已经结束了，不能再请人。"))
    user = person.user if person else None
    try:
        with transaction.atomic():
            guest = Invited.objects.create(
                community_id=meeting.community_id, meeting=meeting, person=person, name="" if person else name,
                user=user, post=post, is_voting=False, told_at=at if user else None,
                told_by=Invited.Mode.PAGE if user else "",
            )  # fmt: skip
    except IntegrityError as why:
        if "invited_once" not in str(why):
            raise
        raise MeetsAlready(_("这个人已经在名单上了。"), field="person") from why
    record(events.GUEST_INVITED, meeting, by=by, at=at, guest=guest.pk)
    return guest


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User, at: datetime) -> Meeting:
    """Call a meeting off; whoever was called hears why. What was on its agenda waits for another one."""
    meeting = _to_come(meeting)
    meeting.cancelled_at, meeting.cancelled_by, meeting.cancel_reason = at, by, reason
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, at
    meeting.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason", "sequence", "changed_at"])
    meeting.agenda.filter(state=AgendaItem.State.ACCEPTED).update(state=AgendaItem.State.PROPOSED, meeting=None)
    record(events.MEETING_CANCELLED, meeting, by=by, at=at, title=meeting.title, reason=reason)
    return meeting


@transaction.atomic
def open_meeting(
    meeting: Meeting, *, chair: Invited | None, recorder: Invited | None, by: User, at: datetime
) -> Meeting:
    """开会: from now on presence, minutes, votes and decisions are written down."""
    meeting = lock_meeting(meeting)
    if meeting.called_at is None or meeting.cancelled_at:
        raise MeetingIsOver(_("还没有通知开会，或者已经取消了。请先通知。"))
    if meeting.opened_at is None:
        meeting.opened_at = at
        record(events.MEETING_OPENED, meeting, by=by, at=at)
    meeting.chair, meeting.recorder = chair, recorder
    meeting.save(update_fields=["opened_at", "chair", "recorder"])
    return meeting


@transaction.atomic
def close_meeting(meeting: Meeting, *, ended_at: datetime, by: User, at: datetime) -> Meeting:
    """散会. Not without minutes, not before it began, and not while a vote is open."""
    meeting = lock_meeting(meeting)
    if meeting.opened_at is None or meeting.closed_at is not None:
        raise MeetingIsOver(_("会还没开，或者已经结束了。"))
    minutes = getattr(meeting, "minutes", None)
    if minutes is None or not minutes.text:
        raise MinutesMissing(_("还没有会议记录。写好“会议情况”再散会：没有记录的会，以后说不清定过什么。"))
    if meeting.ballots.filter(closed_at=None, annulled_at=None).exists():
        raise MinutesMissing(_("还有一项表决没有结束，请先计票。"))
    begun = meeting.opened_at.replace(second=0, microsecond=0)  # a form knows minutes
    if not begun <= ended_at <= at + timedelta(minutes=1):
        raise MeetingIsOver(_("结束的时间要在开始以后，最晚是现在。"), field="ended_at")
    meeting.closed_at = max(ended_at, meeting.opened_at)
    meeting.save(update_fields=["closed_at"])
    meeting.invited.filter(presence="", is_voting=True).update(presence=Invited.Presence.ABSENT)
    record(events.MEETING_CLOSED, meeting, by=by, at=at)
    return meeting


def _to_come(meeting: Meeting) -> Meeting:
    meeting = lock_meeting(meeting)
    if meeting.opened_at or meeting.cancelled_at:
        raise MeetingIsOver(_("这个会已经开过或者取消了，不能再改。"))
    return meeting


def _term_on(body: Body, on: date) -> ChairTerm | None:
    active = body.terms.filter(status=ChairTerm.Status.ACTIVE, starts_on__lte=on).first()
    return active if body.has_rotating_chair else None
