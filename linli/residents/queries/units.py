from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from linli.accounts.models import User

from ..models import LiaisonOfficer, Unit


def units_of(community_id: int) -> QuerySet[Unit]:
    """Return the units that can be asked to help now."""
    return Unit.objects.filter(community=community_id, left_on=None)


def liaisons_of(unit: Unit, on: date) -> list[User]:
    """Return the users who sign in for `unit` on that day."""
    officers = LiaisonOfficer.objects.filter(Q(until_on=None) | Q(until_on__gt=on), unit=unit, from_on__lte=on)
    return [officer.user for officer in officers.select_related("user")]


def keys_of_liaisons(unit_ids: Iterable[int], on: date) -> dict[int, set[int]]:
    """Return the keys of the users who sign in for these units on that day, by the unit's key."""
    officers = LiaisonOfficer.objects.filter(Q(until_on=None) | Q(until_on__gt=on), unit__in=unit_ids, from_on__lte=on)
    found: dict[int, set[int]] = {}
    for unit_id, user_id in officers.values_list("unit_id", "user_id"):
        found.setdefault(unit_id, set()).add(user_id)
    return found


def unit_ids_of(user: User) -> list[int]:
    """Return the units `user` signs in for."""
    return list(LiaisonOfficer.objects.filter(user=user, until_on=None).values_list("unit_id", flat=True))
