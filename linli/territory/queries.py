"""Which lane, door and zone a few words of a caller name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from linli.fence.asking import ask
from linli.fence.straight import columns, side_by_side

from .models import Door, Lane, Zone

_NUMBER = re.compile(r"\s*(?:第)?(\d{1,4})(?:\s*[-－—之]\s*(\d{1,3}))?\s*(?:号|栋|幢|#)?")  # catalogue: data
_DIGITS = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Place:
    """What a text resolved to; each part is None when the text does not say it or the register does not know it."""

    text: str
    lane: Lane | None = None
    door: Door | None = None
    zone: Zone | None = None


_PLACE = f"""
    SELECT {columns(Lane, "l")}, {columns(Door, "d")}, {columns(Zone, "z")}, l.called
    FROM (
        SELECT {columns(Lane, "lane")}, called FROM territory_lane lane
        CROSS JOIN LATERAL (
            SELECT lane.name AS called UNION ALL SELECT jsonb_array_elements_text(lane.aliases)
        ) AS names
        WHERE lane.community_id = %(community)s AND called <> '' AND strpos(%(text)s, called) > 0
        ORDER BY length(called) DESC, lane.name LIMIT 1
    ) l
    LEFT JOIN territory_door d ON d.lane_id = l.id AND d.number = ANY (%(numbers)s)
    LEFT JOIN territory_zone z ON z.id = d.zone_id
"""  # noqa: S608 - names of our own tables and columns


def place_from_text(community_id: int, text: str) -> Place:
    """Find lane, door and zone in free text such as 「建安街３８号门口」.

    The longest lane name (or alias) in the text wins. Without a known door the zone is that of the lane, when all of
    the lane's doors lie in one zone; a lane that crosses zones needs its number.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return Place(text)
    numbers = [int(number) for number in _DIGITS.findall(text)]
    found = ask(_PLACE, {"community": community_id, "text": text, "numbers": numbers})
    if not found:
        return Place(text)
    called = found[0][-1]
    lanes, doors, zones = zip(*(side_by_side(row, Lane, Door, Zone) for row in found), strict=True)
    lane = lanes[0]
    door = _door_said(text[text.find(called) + len(called) :], lane, zip(doors, zones, strict=True))
    return Place(text, lane, door, zone_of(lane, door))


def _door_said(rest: str, lane: Lane, doors: Iterable[tuple[Door | None, Zone | None]]) -> Door | None:
    """Return which of the lane's doors, each with its zone, the words behind its name mean."""
    said = _NUMBER.match(rest)
    for door, zone in doors if said else ():
        if said and door and (door.number, door.suffix) == (int(said[1]), said[2] or ""):
            door.lane, door.zone = lane, zone
            return door
    return None


def zone_of(lane: Lane | None, door: Door | None) -> Zone | None:
    """Return the one zone a door, or every door of a lane, lies in."""
    if door is not None:
        return door.zone
    if lane is None:
        return None
    zones = Zone.objects.filter(doors__lane=lane, ended_on=None).distinct()[:2]
    return zones[0] if len(zones) == 1 else None


class ZoneLine(NamedTuple):
    """One zone to choose."""

    pk: int
    number: str
    name: str


_ZONES = "SELECT id, number, name FROM territory_zone WHERE community_id = ANY (%s) ORDER BY number"


def zones_of(community_ids: Iterable[int]) -> list[ZoneLine]:
    """Return the zones of these communities, ended ones too: cases of theirs are still looked for."""
    return [ZoneLine(*zone) for zone in ask(_ZONES, [list(community_ids)])]


def lane_names(community_id: int) -> list[str]:
    """Return the names offered while a place is typed."""
    return [
        name for (name,) in ask("SELECT name FROM territory_lane WHERE community_id = %s ORDER BY name", [community_id])
    ]


def open_every_fence() -> None:
    """Show the database all communities until the transaction ends: what the worker looks through all of them with."""
    if not connection.in_atomic_block:
        raise RuntimeError("open_every_fence needs a transaction: see open_fence.")
    ask(
        """SELECT set_config('linli.communities', coalesce(string_agg(id::text, ','), ''), true)
        FROM territory_community"""
    )
