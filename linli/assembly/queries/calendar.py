"""Meetings in a calendar: those a person is invited to, beside their activities; and one as a file."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event

from linli.accounts.models import User
from linli.activities.queries.calendar import file_of
from linli.activities.registry import in_calendars
from linli.territory.models import Community

from ..models import Meeting


@in_calendars
def meetings_of(user: User, community: Community, since: datetime, until: datetime) -> Iterable[Event]:
    """Return the meetings `user` is called to."""
    called = Meeting.objects.filter(community=community, invited__user=user, ends_at__gt=since, starts_at__lt=until)
    return [event_of(meeting) for meeting in called.select_related("community", "body").order_by("starts_at", "pk")]


def event_of(meeting: Meeting) -> Event:
    """Return a meeting as a calendar shows it; why the notice was short stands in its words."""
    zone, utc, event = ZoneInfo(settings.TIME_ZONE), ZoneInfo("UTC"), Event()
    event.add("uid", f"meeting-{meeting.pk}@{meeting.community.number_prefix.lower()}.linli")
    event.add("dtstamp", meeting.changed_at.astimezone(utc))
    event.add("last-modified", meeting.changed_at.astimezone(utc))
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("sequence", meeting.sequence)
    event.add("location", f"{meeting.community.name} {meeting.place}")
    summary = f"{meeting.body.name}：{meeting.title}"  # catalogue: data
    event.add("summary", _("取消：{what}").format(what=summary) if meeting.cancelled_at else summary)
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if meeting.short_notice_reason:
        event.add("description", _("没有提前够天数通知：{reason}").format(reason=meeting.short_notice_reason))
    return event


def file_for(meeting: Meeting) -> bytes:
    return file_of([event_of(meeting)], meeting.community)
