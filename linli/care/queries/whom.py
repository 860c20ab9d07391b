"""Whom rows are about: names, places and groups of people and households, in a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.residents.models import Household, HouseholdMember, Person
from linli.territory.models import Dwelling

from ..groups import name_of
from ..models import GroupEntry, Pairing, ServicePlan, cares_for_all, homes_in, people_in


@dataclass(frozen=True)
class Whom:
    """A person or a household as pages name it. `key` is what addresses and forms call it: "person-5", "home-3"."""

    key: str
    name: str
    person: Person | None
    household: Household | None
    place: str = ""
    groups: list[str] = field(default_factory=list)
    age: int | None = None

    @property
    def about(self) -> list[str]:
        """Where and who, for the line under the name."""
        age = [_("{years} 岁").format(years=self.age)] if self.age else []
        return [word for word in (self.place, "、".join(self.groups), *age) if word]

    @property
    def person_id(self) -> int:
        """Who is spoken to: the person, or who stands for the household."""
        return self.person.pk if self.person else 0


def key_of(thing: Any) -> str:
    """Return the key of whom a pairing, plan or visit is about."""
    return f"person-{thing.person_id}" if thing.person_id else f"home-{thing.household_id}"


def whom(things: Iterable[Any], user: User, today: date) -> dict[str, Whom]:
    """Return whom these pairings, plans and visits are about, by `key_of`, as `user` may know of them."""
    things = list(things)
    people = {each.person_id for each in things if each.person_id}
    homes = {each.household_id for each in things if each.household_id}
    return who_they_are(people, homes, user, today)


def who_they_are(people: Iterable[int], homes: Iterable[int], user: User, today: date) -> dict[str, Whom]:
    people, homes = set(people), set(homes)
    living = HouseholdMember.objects.filter(until_on=None)
    lives = {
        each.person_id: each.household.dwelling
        for each in living.filter(person__in=people).select_related("household__dwelling__door__lane")
    }
    heads: dict[int, Person] = {}
    for each in living.filter(household__in=homes).select_related("person").order_by("is_head", "-pk"):
        heads[each.household_id] = each.person
    asked = people | {person.pk for person in heads.values()}
    groups: dict[int, list[str]] = {}
    for person_id, group in GroupEntry.objects.visible_to(user).running().filter(
        person__in=asked).order_by("from_on", "pk").values_list("person_id", "group"):  # fmt: skip
        groups.setdefault(person_id, []).append(name_of(group))
    found = {}
    for person in Person.objects.filter(pk__in=people):
        found[f"person-{person.pk}"] = Whom(
            f"person-{person.pk}", person.name, person, None, _place(lives.get(person.pk)), groups.get(person.pk, []),
            age_of(person, today),
        )  # fmt: skip
    for home in Household.objects.filter(pk__in=homes).select_related("dwelling__door__lane"):
        head = heads.get(home.pk)
        found[f"home-{home.pk}"] = Whom(
            f"home-{home.pk}", _("{name}家").format(name=head.name) if head else _("这一户"), head, home,
            _place(home.dwelling), groups.get(head.pk, []) if head else [],
        )  # fmt: skip
    return found


def _place(dwelling: Dwelling | None) -> str:
    return str(dwelling) if dwelling else ""


def age_of(person: Person, today: date) -> int | None:
    """Return somebody's age in whole years; None where the year is not known."""
    born = person.birth_on
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def one(key: str, user: User) -> Person | Household | None:
    """Return the person or household a key names, if `user` may visit them; None otherwise."""
    kind, _dash, number = key.partition("-")
    if not number.isdigit():
        return None
    if kind == "person":
        return reachable_people(user).filter(pk=int(number)).first()
    if kind == "home":
        homes = Household.objects.visible_to(user).filter(pk=int(number), until_on=None)
        return homes.filter(_whole_or(user, "household")).first()
    return None


def reachable_people(user: User) -> QuerySet[Person]:
    """Return the people `user` may visit and whose care they may look at."""
    alive = Person.objects.visible_to(user).filter(merged_into=None, frozen_on=None)
    return alive.filter(_whole_or(user, "person"))


def _whole_or(user: User, what: str) -> Q:
    """A condition: in a community one cares for whole, in one's zones, or somebody one helps."""
    zones = user.zone_ids
    near: Any = (people_in(zones) if what == "person" else homes_in(zones)) if zones else []
    helped = Pairing.objects.running().helped_by(user)
    mine = ServicePlan.objects.running().filter(answerable=user)
    own = Q(pk__in=near) | Q(pk__in=helped.exclude(**{what: None}).values(what))
    own |= Q(pk__in=mine.exclude(**{what: None}).values(what))
    if what == "person":  # somebody of a household one helps
        members = HouseholdMember.objects.filter(until_on=None, household__in=helped.values("household"))
        own |= Q(pk__in=members.values("person"))
    return Q(community__in=cares_for_all(user)) | own
