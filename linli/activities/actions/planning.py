"""An activity is planned, changed, cancelled; and who should come is written down."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Person
from linli.territory.models import Community, Door
from linli.web.refusal import Refusal

from .. import events
from ..models import Activity, Expected, Series
from .locking import locked
from .sign_ups import move_up
from .wall import new_secret


class PlannedAlready(Refusal):
    pass


class HeldAlready(Refusal):
    pass


class Wanted(TypedDict, total=False):
    """What may be said of an activity; what is left out stays as it is, or empty."""

    title: str
    kinds: list[str]
    starts_at: datetime
    ends_at: datetime
    sessions: int
    place: str
    door: Door | None
    plan: str
    is_public: bool
    takes_sign_ups: bool
    capacity: int | None
    sign_up_opens_at: datetime | None
    sign_up_closes_at: datetime | None
    host: Person | None
    recorder: Person | None
    origin_label: str
    origin_url: str


@transaction.atomic
def plan_activity(
    community: Community,
    *,
    by: User | None,
    at: datetime,
    series: Series | None = None,
    expected: Iterable[int] = (),
    **wanted: Unpack[Wanted],
) -> Activity:
    """Plan something people do together; `expected` are the keys of people who should come.

    `title`, `kinds`, `starts_at` and `ends_at` are needed. The same one planned twice (a double click) is refused.
    """
    with once():
        activity = Activity.objects.create(
            community=community,
            series=series,
            planned_by=by,
            planned_at=at,
            changed_at=at,
            wall_secret=new_secret(),
            **wanted,
        )
    people = _expect(activity, expected)
    record(events.PLANNED, activity, by=by, at=at, title=activity.title, starts_at=activity.starts_at, people=people)
    return activity


@transaction.atomic
def change_activity(activity: Activity, *, by: User, at: datetime, **wanted: Unpack[Wanted]) -> Activity:
    """Change what is named in `wanted`. Whoever is on it hears when time or place moved; a freed place is given."""
    activity = locked(activity)
    before = {name: getattr(activity, name) for name in wanted}
    changed = [name for name, value in wanted.items() if before[name] != value]
    if not changed:
        return activity
    set_fields(activity, wanted, at=at)
    with once():
        activity.save()
    verb = events.MOVED if {"starts_at", "ends_at", "place", "door"} & set(changed) else events.CHANGED
    record(verb, activity, by=by, at=at, changed=changed, **facts_of(activity))
    move_up(activity, by=by, at=at)
    return activity


@transaction.atomic
def cancel_activity(activity: Activity, *, reason: str, by: User, at: datetime) -> Activity:
    """Call it off, and let everybody who is on it know. What was held cannot be undone."""
    activity = locked(activity)
    if activity.is_held:
        raise HeldAlready(_("这次活动已经办过了，不能取消。"))
    call_off(activity, reason=reason, by=by, at=at)
    record(events.CANCELLED, activity, by=by, at=at, reason=reason, **facts_of(activity))
    return activity


@transaction.atomic
def expect_people(activity: Activity, *, people: Iterable[int], by: User | None, at: datetime) -> int:
    """Write down that these people (keys) should come; return how many were new."""
    activity = locked(activity)
    new = _expect(activity, people)
    if new:
        record(
            events.EXPECTED, activity, by=by, at=at, title=activity.title, count=len(new), people=new,
            starts_at=activity.starts_at,
        )  # fmt: skip
    return len(new)


@transaction.atomic
def expect_no_more(activity: Activity, *, people: Iterable[int], by: User | None, at: datetime) -> None:
    """Take people off the list of who should come."""
    activity = locked(activity)
    gone, _each = Expected.objects.filter(activity=activity, person__in=list(people)).delete()
    if gone:
        record(events.CHANGED, activity, by=by, at=at, changed=["expected"], **facts_of(activity))


def set_fields(activity: Activity, wanted: Wanted, *, at: datetime) -> None:
    """Write `wanted` into the row, unsaved; calendars see a higher number, and a moved one is reminded of anew."""
    if wanted.get("starts_at", activity.starts_at) != activity.starts_at:
        activity.told_day_before_at = activity.told_hour_before_at = None
    for name, value in wanted.items():
        setattr(activity, name, value)
    activity.sequence, activity.changed_at = activity.sequence + 1, at


def call_off(activity: Activity, *, reason: str, by: User, at: datetime) -> None:
    activity.cancelled_at, activity.cancelled_by, activity.cancel_reason = at, by, reason
    activity.sequence, activity.changed_at = activity.sequence + 1, at
    activity.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason", "sequence", "changed_at"])


def facts_of(activity: Activity) -> dict[str, Any]:
    return {"title": activity.title, "starts_at": activity.starts_at, "place": activity.where}


def _expect(activity: Activity, people: Iterable[int]) -> list[int]:
    """Write rows for those who have none; return their keys."""
    known = set(Expected.objects.filter(activity=activity).values_list("person_id", flat=True))
    here = Person.objects.filter(pk__in=set(people) - known, community=activity.community_id)
    rows = [
        Expected(community_id=activity.community_id, activity=activity, person_id=key)
        for key in here.values_list("pk", flat=True)
    ]
    Expected.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.person_id for row in rows]


@contextmanager
def once() -> Iterator[None]:
    """Turn the database's refusal of a second one into a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as why:
        if "one_activity_is_planned_once" not in str(why):
            raise
        raise PlannedAlready(
            _("同一时间、同一地点已经安排了同名的活动。要再办一场，请换个名称或时间。"), field="title"
        ) from why
