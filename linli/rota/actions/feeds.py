"""Secret addresses of calendars: made, replaced, ended."""

import secrets
from datetime import datetime

from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import CalendarFeed, Post


@transaction.atomic
def make_feed(
    community_id: int, *, person: User | None = None, post: Post | None = None, by: User, at: datetime
) -> CalendarFeed:
    """Give the shifts of a person or a post an address; one given before is worthless from now on."""
    CalendarFeed.objects.filter(community=community_id, person=person, post=post, ended_at=None).update(ended_at=at)
    feed = CalendarFeed.objects.create(
        community_id=community_id, person=person, post=post, secret=secrets.token_urlsafe(18), made_by=by, made_at=at
    )
    record(events.FEED_MADE, feed, by=by, at=at, whose=str(person or post))
    return feed


@transaction.atomic
def end_feed(feed: CalendarFeed, *, by: User, at: datetime) -> None:
    """Let an address lead nowhere."""
    CalendarFeed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=at)
    record(events.FEED_ENDED, feed, by=by, at=at, whose=str(feed.person or feed.post))
