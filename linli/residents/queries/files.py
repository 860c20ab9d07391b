"""A person's file and a household's page: everything to be shown, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from linli.accounts.models import User

from ..models import Household, HouseholdMember, Person, Relation, Work
from ..registry import Chapter, ChapterLine, chapters
from .people import living_on


@dataclass(frozen=True)
class Opened:
    """What the file of one person shows. `household` are who they live with, themselves among them."""

    person: Person
    home: HouseholdMember | None
    household: Sequence[HouseholdMember]
    earlier_homes: Sequence[HouseholdMember]
    relations: Sequence[Relation]
    relations_to: Sequence[Relation]
    works: Sequence[Work]
    chapters: Sequence[tuple[Chapter, Sequence[ChapterLine]]]


def file_of(person: Person, user: User, on: date) -> Opened:
    """Return the file of `person` as `user` may see it."""
    memberships = person.memberships.select_related(
        "household__dwelling__door__lane", "household__dwelling__door__zone"
    ).order_by("-from_on")
    home = next((each for each in memberships if lives_on(each, on)), None)
    household = list(home.household.members.filter(living_on(on)).select_related("person")) if home else []
    running = Q(until_on=None) | Q(until_on__gt=on)
    return Opened(
        person=person,
        home=home,
        household=sorted(household, key=lambda each: (not each.is_head, each.person.birth_on or on)),
        earlier_homes=[each for each in memberships if each is not home],
        relations=list(person.relations.select_related("other").order_by("until_on", "kind")),
        relations_to=list(person.relations_to.filter(running).select_related("person")),
        works=list(person.works.select_related("unit").order_by("-until_on", "-from_on")),
        chapters=[(each, each.lines(person.pk, user)) for each in chapters() if user.has_perm(each.permission, person)],
    )


def lives_on(member: HouseholdMember, on: date) -> bool:
    return member.from_on <= on and (member.until_on is None or member.until_on > on)


@dataclass(frozen=True)
class Home:
    """What a household's page shows: who lives there, who did, and other households of the same dwelling."""

    household: Household
    living: Sequence[HouseholdMember]
    earlier: Sequence[HouseholdMember]
    beside: Sequence[Household]


def home_of(household: Household, on: date) -> Home:
    """Return a household with its members, in the same few statements however many there are."""
    members = list(household.members.select_related("person").order_by("-is_head", "person__birth_on", "pk"))
    beside = Household.objects.filter(dwelling=household.dwelling_id, until_on=None).exclude(pk=household.pk)
    return Home(
        household=household,
        living=[each for each in members if lives_on(each, on)],
        earlier=[each for each in members if not lives_on(each, on)],
        beside=list(beside.select_related("dwelling__door__lane")),
    )
