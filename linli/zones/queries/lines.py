"""Zones as lists show them: what each has, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from linli.accounts.models import Duty, KeeperOverride, User
from linli.cases.models import Case
from linli.cases.models.case import whole_communities
from linli.fence.asking import ask
from linli.territory.models import Door, Zone
from linli.territory.queries import place_from_text

from ..models import Board


@dataclass
class ZoneLine:
    """A zone with what it has today. `open_cases` is None where this reader may not know."""

    zone: Zone
    doors: int = 0
    households: int = 0
    keepers: list[Duty] = field(default_factory=list)
    open_cases: int | None = None
    board: Board | None = None
    hangs: bool = False
    override: KeeperOverride | None = None


def lines(zones: Iterable[Zone], user: User, on: date) -> list[ZoneLine]:
    """Return a line for each of these zones."""
    found = {zone.pk: ZoneLine(zone) for zone in zones}
    counted = Door.objects.filter(zone__in=found).values_list("zone").annotate(Count("pk"))
    for zone_id, count in counted:
        found[zone_id].doors = count
    for zone_id, count in _households(list(found), on):
        found[zone_id].households = count
    duties = Duty.objects.in_force(on).filter(zone__in=found).select_related("user")
    for duty in duties.order_by("-is_lead", "from_on", "pk"):
        found[duty.zone_id or 0].keepers.append(duty)
    for board in Board.objects.filter(zone__in=found):
        found[board.zone_id].board, found[board.zone_id].hangs = board, board.hangs_on(on)
    for override in KeeperOverride.objects.filter(zone__in=found, from_on__lte=on, until_on__gt=on):
        found[override.zone_id].override = override
    _count_cases(found, user)
    return list(found.values())


def _count_cases(found: dict[int, ZoneLine], user: User) -> None:
    whole = whole_communities(user)
    for line in found.values():
        if line.zone.community_id in whole or line.zone.pk in user.zone_ids:
            line.open_cases = 0
    known = [pk for pk, line in found.items() if line.open_cases is not None]
    cases = Case.objects.filter(zone__in=known).open()
    for zone_id, count in cases.order_by().values_list("zone").annotate(Count("pk")):
        found[zone_id].open_cases = count


_HOUSEHOLDS = """
SELECT door.zone_id, count(*) FROM residents_household household
JOIN territory_dwelling dwelling ON dwelling.id = household.dwelling_id
JOIN territory_door door ON door.id = dwelling.door_id
WHERE door.zone_id = ANY (%s) AND household.from_on <= %s
    AND (household.until_on IS NULL OR household.until_on > %s)
GROUP BY door.zone_id
"""


def _households(zone_ids: list[int], on: date) -> list[tuple[int, int]]:
    return [(zone_id, count) for zone_id, count in ask(_HOUSEHOLDS, [zone_ids, on, on])]


def looked_for(found: list[ZoneLine], community_id: int, word: str) -> list[ZoneLine]:
    """Narrow lines to a word: a zone's name or number, a keeper's name, or an address that lies in it."""
    if not word:
        return found
    place = place_from_text(community_id, word)
    return [
        line
        for line in found
        if word in line.zone.name
        or word == str(line.zone.number)
        or any(word in duty.user.name for duty in line.keepers)
        or (place.zone is not None and place.zone.pk == line.zone.pk)
        or (place.lane is not None and place.door is None and line.zone.pk in _zones_of(place.lane.pk))
    ]


def _zones_of(lane_id: int) -> set[int]:
    return {pk for pk in Door.objects.filter(lane=lane_id).values_list("zone", flat=True).distinct() if pk}


def who_may_keep(community_id: int, on: date, *, but: Iterable[int] = ()) -> list[User]:
    """Return who works in the community on that day and could keep a zone: anybody with a duty of their own there."""
    elsewhere = (Duty.Role.SYS_ADMIN, Duty.Role.AUDIT_ADMIN, Duty.Role.STREET_SUPERVISOR)
    duties = Duty.objects.in_force(on).filter(community=community_id).exclude(role__in=elsewhere)
    people = User.objects.filter(pk__in=duties.values("user"), is_active=True).exclude(pk__in=list(but))
    return list(people.order_by("name", "pk"))
