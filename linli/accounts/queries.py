"""Who is answerable where."""

from datetime import date

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
