"""What residents may see of activities, signed in or not: only what is public, and no names of people."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.fence.rows import open_fence
from linli.files.models import State
from linli.territory.models import Community

from ..models import Activity, ActivityFile

DAYS_AHEAD, SHOWN = 60, 40
LATELY, LATELY_SHOWN = timedelta(days=60), 6


def public_coming(community: Community, now: datetime) -> list[Activity]:
    """Open the fence of the community and return its public activities of the next weeks; cancelled ones say so."""
    open_fence([community.pk])
    rows = Activity.objects.filter(community=community, is_public=True, ends_at__gt=now, started_at=None)
    near = rows.filter(starts_at__lt=now + timedelta(days=DAYS_AHEAD))
    return list(near.select_related("door__lane").order_by("starts_at", "pk")[:SHOWN])


def public_lately(community: Community, now: datetime) -> list[Activity]:
    """Return what was held lately, with its summary."""
    rows = Activity.objects.held().filter(community=community, is_public=True, started_at__gt=now - LATELY)
    return list(rows.order_by("-started_at", "-pk")[:LATELY_SHOWN])


def public_photos(community: Community) -> QuerySet[ActivityFile]:
    """Return the photos anybody may see: shown on purpose, and whoever is in them was asked."""
    open_fence([community.pk])
    rows = ActivityFile.objects.filter(community=community, activity__is_public=True, people_were_asked=True)
    return rows.filter(file__is_public=True, file__state=State.READY, file__removed_at=None).select_related("file")
