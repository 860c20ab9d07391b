"""People of the groups, one person's care whole, and how many there are without telling who."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.accounts.models import User
from linli.residents.models import Household, HouseholdMember, Person
from linli.web.paging import Leaf

from ..groups import Group, groups_in_use
from ..models import GroupEntry, Pairing, ServicePlan, Visit, people_in
from .whom import Whom, who_they_are

FEWEST = 3
"""A smaller number is not told: with few people a number says who."""
A_PAGE = 40


def people_looked_after(user: User) -> QuerySet[Person]:
    """Return everybody with a running group, pairing or plan of their own whom `user` may know of."""
    entries = GroupEntry.objects.visible_to(user).running().filter(person=OuterRef("pk"))
    pairings = Pairing.objects.visible_to(user).running().filter(person=OuterRef("pk"))
    plans = ServicePlan.objects.visible_to(user).running().filter(person=OuterRef("pk"))
    return in_use(Person.objects.visible_to(user)).filter(Exists(entries) | Exists(pairings) | Exists(plans))


def in_use(people: QuerySet[Person]) -> QuerySet[Person]:
    """Leave out who is counted as somebody else, and whose file is only kept and not used."""
    return people.filter(merged_into=None, frozen_on=None)


def people_of_groups(
    user: User,
    today: date,
    *,
    group: str = "",
    zone: int | None = None,
    words: str = "",
    number: int = 1,
    among: QuerySet[Person] | None = None,
) -> Leaf[Whom]:
    """Return a page of people looked after: of one group, of one zone, with these words in name, pinyin or phone end.

    `among` are others to look through instead.
    """
    people = people_looked_after(user) if among is None else among
    if group:
        of_it = GroupEntry.objects.visible_to(user).running().filter(group=group)
        people = people.filter(pk__in=of_it.values("person"))
    if zone:
        people = people.filter(pk__in=people_in([zone]))
    if words := words.strip():
        people = people.filter(called(words))
    begin = (number - 1) * A_PAGE
    keys = list(people.order_by("pinyin", "name", "pk").values_list("pk", flat=True)[begin : begin + A_PAGE + 1])
    named = who_they_are(keys[:A_PAGE], [], user, today)
    return Leaf([named[f"person-{key}"] for key in keys[:A_PAGE]], number, len(keys) > A_PAGE)


def called(words: str) -> Q:
    """A condition on people: their name, its pinyin, its initials or the end of their phone begins or reads so."""
    plain = words.lower().replace(" ", "")
    found = Q(name__contains=words) | Q(initials__startswith=plain) | Q(pinyin__startswith=words.lower())
    return found | Q(phone_tail=words) if words.isdigit() else found


@dataclass(frozen=True)
class Care:
    """Everything of one person or household: as much of it as the reader may know."""

    whom: Whom
    entries: list[GroupEntry]
    ended_entries: list[GroupEntry]
    plans: list[ServicePlan]
    pairings: list[Pairing]
    ended: list[Pairing]
    visits: list[Visit]
    has_more_visits: bool


VISITS_SHOWN = 20


def care_of(found: Person | Household, user: User, today: date) -> Care:
    """Return the care of a person, or of a household. What concerns their household counts for each of its people."""
    person = found if isinstance(found, Person) else None
    homes = [found.pk] if isinstance(found, Household) else home_ids_of(found.pk)
    about = Q(household__in=homes) | Q(person=person) if person else Q(household__in=homes)
    key = f"person-{found.pk}" if person else f"home-{found.pk}"
    named = who_they_are([found.pk] if person else [], [] if person else [found.pk], user, today)[key]
    entries = GroupEntry.objects.visible_to(user).filter(person=named.person_id).order_by("-from_on", "-pk")
    plans = ServicePlan.objects.visible_to(user).filter(about).select_related("answerable").order_by("-from_on", "-pk")
    pairings = Pairing.objects.visible_to(user).filter(about).select_related("helper_person", "helper_unit", "consent")
    visits = Visit.objects.visible_to(user).filter(about).select_related("visited_by", "case")
    newest = list(visits.order_by("-visited_at", "-pk")[: VISITS_SHOWN + 1])
    all_pairings = list(pairings.order_by("-starts_on", "-pk"))
    all_entries = list(entries)
    return Care(
        named,
        [each for each in all_entries if each.until_on is None],
        [each for each in all_entries if each.until_on is not None],
        list(plans),
        [each for each in all_pairings if each.ends_on is None],
        [each for each in all_pairings if each.ends_on is not None],
        newest[:VISITS_SHOWN],
        len(newest) > VISITS_SHOWN,
    )


def home_ids_of(person_id: int) -> list[int]:
    return list(
        HouseholdMember.objects.filter(person=person_id, until_on=None).values_list("household_id", flat=True)[:1]
    )


def who_consents(found: Person | Household) -> Person | None:
    """Return who agrees to a pairing: the person; for a household its head, or whoever has lived in it longest."""
    if isinstance(found, Person):
        return found
    living = HouseholdMember.objects.filter(household=found, until_on=None).select_related("person")
    member = living.order_by("-is_head", "from_on", "pk").first()
    return member.person if member else None


@dataclass(frozen=True)
class Total:
    """How many are in a group; None where they are too few for a number to be told."""

    group: Group
    people: int | None


def totals(user: User) -> tuple[list[Total], int | None]:
    """Return how many belong to each group, and the sum of the numbers told.

    Fewer than three, or nobody, is not told. The sum adds up what is told and nothing else: what is held back cannot
    be found by taking the rest from it. `visible_to` of entries is for pages with names; numbers are of the community.
    """
    running = GroupEntry.objects.filter(community__in=user.community_ids).running()
    counted: dict[str, Any] = dict(running.values_list("group").annotate(Count("person")).order_by())
    found = [Total(group, _told(counted.get(group.code, 0))) for group in groups_in_use()]
    told = [each.people for each in found if each.people is not None]
    return found, sum(told) if told else None


def _told(count: int) -> int | None:
    return count if count >= FEWEST else None


def zone_totals(zone_id: int, user: User) -> list[tuple[str, str, int]]:
    """Return the groups of a zone a keeper may know of: code, name and how many people."""
    entries = GroupEntry.objects.visible_to(user).running().filter(person__in=people_in([zone_id]))
    counted: dict[str, int] = dict(entries.values_list("group").annotate(Count("person")).order_by())
    return [(group.code, str(group), counted[group.code]) for group in groups_in_use() if group.code in counted]
