"""Activities that come again and again: planned row by row, changed from one on, stopped."""

from datetime import date, datetime, timedelta
from typing import Unpack
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import Activity, Series
from .planning import Wanted, call_off, facts_of, plan_activity, set_fields
from .sign_ups import move_up

MOST = 120
"""So many of one series are planned at most: a weekly one for two years and more."""


class NoSuchDays(Refusal):
    pass


def days_of(rule: str, first_at: datetime, until_on: date) -> list[datetime]:
    """Return when a series takes place, in local time, from `first_at` to the end of `until_on`; at most MOST + 1."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = first_at.astimezone(zone).replace(tzinfo=None)
    found: list[datetime] = []
    for moment in rrulestr(rule, dtstart=first):
        if moment.date() > until_on or len(found) > MOST:
            break
        found.append(moment.replace(tzinfo=zone))
    return found


@transaction.atomic
def plan_series(
    community: Community, *, rule: str, until_on: date, by: User | None, at: datetime, **wanted: Unpack[Wanted]
) -> Series:
    """Plan every activity of a series up to `until_on`. The first is at `starts_at`; sign-up times move along."""
    starts_at = wanted["starts_at"]
    moments = days_of(rule, starts_at, until_on)
    if not moments:
        raise NoSuchDays(_("这样重复，到那一天为止一次也没有。请把最后一天往后改。"), field="until_on")
    if len(moments) > MOST:
        raise NoSuchDays(_("一次最多排 {most} 次，请把最后一天改早一些。").format(most=MOST), field="until_on")
    series = Series.objects.create(
        community=community, title=wanted["title"], rule=rule, first_at=moments[0], until_on=until_on, made_by=by,
        made_at=at,
    )  # fmt: skip
    for moment in moments:
        plan_activity(community, by=by, at=at, series=series, **moved(wanted, moment - starts_at))
    record(events.SERIES_PLANNED, series, by=by, at=at, title=series.title, count=len(moments))
    return series


@transaction.atomic
def change_following(activity: Activity, *, by: User, at: datetime, **wanted: Unpack[Wanted]) -> int:
    """Change this activity of a series and every later one that is not over; return how many.

    A moved time moves the others by as much; everything else is set as it is here.
    """
    following = list(_following(activity))
    if not following:
        raise NoSuchDays(_("这个系列往后没有还没办的活动了。"))
    now = {name: getattr(activity, name) for name in wanted}
    changed: Wanted = {name: value for name, value in wanted.items() if now[name] != value}  # type: ignore[assignment]
    by_much = changed.get("starts_at", activity.starts_at) - activity.starts_at
    length = wanted.get("ends_at", activity.ends_at) - wanted.get("starts_at", activity.starts_at)
    plain: Wanted = {name: value for name, value in changed.items() if name not in MOMENTS}  # type: ignore[assignment]
    for each in following if changed else ():
        starts_at = each.starts_at + by_much
        moments = _moments_moved(activity, changed, each, starts_at, length)
        set_fields(each, plain | moments, at=at)
        each.save()
        move_up(each, by=by, at=at)
        verb = events.MOVED if by_much or {"place", "door", "ends_at"} & set(changed) else events.CHANGED
        record(verb, each, by=by, at=at, changed=sorted(changed), **facts_of(each))
    if changed:
        record(events.SERIES_CHANGED, activity.series, by=by, at=at, title=activity.title, count=len(following))
    return len(following)


MOMENTS = ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at")


def _moments_moved(one: Activity, changed: Wanted, each: Activity, starts_at: datetime, length: timedelta) -> Wanted:
    """Return the moments of another activity of the series as far from its beginning as they are in the changed one."""
    moments: Wanted = {"starts_at": starts_at, "ends_at": starts_at + length}
    begins = changed.get("starts_at", one.starts_at)
    for name in ("sign_up_opens_at", "sign_up_closes_at"):
        wanted: datetime | None = changed.get(name, getattr(one, name))  # type: ignore[assignment]
        moments[name] = starts_at + (wanted - begins) if wanted else None
    return moments


@transaction.atomic
def stop_series(activity: Activity, *, reason: str, by: User, at: datetime) -> int:
    """Call off this activity of a series and every later one that was not held; return how many."""
    following = list(_following(activity))
    for each in following:
        call_off(each, reason=reason, by=by, at=at)
        record(events.CANCELLED, each, by=by, at=at, reason=reason, **facts_of(each))
    series = activity.series
    if series is None:
        raise NoSuchDays(_("这次活动不在系列里。"))
    Series.objects.filter(pk=series.pk).update(stopped_at=at)
    record(events.SERIES_STOPPED, series, by=by, at=at, title=activity.title, count=len(following))
    return len(following)


def moved(wanted: Wanted, by_much: timedelta) -> Wanted:
    """Return what is wanted, at another time."""
    moments = {
        name: value + by_much for name, value in wanted.items() if name in MOMENTS and isinstance(value, datetime)
    }
    return wanted | moments  # type: ignore[return-value]


def _following(activity: Activity) -> list[Activity]:
    rows = Activity.objects.select_for_update(of=("self",)).filter(
        series=activity.series_id, starts_at__gte=activity.starts_at, started_at=None, cancelled_at=None
    )
    return list(rows.order_by("starts_at", "pk")) if activity.series_id else []
