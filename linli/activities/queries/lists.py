"""Which activities somebody sees: coming, past, their own, of one month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict

from linli.accounts.models import User

from ..models import Activity, Attendance, Expected, SignUp
from ..models.kinds import kinds
from ..rules import PLANNERS

State = SignUp.State
A_PAGE = 30
LONGEST_WORDS = 40


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to: words of the title, place or plan, and a kind."""

    words: str = ""
    kind: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        kind = query.get("kind", "")
        return cls(query.get("q", "").strip()[:LONGEST_WORDS], kind if kind in kinds() else "")

    def __bool__(self) -> bool:
        return bool(self.words or self.kind)

    def of(self, activities: QuerySet[Activity]) -> QuerySet[Activity]:
        if self.kind:
            activities = activities.filter(kinds__contains=[self.kind])
        for word in self.words.split():
            found = Q(title__icontains=word) | Q(place__icontains=word) | Q(plan__icontains=word)
            activities = activities.filter(found | Q(origin_label__icontains=word))
        return activities


def seen_by(user: User) -> QuerySet[Activity]:
    """Return what `user` may know of: planners everything of their communities; others what is public, and what they
    are asked to, signed up for, came to or run."""
    here = Activity.objects.visible_to(user)
    if user.acts_as(PLANNERS):
        return here
    return here.filter(Q(is_public=True) | _on_it(user, SignUp.objects.filter(person__user=user)))


def of_user(user: User, activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Return those `user` is on: expected, signed up, here, host or recorder."""
    return activities.filter(_on_it(user, SignUp.objects.filter(person__user=user).exclude(state=State.WITHDRAWN)))


def _on_it(user: User, signed_up: QuerySet[SignUp]) -> Q:
    """A subquery for each way to be on it: joined, they would multiply the lists of one activity with each other."""
    expected = Expected.objects.filter(person__user=user).values("activity")
    came = Attendance.objects.filter(person__user=user).values("activity")
    runs = Q(host__user=user) | Q(recorder__user=user)
    return runs | Q(pk__in=expected) | Q(pk__in=came) | Q(pk__in=signed_up.values("activity"))


@dataclass(frozen=True)
class Coming:
    """A page of what is to come, day after day. `later_from` is the day the next page begins with."""

    days: list[tuple[date, list[Activity]]]
    later_from: date | None

    @property
    def activities(self) -> list[Activity]:
        return [each for _day, those in self.days for each in those]


def coming(activities: QuerySet[Activity], now: datetime, since: date | None = None) -> Coming:
    """Return the next activities from now, or from a day; a page ends with the end of a day."""
    rows = activities.filter(ends_at__gt=now)
    if since:
        rows = rows.filter(starts_at__gte=midnight(since))
    found = list(rows.select_related("door__lane", "series").order_by("starts_at", "pk")[: 2 * A_PAGE])
    days: list[tuple[date, list[Activity]]] = []
    for shown, each in enumerate(found):
        day = each.starts_at.astimezone(zone()).date()
        if not days or days[-1][0] != day:
            if shown >= A_PAGE:
                return Coming(days, day)
            days.append((day, []))
        days[-1][1].append(each)
    return Coming(days, None)


@dataclass(frozen=True)
class Cell:
    """One day of a month."""

    day: date
    activities: list[Activity]


def month_of(activities: QuerySet[Activity], first: date) -> list[list[Cell]]:
    """Return the weeks of the month that begins on `first`, Monday to Sunday; one question."""
    begins = first - timedelta(days=first.weekday())
    later = (first + timedelta(days=31)).replace(day=1)
    count = -(-(later - begins).days // 7) * 7
    rows = activities.filter(starts_at__gte=midnight(begins), starts_at__lt=midnight(begins + timedelta(days=count)))
    by_day: dict[date, list[Activity]] = {}
    for each in rows.order_by("starts_at", "pk"):
        by_day.setdefault(each.starts_at.astimezone(zone()).date(), []).append(each)
    days = [begins + timedelta(days=n) for n in range(count)]
    return [[Cell(day, by_day.get(day, [])) for day in days[n : n + 7]] for n in range(0, count, 7)]


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone())
