"""Which lane, door and zone a few words of a caller name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from linli.fence.asking import ask

from .models import Door, Lane, Zone

_NUMBER = re.compile(r"\s*(?:第)?(\d{1,4})(?:\s*[-－—之]\s*(\d{1,3}))?\s*(?:号|栋|幢|#)?")  # catalogue: data


@dataclass(frozen=True)
class Place:
    """What a text resolved to; each part is None when the text does not say it or the register does not know it."""

    text: str
    lane: Lane | None = None
    door: Door | None = None
    zone: Zone | None = None


def place_from_text(community_id: int, text: str) -> Place:
    """Find lane, door and zone in free text such as 「建安街３８号门口」.

    The longest lane name (or alias) in the text wins. Without a known door the zone is that of the lane, when all of
    the lane's doors lie in one zone; a lane that crosses zones needs its number.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    found: tuple[int, int, Lane] | None = None
    for lane in Lane.objects.filter(community=community_id):
        for name in [lane.name, *lane.aliases]:
            begins = text.find(name)
            if begins >= 0 and (found is None or len(name) > found[1] - found[0]):
                found = (begins, begins + len(name), lane)
    if found is None:
        return Place(text)
    lane = found[2]
    said = _NUMBER.match(text[found[1] :])
    door = None
    if said:
        door = lane.doors.select_related("zone", "lane").filter(number=int(said[1]), suffix=said[2] or "").first()
    return Place(text, lane, door, zone_of(lane, door))


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
