"""Activities as an iCalendar file (RFC 5545): one, or all one user may see. No names of people are in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from linli.fence.rows import open_fence
from linli.territory.models import Community

from ..models import Activity, ActivityFeed
from ..registry import brought
from .lists import seen_by

DAYS_BACK, DAYS_AHEAD = 30, 180
_signer = Signer(salt="linli activity calendar", sep="~")


def address_of(feed: ActivityFeed) -> str:
    """Return the secret word of a feed's address. It is signed: a guess is told from it before anything is asked."""
    return _signer.sign(f"{feed.community_id}-{feed.pk}-{feed.secret}")


def feed_behind(word: str) -> ActivityFeed | None:
    """Open the fence of the feed's community and return it; None when it has ended or never was."""
    try:
        community, pk, secret = _signer.unsign(word).split("-", 2)
    except (BadSignature, ValueError):
        return None
    open_fence([int(community)])
    feed = ActivityFeed.objects.select_related("user", "community").filter(pk=pk, ended_at=None).first()
    if feed is None or not constant_time_compare(feed.secret, secret) or not feed.user.is_active:
        return None
    return feed


def calendar_of(feed: ActivityFeed, now: datetime) -> bytes:
    """Return what the feed's user may see, from a month ago to half a year ahead; cancelled ones say so."""
    seen = seen_by(feed.user).filter(community=feed.community_id)
    since, until = now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD)
    near = seen.filter(ends_at__gt=since, starts_at__lt=until).select_related("door__lane").order_by("starts_at", "pk")
    return written(near, feed.community, brought(feed.user, feed.community, since, until))


def written(activities: Iterable[Activity], community: Community, others: Iterable[Event] = ()) -> bytes:
    """Return these activities, and what other rooms bring, as a calendar file."""
    return file_of([*(_event(activity, community) for activity in activities), *others], community)


def file_of(events: Iterable[Event], community: Community) -> bytes:
    """Return a calendar file of these events."""
    file = Calendar()
    file.add("prodid", "-//Linli//Activities//ZH")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", _("{community}的活动").format(community=community.name))
    file.add("x-wr-timezone", settings.TIME_ZONE)
    file.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    for event in events:
        file.add_component(event)
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _event(activity: Activity, community: Community) -> Event:
    zone, utc, event = ZoneInfo(settings.TIME_ZONE), ZoneInfo("UTC"), Event()
    event.add("uid", f"activity-{activity.pk}@{community.number_prefix.lower()}.linli")
    event.add("dtstamp", activity.changed_at.astimezone(utc))
    event.add("last-modified", activity.changed_at.astimezone(utc))
    event.add("dtstart", activity.starts_at.astimezone(zone))
    event.add("dtend", activity.ends_at.astimezone(zone))
    event.add("sequence", activity.sequence)
    event.add("location", " ".join(filter(None, [community.name, activity.where])))
    if activity.is_cancelled:
        event.add("summary", _("取消：{what}").format(what=activity.title))
        event.add("status", "CANCELLED")
        event.add("transp", "TRANSPARENT")
    else:
        event.add("summary", activity.title)
        event.add("status", "CONFIRMED")
    return event
