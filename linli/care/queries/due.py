"""Whom to visit by when: pairings and service plans side by side, the longest overdue first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from linli.accounts.models import User
from linli.residents.models import HouseholdMember
from linli.web.paging import Leaf

from ..models import Pairing, ServicePlan, Visit
from ..models.pairings import helps
from ..models.reach import in_zones
from .whom import Whom, key_of, whom

A_PAGE = 30


@dataclass(frozen=True)
class Due:
    """Somebody to be visited by `on`: for which pairing or plan, what was said last, and whether it is late.

    `key` is what forms call it: "pairing-3" or "plan-4". `tap` makes a double tap on one line one visit.
    """

    key: str
    thing: Pairing | ServicePlan
    whom: Whom
    on: date
    is_late: bool
    last: Visit | None
    tap: UUID = field(default_factory=uuid4)

    @property
    def pairing(self) -> Pairing | None:
        return self.thing if isinstance(self.thing, Pairing) else None

    @property
    def plan(self) -> ServicePlan | None:
        return self.thing if isinstance(self.thing, ServicePlan) else None


def visits_due(
    user: User, today: date, *, until: date, only_late: bool = False, number: int = 1, size: int = A_PAGE
) -> Leaf[Due]:
    """Return one page of whom `user` is to visit, or sees that others are to, by `until`. A fixed number of queries."""
    last_day = today - timedelta(days=1) if only_late else until
    pairings = Pairing.objects.visible_to(user).running().filter(next_visit_on__lte=last_day)
    plans = ServicePlan.objects.visible_to(user).running().filter(next_visit_on__lte=last_day)
    rows = _lines(pairings, "pairing").union(_lines(plans, "plan"), all=True).order_by("next_visit_on", "which", "pk")
    begin = (number - 1) * size
    found = list(rows[begin : begin + size + 1])
    return Leaf(dues([(what, pk) for _on, what, pk in found[:size]], user, today), number, len(found) > size)


def _lines(rows: QuerySet[Any], what: str) -> Any:
    return rows.order_by().annotate(which=Value(what)).values_list("next_visit_on", "which", "pk")


def how_many_due(user: User, today: date, *, until: date) -> int:
    pairings = Pairing.objects.visible_to(user).running().filter(next_visit_on__lte=until)
    plans = ServicePlan.objects.visible_to(user).running().filter(next_visit_on__lte=until)
    return pairings.count() + plans.count()


def dues(wanted: Iterable[tuple[str, int]], user: User, today: date) -> list[Due]:
    """Return these pairings and plans as lines, in the order given, with whom they are about and the last visit."""
    wanted = list(wanted)
    keys = {what: [pk for kind, pk in wanted if kind == what] for what in ("pairing", "plan")}
    pairings = Pairing.objects.visible_to(user).filter(pk__in=keys["pairing"])
    things: dict[tuple[str, int], Any] = {
        ("pairing", each.pk): each for each in pairings.select_related("helper_person", "helper_unit")
    }
    plans = ServicePlan.objects.visible_to(user).filter(pk__in=keys["plan"]).select_related("answerable")
    things |= {("plan", each.pk): each for each in plans}
    named = whom(things.values(), user, today)
    last = last_visits(things.values(), user)
    lines = []
    for what, pk in wanted:
        thing = things[what, pk]
        on = thing.next_visit_on or thing_begins(thing)
        key = key_of(thing)
        lines.append(Due(f"{what}-{pk}", thing, named[key], on, on < today, last.get(key)))
    return lines


def thing_begins(thing: Pairing | ServicePlan) -> date:
    return thing.starts_on if isinstance(thing, Pairing) else thing.from_on


def last_visits(things: Iterable[Any], user: User) -> dict[str, Visit]:
    """Return the last visit to each of whom these are about, by their key, as far as `user` may read it."""
    things = list(things)
    found: dict[str, Visit] = {}
    for what in ("person", "household"):
        keys = {getattr(each, f"{what}_id") for each in things} - {None}
        if not keys:
            continue
        seen = Visit.objects.visible_to(user).that_count().filter(**{f"{what}__in": keys})
        newest = seen.filter(**{what: OuterRef(what)}).order_by("-visited_at", "-pk").values("pk")[:1]
        for visit in seen.filter(pk=Subquery(newest)).select_related("visited_by"):
            found[key_of(visit)] = visit
    return found


def own_dues(user: User, today: date) -> list[Due]:
    """Return everything `user` helps with or keeps in their zone, due or not: what a visit may be written down for."""
    near = helps(user) | in_zones(user)
    pairings = Pairing.objects.visible_to(user).running().filter(near)
    plans = ServicePlan.objects.visible_to(user).running().filter(Q(answerable=user) | in_zones(user))
    lines = _lines(pairings, "pairing").union(_lines(plans, "plan"), all=True).order_by("next_visit_on", "which", "pk")
    return dues([(what, pk) for _on, what, pk in lines[:60]], user, today)


def last_visit_day(thing: Pairing | ServicePlan) -> tuple[Any, date | None]:
    """Return when this pairing or plan was last visited for, and what day was promised then; None where never."""
    visits = thing.visits.filter(withdrawn_at=None)
    newest = visits.order_by("-visited_at", "-pk").values_list("visited_at", "follow_up_on").first()
    return newest or (None, None)


def whose_zone(thing: Any) -> int | None:
    """Return the key of the zone in which whom this is about lives."""
    if thing.household_id:
        zone: int | None = thing.household.dwelling.door.zone_id
        return zone
    lives = HouseholdMember.objects.filter(person=thing.person_id, until_on=None)
    return lives.values_list("household__dwelling__door__zone", flat=True).first()


def zones_of_people(people: Iterable[int]) -> dict[int, int]:
    """Return the keys of the zones these people live in, by the person's key."""
    lives = HouseholdMember.objects.filter(
        person__in=list(people), until_on=None, household__dwelling__door__zone__gt=0
    )
    return dict(lives.values_list("person_id", "household__dwelling__door__zone"))
