"""Who is on the register, who may read of whom, and where they live."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from linli.accounts.models import User
from linli.fence.sealing import keyed_hash

from ..models import HouseholdMember, Person
from ..rules import REGISTER


def people_with_phone(community_id: int, phone: str) -> QuerySet[Person]:
    """Return the people of the register with this canonical phone number."""
    return Person.objects.filter(
        community=community_id, phone_hash=keyed_hash("phone", phone), merged_into=None, frozen_on=None
    )


def keys_by_id_number(community_id: int, numbers: Iterable[str]) -> dict[str, int]:
    """Return whom of the register these identity numbers, as they are kept, belong to: keys of people by number."""
    by_hash = {keyed_hash("identity number", number): number for number in numbers if number}
    found = Person.objects.filter(community=community_id, id_number_hash__in=by_hash, merged_into=None)
    return {by_hash[print_]: key for print_, key in found.values_list("id_number_hash", "pk")}


def living_on(on: date) -> Q:
    """The condition for a HouseholdMember who lives there on that day."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def readable_by(user: User, on: date, *, with_frozen: bool = False) -> QuerySet[Person]:
    """Return the people `user` may read of: who keeps the register, those of their communities; a keeper, who lives in
    their own zone; nobody else, anybody.

    Merged double entries are left out, and so are people whose data is kept but not used any more.
    """
    people = Person.objects.visible_to(user).filter(merged_into=None)
    if not with_frozen:
        people = people.filter(frozen_on=None)
    if user.acts_as(REGISTER):
        return people
    return people.filter(pk__in=keys_in_zones(user.zone_ids, on))


def keys_in_zones(zone_ids: Iterable[int], on: date) -> QuerySet[HouseholdMember, int]:
    """Return the keys of who lives in these zones on that day, as a subquery."""
    members = HouseholdMember.objects.filter(living_on(on), household__dwelling__door__zone__in=list(zone_ids))
    return members.values_list("person_id", flat=True)


def homes_of(people: Iterable[int], on: date) -> dict[int, HouseholdMember]:
    """Return where these people live on that day: their membership with household, dwelling, door and lane, by key."""
    members = HouseholdMember.objects.filter(living_on(on), person__in=list(people))
    members = members.select_related("household__dwelling__door__lane", "household__dwelling__door__zone")
    return {member.person_id: member for member in members}
