"""How a community lies on a day: its lanes and doors, and how its zones are drawn."""

from datetime import date
from typing import Any, NamedTuple

from linli.fence.asking import ask
from linli.territory.models import Lane, Zone, ZoneShape

from ..ranges import Door, Ground

_DOORS = """
SELECT door.id, door.lane_id, door.number, door.suffix, term.zone_id, door.lon::float8, door.lat::float8
FROM territory_door door
LEFT JOIN territory_doorzone term ON term.door_id = door.id AND term.from_on <= %(on)s
    AND (term.until_on IS NULL OR term.until_on > %(on)s)
WHERE door.community_id = %(community)s
ORDER BY door.lane_id, door.number, door.suffix
"""


def ground(community_id: int, on: date) -> Ground:
    """Return every lane and door of a community, each door with the zone it lies in on that day. Two queries."""
    found = Ground()
    for lane in Lane.objects.filter(community=community_id):
        found.lanes[lane.pk], found.of_lane[lane.pk] = lane, []
    for row in ask(_DOORS, {"community": community_id, "on": on}):
        door = Door(*row)
        found.doors[door.pk] = door
        found.of_lane[door.lane_id].append(door)
    return found


def shapes(community_id: int, on: date) -> dict[int, ZoneShape]:
    """Return how each zone is drawn on that day, by the zone's key."""
    found = ZoneShape.objects.on(on).filter(community=community_id)
    return {each.zone_id: each for each in found}


def zones_on(community_id: int, on: date) -> list[Zone]:
    """Return the zones that stand on that day, by their numbers."""
    standing = Zone.objects.filter(community=community_id, drawn_on__lte=on).order_by("number")
    return [zone for zone in standing if zone.ended_on is None or zone.ended_on > on]


class Change(NamedTuple):
    """What a border did on a day: the doors that came, and those that left, with the other zone's key or None."""

    on: date
    came: dict[int | None, list[int]]
    left: dict[int | None, list[int]]


_CHANGES = """
SELECT came.from_on, came.door_id, came.zone_id, gone.zone_id
FROM territory_doorzone came
LEFT JOIN territory_doorzone gone ON gone.door_id = came.door_id AND gone.until_on = came.from_on
WHERE came.zone_id = %(zone)s OR gone.zone_id = %(zone)s
UNION ALL
SELECT gone.until_on, gone.door_id, NULL, gone.zone_id
FROM territory_doorzone gone
WHERE gone.zone_id = %(zone)s AND gone.until_on IS NOT NULL AND NOT EXISTS (
    SELECT FROM territory_doorzone came WHERE came.door_id = gone.door_id AND came.from_on = gone.until_on)
ORDER BY 1 DESC, 2
"""


def changes_of(zone: Zone) -> list[Change]:
    """Return every day the border of a zone moved, the latest first."""
    found: dict[date, Change] = {}
    for on, door_id, to, since in ask(_CHANGES, {"zone": zone.pk}):
        change = found.setdefault(on, Change(on, {}, {}))
        if to == zone.pk:
            change.came.setdefault(since, []).append(door_id)
        else:
            change.left.setdefault(to, []).append(door_id)
    return list(found.values())


_HOMES = """
SELECT dwelling.door_id, count(*) FROM residents_household household
JOIN territory_dwelling dwelling ON dwelling.id = household.dwelling_id
WHERE household.community_id = %s AND household.from_on <= %s
    AND (household.until_on IS NULL OR household.until_on > %s)
GROUP BY dwelling.door_id
"""


def households_by_door(community_id: int, on: date) -> dict[int, int]:
    """Return how many households live behind each door on that day."""
    found: list[Any] = ask(_HOMES, [community_id, on, on])
    return dict(found)
