"""Secret addresses of calendars: made, replaced, ended."""

import secrets
from datetime import datetime

from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import ActivityFeed


@transaction.atomic
def make_feed(community_id: int, *, by: User, at: datetime) -> ActivityFeed:
    """Give the activities one may see an address; one given before is worthless from now on."""
    ActivityFeed.objects.filter(community=community_id, user=by, ended_at=None).update(ended_at=at)
    feed = ActivityFeed.objects.create(community_id=community_id, user=by, secret=secrets.token_urlsafe(18), made_at=at)
    record(events.FEED_MADE, feed, by=by, at=at)
    return feed


@transaction.atomic
def end_feed(community_id: int, *, by: User, at: datetime) -> None:
    """Let one's own address lead nowhere."""
    for feed in ActivityFeed.objects.select_for_update().filter(community=community_id, user=by, ended_at=None):
        feed.ended_at = at
        feed.save(update_fields=["ended_at"])
        record(events.FEED_ENDED, feed, by=by, at=at)
