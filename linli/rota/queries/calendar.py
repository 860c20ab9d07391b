"""The rota as an iCalendar file (RFC 5545): of one person, or of one post. Nothing of residents is in it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from linli.fence.rows import open_fence

from ..models import CalendarFeed, FormerShift, Shift

DAYS_BACK, DAYS_AHEAD = 30, 120
_signer = Signer(salt="linli rota calendar", sep="~")


def address_of(feed: CalendarFeed) -> str:
    """Return the secret word of a feed's address. It is signed: a guess is told from it before anything is asked."""
    return _signer.sign(f"{feed.community_id}-{feed.pk}-{feed.secret}")


def feed_behind(word: str) -> CalendarFeed | None:
    """Open the fence of the feed's community and return it; None when it has ended or never was."""
    try:
        community, pk, secret = _signer.unsign(word).split("-", 2)
    except (BadSignature, ValueError):
        return None
    open_fence([int(community)])
    feed = CalendarFeed.objects.select_related("person", "post", "community").filter(pk=pk, ended_at=None).first()
    if feed is None or not constant_time_compare(feed.secret, secret) or (feed.person and not feed.person.is_active):
        return None
    return feed


def calendar(feed: CalendarFeed, now: datetime) -> bytes:
    """Return the calendar of a feed: shifts from a month ago to four months ahead, lost ones as cancelled."""
    since, until = now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD)
    held = Shift.objects.filter(community=feed.community_id, ends_at__gt=since, starts_at__lt=until)
    lost = FormerShift.objects.filter(community=feed.community_id, ends_at__gt=since, starts_at__lt=until)
    if feed.person_id:
        held, lost = held.filter(person=feed.person_id), lost.filter(person=feed.person_id)
    else:
        held, lost = held.filter(post=feed.post_id), lost.filter(post=feed.post_id, was_removed=True)
    shifts = list(held.with_people().order_by("starts_at", "pk"))
    written = _head(feed)
    for shift in shifts:
        written.add_component(_event(feed, shift))
    kept = {shift.pk for shift in shifts}
    for former in lost.select_related("post", "person").order_by("starts_at", "pk"):
        if former.number not in kept:
            written.add_component(_cancelled(feed, former))
    written.add_missing_timezones()
    return bytes(written.to_ical())


def _head(feed: CalendarFeed) -> Calendar:
    written = Calendar()
    whose = feed.person or feed.post
    written.add("prodid", "-//Linli//Rota//ZH")
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", "PUBLISH")
    written.add("x-wr-calname", _("{whose} 值班").format(whose=whose))
    written.add("x-wr-timezone", settings.TIME_ZONE)
    written.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    written.add("x-published-ttl", vDuration(timedelta(hours=1)))
    return written


def _event(feed: CalendarFeed, shift: Shift) -> Event:
    event = _base(feed, shift.pk, shift.starts_at, shift.ends_at, shift.sequence, shift.changed_at or shift.starts_at)
    event.add("summary", _summary(feed, shift))
    event.add("status", "CONFIRMED")
    if shift.backup:
        event.add("description", _("备班：{name}").format(name=shift.backup.name))
    return event


def _cancelled(feed: CalendarFeed, former: FormerShift) -> Event:
    event = _base(feed, former.number, former.starts_at, former.ends_at, former.sequence, former.gone_at)
    event.add("summary", _("取消：{what}").format(what=_summary(feed, former)))
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def _base(  # noqa: PLR0917  the columns of either kind of row
    feed: CalendarFeed, number: int, starts_at: datetime, ends_at: datetime, sequence: int, changed_at: datetime
) -> Event:
    zone, event = ZoneInfo(settings.TIME_ZONE), Event()
    event.add("uid", f"shift-{number}@{feed.community.number_prefix.lower()}.linli")
    event.add("dtstamp", changed_at.astimezone(ZoneInfo("UTC")))
    event.add("last-modified", changed_at.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", starts_at.astimezone(zone))
    event.add("dtend", ends_at.astimezone(zone))
    event.add("sequence", sequence)
    event.add("location", feed.community.name)
    return event


def _summary(feed: CalendarFeed, shift: Shift | FormerShift) -> str:
    if feed.person_id:
        return _("值班：{post}").format(post=shift.post.name)
    return f"{shift.person.name} · {shift.post.name}"
