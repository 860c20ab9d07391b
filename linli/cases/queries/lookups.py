"""What an intake form finds out while it is filled in: the caller, the place, the category, what is already known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.accounts.queries import keepers_of
from linli.fence.asking import ask
from linli.fence.sealing import keyed_hash
from linli.fence.straight import columns, side_by_side
from linli.residents.models import Person
from linli.residents.queries import people_with_phone
from linli.rota.models import Post
from linli.rota.queries import away, on_duty
from linli.territory.queries import Place, place_from_text

from ..models import Case, Category, Policy, Requester
from .emergencies import emergency_in
from .nearby import DAYS_A_MONTH, family
from .policies import NoPolicy, policy_for

FOR_ALL_OTHERS = "other"
EARLIER_SHOWN = 5
SIMILAR_SHOWN = 5


@dataclass(frozen=True)
class Keeper:
    user: User
    is_away: bool


@dataclass(frozen=True)
class Found:
    """What the form's three words led to. Empty parts were not asked or not found."""

    known: list[Person]
    earlier: list[Case]
    place: Place | None
    keepers: list[Keeper]
    category: Category | None
    policy: Policy | None
    similar: list[Case]
    nearby: list[Case]
    emergency: str = ""
    officers: tuple[User, ...] = ()


def look_up(
    user: User,
    community_id: int,
    *,
    phone: str,
    place_text: str,
    content: str,
    category: Category | None,
    channel: str,
    now: datetime,
) -> Found:
    """Find out everything one can from a phone number (canonical or blank), a place and a few words."""
    place = place_from_text(community_id, place_text) if place_text else None
    category = category or (propose_category(content) if content else None)
    return Found(
        known=list(people_with_phone(community_id, phone)[:3]) if phone else [],
        earlier=list(earlier_cases(user, community_id, phone)[:EARLIER_SHOWN]) if phone else [],
        place=place,
        keepers=_keepers(place, now),
        category=category,
        policy=_policy(community_id, category, channel, now),
        similar=list(similar_open_cases(user, place, category)[:SIMILAR_SHOWN]) if place and category else [],
        emergency=emergency_in(content),
        officers=tuple(on_duty(community_id, Post.Kind.OFFICER, now)) if place else (),
        nearby=list(cases_nearby(user, place, category, now)[:SIMILAR_SHOWN]) if place and category else [],
    )


def earlier_cases(user: User, community_id: int, phone: str) -> QuerySet[Case]:
    """Return the cases this phone number has brought before, newest first."""
    mine = Requester.objects.filter(community=community_id, phone_hash=keyed_hash("phone", phone)).values("case")
    return Case.objects.visible_to(user).filter(pk__in=mine).order_by("-received_at", "-pk")


def similar_open_cases(user: User, place: Place, category: Category) -> QuerySet[Case]:
    """Return open cases of the same category (or its parent's) at the same door, or on the same lane."""
    if place.lane is None:
        return Case.objects.none()
    same = Case.objects.visible_to(user).open().filter(lane=place.lane, category__in=family(category))
    return same.order_by("-received_at")


def cases_nearby(user: User, place: Place, category: Category, now: datetime) -> QuerySet[Case]:
    """Return cases of the same kind on the same lane in the last months (NEARBY_MONTHS) that have ended."""
    if place.lane is None:
        return Case.objects.none()
    since = now - timedelta(days=settings.NEARBY_MONTHS * DAYS_A_MONTH)
    same = (
        Case.objects.visible_to(user)
        .ended()
        .filter(lane=place.lane, category__in=family(category), received_at__gte=since)
    )
    return same.order_by("-received_at", "-pk")


_PROPOSED = f"""
    SELECT {columns(Category, "c")}, {columns(Category, "above")}
    FROM (
        SELECT {columns(Category, "each")}, (
            SELECT max(length(word)) FROM jsonb_array_elements_text(each.keywords) AS word
            WHERE word <> '' AND strpos(%s, word) > 0
        ) AS longest FROM cases_category each
    ) c LEFT JOIN cases_category above ON above.id = c.parent_id
    WHERE c.is_in_use AND c.longest IS NOT NULL OR c.code = %s
    ORDER BY c.is_in_use AND c.longest IS NOT NULL DESC, c.longest DESC, c."order", c.id LIMIT 1
"""  # noqa: S608 - names of our own tables and columns


def propose_category(content: str) -> Category | None:
    """Return the category whose longest keyword stands in `content`; of equally long ones the first in the tree."""
    return _category(content, or_else="")


def category_for(content: str) -> Category:
    """Return the category `content` proposes, or the one for all others."""
    found = _category(content, or_else=FOR_ALL_OTHERS)
    return found or fallback_category()


def _category(content: str, *, or_else: str) -> Category | None:
    """Return what `content` proposes, else the category with the code `or_else`, with its parent. One query."""
    for values in ask(_PROPOSED, [content, or_else]):
        found: Category
        found, found.parent = side_by_side(values, Category, Category)
        return found
    return None


def fallback_category() -> Category:
    return Category.objects.get(code=FOR_ALL_OTHERS)


def _keepers(place: Place | None, now: datetime) -> list[Keeper]:
    if place is None or place.zone is None:
        return []
    keepers = keepers_of(place.zone.pk, timezone.localdate(now))
    gone = away([keeper.pk for keeper in keepers], now)
    return [Keeper(keeper, keeper.pk in gone) for keeper in keepers]


def _policy(community_id: int, category: Category | None, channel: str, now: datetime) -> Policy | None:
    if category is None:
        return None
    try:
        return policy_for(community_id, category=category, channel=channel, urgency=category.urgency, at=now)
    except NoPolicy:
        return None
