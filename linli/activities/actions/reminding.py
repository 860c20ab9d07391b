"""Reminders: the day before from nine in the morning, and an hour before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import Activity
from .planning import facts_of

NOT_BEFORE, NOT_AFTER = 9, 21
"""Nobody is told of tomorrow at night."""
SOON = timedelta(minutes=65)


@transaction.atomic
def remind(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Remind of what begins tomorrow and of what begins within the hour, each once; return of how many.

    Nobody does it (`by`): the clock."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    tomorrow = local.date() + timedelta(days=1)
    ahead = Activity.objects.filter(
        community=community_id, cancelled_at=None, started_at=None, told_hour_before_at=None, starts_at__gt=at,
        starts_at__lt=at + timedelta(days=2),
    )  # fmt: skip
    told = 0
    for activity in ahead.select_for_update(of=("self",), skip_locked=True).order_by("starts_at", "pk"):
        if activity.starts_at <= at + SOON:
            activity.told_hour_before_at = at
            verb = events.REMINDED_HOUR_BEFORE
        elif (
            activity.told_day_before_at is None
            and activity.starts_at.astimezone(local.tzinfo).date() == tomorrow
            and NOT_BEFORE <= local.hour < NOT_AFTER
        ):
            activity.told_day_before_at = at
            verb = events.REMINDED_DAY_BEFORE
        else:
            continue
        activity.save(update_fields=["told_day_before_at", "told_hour_before_at"])
        record(verb, activity, by=by, at=at, **facts_of(activity))
        told += 1
    return told
