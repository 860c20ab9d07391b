"""Who is, or may be, under 14: their guardian speaks for them (个人信息保护法 31).

A birth known only to the month or the year counts as under 14 as long as it may be.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Person, Relation

GROWN_AT = 14
Precision = Person.Precision


def _born_after(on: date) -> dict[str, date]:
    """Return, by precision, the first day on which who is under 14 may be written down as born."""
    try:
        cut = on.replace(year=on.year - GROWN_AT)
    except ValueError:
        cut = date(on.year - GROWN_AT, 2, 28)
    return {
        Precision.DAY: date.fromordinal(cut.toordinal() + 1),
        Precision.MONTH: cut.replace(day=1),
        Precision.YEAR: cut.replace(month=1, day=1),
    }


def may_be_under_14(person: Person, on: date) -> bool:
    return person.birth_on is not None and person.birth_on >= _born_after(on)[person.birth_precision]


def under_14(on: date) -> Q:
    """The condition on people who are, or may be, under 14."""
    condition = Q()
    for precision, first in _born_after(on).items():
        condition |= Q(birth_precision=precision, birth_on__gte=first)
    return condition


def guardians_of(child: Person, on: date) -> list[Relation]:
    """Return the guardians of a child on that day."""
    return list(_guardians(on).filter(person=child).select_related("other").order_by("pk"))


def _guardians(on: date) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(until_on=None) | Q(until_on__gt=on), kind=Relation.Kind.GUARDIAN)


def children_without_guardian(community_ids: Iterable[int], on: date) -> QuerySet[Person]:
    """Return the children of the register for whom nobody could agree to anything."""
    here = Person.objects.filter(
        under_14(on), community__in=list(community_ids), merged_into=None, frozen_on=None, died_on=None
    )
    return here.exclude(Exists(_guardians(on).filter(person=OuterRef("pk"))))
