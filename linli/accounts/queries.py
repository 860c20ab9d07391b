"""Who is answerable where, and who is signed in."""

from datetime import date

from django.db.models import prefetch_related_objects

from linli.fence.asking import ask
from linli.fence.straight import columns, side_by_side
from linli.territory.models import Community, Street, Zone

from .models import Duty, User


def keepers_of(zone_id: int, on: date) -> list[User]:
    """Return the zone's keepers on that day, the lead first."""
    duties = Duty.objects.in_force(on).filter(zone_id=zone_id, user__is_active=True).select_related("user")
    return [duty.user for duty in duties]


def holders_of(role: str, community_id: int, on: date) -> list[User]:
    """Return who holds `role` in the community on that day, longest first."""
    duties = (
        Duty.objects.in_force(on)
        .filter(role=role, community_id=community_id, user__is_active=True)
        .select_related("user")
    )
    return [duty.user for duty in duties.order_by("from_on", "pk")]


def keys_of_holders(role: str, community_id: int, on: date) -> set[int]:
    """Return the keys of who holds `role` in the community on that day."""
    duties = Duty.objects.in_force(on).filter(role=role, community_id=community_id, user__is_active=True)
    return set(duties.values_list("user_id", flat=True))


PARTS = (Duty, User, Community, Street, Zone)
SIGNED_IN = f"""SELECT {", ".join(columns(part) for part in PARTS)}
    FROM accounts_duty JOIN accounts_user ON accounts_user.id = accounts_duty.user_id
    LEFT JOIN territory_community ON territory_community.id = accounts_duty.community_id
    LEFT JOIN territory_street ON territory_street.id = accounts_duty.street_id
    LEFT JOIN territory_zone ON territory_zone.id = accounts_duty.zone_id
    WHERE user_id = %s AND from_on <= %s AND (until_on IS NULL OR until_on > %s)
    ORDER BY is_lead DESC, from_on, accounts_duty.id"""  # noqa: S608 - names of our own tables and columns


def signed_in(user_id: int, on: date) -> User | None:
    """Return a person with the duties they hold on that day and their places; None who holds none.

    Every page asks this first: a queryset would take ten times as long to write the question.
    """
    found = [side_by_side(row, *PARTS) for row in ask(SIGNED_IN, [user_id, on, on])]
    if not found:
        return None
    user: User = found[0][1]
    user.duties_in_force = [_duty_of(user, *parts) for parts in found]
    streets = [duty.street for duty in user.duties_in_force if duty.street]
    prefetch_related_objects(streets, "communities")
    return user


def _duty_of(
    user: User, duty: Duty, _same: User, community: Community | None, street: Street | None, zone: Zone | None
) -> Duty:
    duty.user, duty.community, duty.street, duty.zone = user, community, street, zone
    return duty
