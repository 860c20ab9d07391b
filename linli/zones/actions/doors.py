"""Doors and the homes behind them, put on the register by hand; where a door lies is written as borders are."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.territory.models import Datum, Door, Dwelling, Lane, Zone
from linli.web.refusal import Refusal

from .. import events
from ..queries.ground import ground
from ..ranges import Key, said
from .borders import hold_borders, move_doors, must_stand
from .shaping import draw_again


class DoorsAreThere(Refusal):
    pass


class DwellingIsThere(Refusal):
    pass


@as_a_whole
def enter_doors(
    lane: Lane, *, numbers: Sequence[Key], zone: Zone | None, building_name: str = "", by: User, at: datetime
) -> list[Door]:
    """Put up those of these doors that are not there yet; they lie in `zone` from today, and its keepers are told."""
    hold_borders(lane.community_id)
    today = timezone.localdate(at)
    there = set(Door.objects.filter(lane=lane).values_list("number", "suffix"))
    missing = sorted(set(numbers) - there)
    if not missing:
        raise DoorsAreThere(_("这些门牌都已经登记过了，没有新的。"), field="numbers")
    new = Door.objects.bulk_create(
        Door(community_id=lane.community_id, lane=lane, number=number, suffix=suffix, building_name=building_name)
        for number, suffix in missing
    )
    words = _("、").join(map(said, missing))
    record(events.DOORS_ENTERED, lane, by=by, at=at, name=lane.name, count=len(new), doors=words)
    if zone:
        zone.refresh_from_db()
        must_stand(zone, today)
        move_doors(lane.community_id, {door.pk: zone.pk for door in new}, on=today, today=today)
        reason = _("新登记的门牌：{lane} {doors}").format(lane=lane.name, doors=words)
        record(events.BORDER_MOVED, zone, by=by, at=at, name=zone.name, on=today, came=len(new), left=0, reason=reason)
    return new


@as_a_whole
def name_building(door: Door, *, building_name: str, by: User, at: datetime) -> None:
    """Give the building behind a door the name people know it by, or none."""
    door.building_name = building_name
    door.save(update_fields=["building_name"])
    record(events.BUILDING_NAMED, door, by=by, at=at, name=str(door), building=building_name)


@as_a_whole
def place_door(door: Door, *, lon: Decimal | None, lat: Decimal | None, by: User, at: datetime) -> None:
    """Say where a door stands, in degrees of CGCS2000, or that nobody knows; borders as drawn follow."""
    hold_borders(door.community_id)
    door.lon, door.lat, door.datum = lon, lat, Datum.CGCS2000
    door.save(update_fields=["lon", "lat", "datum"])
    today = timezone.localdate(at)
    draw_again(door.community_id, ground(door.community_id, today), today, by_hand=None)
    if lon is None:
        record(events.DOOR_UNPLACED, door, by=by, at=at, name=str(door))
    else:
        record(events.DOOR_PLACED, door, by=by, at=at, name=str(door), lon=str(lon), lat=str(lat))


@as_a_whole
def enter_dwellings(door: Door, *, labels: Sequence[str], by: User, at: datetime) -> list[Dwelling]:
    """Put up those of these homes behind a door that are not there yet."""
    Door.objects.select_for_update(no_key=True).get(pk=door.pk)
    there = set(door.dwellings.values_list("label", flat=True))
    missing = [label for label in dict.fromkeys(labels) if label not in there]
    if not missing:
        raise DwellingIsThere(_("这些住处都已经登记过了，没有新的。"), field="labels")
    new = Dwelling.objects.bulk_create(
        Dwelling(community_id=door.community_id, door=door, label=label) for label in missing
    )
    record(events.DWELLINGS_ENTERED, door, by=by, at=at, name=str(door), labels=_("、").join(missing))
    return new


@as_a_whole
def rename_dwelling(dwelling: Dwelling, *, label: str, by: User, at: datetime) -> None:
    """Call a home otherwise; who lives there, and did, stays."""
    door = Door.objects.select_for_update(no_key=True, of=("self",)).select_related("lane").get(pk=dwelling.door_id)
    if door.dwellings.filter(label=label).exclude(pk=dwelling.pk).exists():
        raise DwellingIsThere(
            _("{door}已经有“{label}”了。是同一家的话，请到那一户去改。").format(door=door, label=label), field="label"
        )
    before, dwelling.label = str(dwelling), label
    dwelling.save(update_fields=["label"])
    record(events.DWELLING_NAMED, door, by=by, at=at, before=before, name=label)
