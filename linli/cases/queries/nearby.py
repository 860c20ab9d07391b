"""What else happened at the same place, and what else the same people brought: bounded looks, newest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from linli.accounts.models import User

from ..models import Case, Category, Requester

SHOWN = 20
MONTHS = (3, 6, 12, 24, 60)
DAYS_A_MONTH = 30.5


@dataclass(frozen=True)
class Nearby:
    """Cases beside one: at the same door, on the same lane of the same kind, of the same callers (by their phone)."""

    months: int
    door: list[Case]
    lane: list[Case]
    callers: list[Case]

    def __bool__(self) -> bool:
        return bool(self.door or self.lane or self.callers)


def months_from(text: str) -> int:
    """Return how far back to look; what cannot be read is the community's usual (setting NEARBY_MONTHS)."""
    return next((months for months in MONTHS if str(months) == text), settings.NEARBY_MONTHS)


def nearby(case: Case, user: User, now: datetime, *, months: int, shown: int = SHOWN) -> Nearby:
    """Return what `user` may see of it, `months` back. Merged cases are left out: they are read where they went."""
    since = now - timedelta(days=months * DAYS_A_MONTH)
    others = Case.objects.visible_to(user).whole_matters().filter(received_at__gte=since).exclude(pk=case.pk)
    others = others.select_related("category__parent", "zone").order_by("-received_at", "-pk")
    door = list(others.filter(door=case.door_id)[:shown]) if case.door_id else []
    return Nearby(
        months=months,
        door=door,
        lane=_on_the_lane(case, others.exclude(pk__in=[one.pk for one in door]), shown) if case.lane_id else [],
        callers=_of_the_callers(case, others, shown),
    )


def _on_the_lane(case: Case, others: QuerySet[Case], shown: int) -> list[Case]:
    return list(others.filter(lane=case.lane_id, category__in=family(case.category))[:shown])


def _of_the_callers(case: Case, others: QuerySet[Case], shown: int) -> list[Case]:
    hashes = [one.phone_hash for one in case.requesters.unopened() if one.phone_hash]
    if not hashes:
        return []
    theirs = Requester.objects.filter(community=case.community_id, phone_hash__in=hashes).values("case")
    return list(others.filter(pk__in=theirs)[:shown])


def family(category: Category) -> list[int]:
    """Return a category and its parent: what is filed a little more loosely is still the same kind."""
    return [category.pk] if category.parent_id is None else [category.pk, category.parent_id]
