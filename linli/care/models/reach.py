"""Whom somebody may know of: all of a community's people, those of one's zone, those one is paired with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db.models import CheckConstraint, F, Func, Q, QuerySet

from linli.accounts.models import Duty
from linli.residents.models import Household, HouseholdMember, LiaisonOfficer

if TYPE_CHECKING:
    from linli.accounts.models import User

OF_ALL = (Duty.Role.COMMUNITY_WORKER, Duty.Role.BRANCH_SECRETARY)
"""Who answers for the care of a whole community. Nobody else sees more than their own zone and pairings."""


def cares_for_all(user: "User") -> set[int]:
    """Return the communities of which this person sees everybody who is looked after."""
    return {pk for duty in user.duties_meant if duty.role in OF_ALL for pk in duty.community_ids}


def homes_in(zone_ids: Iterable[int]) -> QuerySet[Household, Any]:
    """Return the keys of households in these zones, for a subquery."""
    return Household.objects.filter(until_on=None, dwelling__door__zone__in=list(zone_ids)).values("pk")


def people_in(zone_ids: Iterable[int]) -> QuerySet[HouseholdMember, Any]:
    """Return the keys of people living in these zones, for a subquery."""
    return HouseholdMember.objects.filter(
        until_on=None, household__until_on=None, household__dwelling__door__zone__in=list(zone_ids)
    ).values("person")


def in_zones(user: "User") -> Q:
    """A condition on rows about a person or household: they live in a zone `user` keeps."""
    zones = user.zone_ids
    return Q(person__in=people_in(zones)) | Q(household__in=homes_in(zones)) if zones else Q(pk__in=[])


def units_signed_for(user: "User") -> QuerySet[LiaisonOfficer, Any]:
    return LiaisonOfficer.objects.filter(user=user, until_on=None).values("unit")


def about_one(name: str) -> CheckConstraint:
    """A row is about one person or one household, never both and never nobody."""
    return CheckConstraint(
        name=name, condition=Q(person__isnull=False, household=None) | Q(person=None, household__isnull=False)
    )


def span(until: str = "until_on") -> Func:
    return Func(F("from_on"), F(until), RangeBoundary(), function="daterange", output_field=DateRangeField())
