"""生日: of those who are looked after, by the sun or by the moon, as each keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from linli.accounts.models import User
from linli.residents import dates
from linli.residents.models import HouseholdMember, Person

from ..models import GroupEntry, Pairing, ServicePlan
from .people import people_looked_after
from .whom import Whom, who_they_are


@dataclass(frozen=True)
class Birthday:
    """`turns` is how old they will be; None where the year is not known. `lunar` is 农历三月初五, or blank."""

    person: Person
    on: date
    lunar: str
    turns: int | None
    whom: Whom | None = None


def birthdays_of(people: Iterable[Person], since: date, until: date) -> list[Birthday]:
    """Return whose birthday falls into these days, the nearest first. No query: people are given."""
    found = []
    for person in people:
        known = dates.Known(person.birth_on, person.birth_precision, person.lunar_month, person.lunar_day)
        on = dates.next_birthday(known, since)
        if on is not None and on <= until:
            turns = on.year - person.birth_on.year if person.birth_on else None
            found.append(Birthday(person, on, dates.say_lunar(person.lunar_month, person.lunar_day), turns))
    return sorted(found, key=lambda each: (each.on, each.person.pinyin, each.person.pk))


def birthdays_ahead(user: User, since: date, until: date) -> list[Birthday]:
    """Return the birthdays of those `user` looks after, with where they live."""
    people = people_looked_after(user).filter(died_on=None).only(*COLUMNS)
    found = birthdays_of(people, since, until)
    named = who_they_are([each.person.pk for each in found], [], user, since)
    return [Birthday(each.person, each.on, each.lunar, each.turns, named[f"person-{each.person.pk}"]) for each in found]


COLUMNS = ("pk", "community_id", "name", "pinyin", "birth_on", "birth_precision", "lunar_month", "lunar_day")


def looked_after_in(community_id: int) -> QuerySet[Person]:
    """Return everybody of a community who is looked after: for the clock, which is nobody."""
    running = [model.objects.filter(person=OuterRef("pk")).running() for model in (GroupEntry, Pairing, ServicePlan)]
    homes = HouseholdMember.objects.filter(
        person=OuterRef("pk"), until_on=None, household__in=Pairing.objects.running().values("household")
    )
    looked_after = Exists(running[0]) | Exists(running[1]) | Exists(running[2]) | Exists(homes)
    return Person.objects.filter(
        looked_after, community=community_id, died_on=None, merged_into=None, frozen_on=None
    ).only(*COLUMNS)
