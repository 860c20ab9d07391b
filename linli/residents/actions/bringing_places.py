"""Units and doors of a table are recognised, compared and taken, many at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.fence.straight import change_many
from linli.journal.record import event_of, record_all
from linli.sheets.registry import Fate, Given, Link, Outcome, Setting
from linli.territory.models import Door, Dwelling, Lane, Zone

from .. import events
from ..models import Unit
from .settling import Doors, NoSuchDoor

UNIT_FIELDS = {
    "short_name": "short_name", "kind": "kind", "uscc": "uscc", "address": "door_id", "phone": "phone", "head": "head",
    "party_org": "party_org_name", "secretary": "party_secretary", "members": "party_member_count",
    "employees": "employee_count", "joined_on": "joined_on",
}  # fmt: skip


def weigh_units(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Say of each row whether it is a new unit, what it would change, or what cannot be. Nothing is written."""
    return [outcome for _unit, outcome in _units(setting, given)]


def take_units(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Put new units on the register and write what rows say of known ones, in the caller's transaction."""
    found = _units(setting, given)
    new = [unit for unit, outcome in found if outcome.fate is Fate.NEW]
    changed = [unit for unit, outcome in found if outcome.fate is Fate.CHANGED]
    Unit.objects.bulk_create(new)
    change_many(changed, *dict.fromkeys(UNIT_FIELDS.values()))
    happened = [(events.UNIT_ENTERED, unit) for unit in new] + [(events.UNIT_CHANGED, unit) for unit in changed]
    record_all([event_of(verb, unit, by=setting.by, at=setting.at, name=unit.name) for verb, unit in happened])
    return [outcome for _unit, outcome in found]


def _units(setting: Setting, given: Sequence[Given]) -> list[tuple[Unit, Outcome]]:
    """Recognise units by credit code, else by name; write what rows say onto them, unsaved."""
    units = list(Unit.objects.filter(community=setting.community))
    by_code, by_name = {unit.uscc: unit for unit in units if unit.uscc}, {unit.name: unit for unit in units}
    doors = Doors(setting.community.pk) if any(each.values.get("address") for each in given) else None
    found = []
    for each in given:
        values = dict(each.values)
        unit = by_code.get(values.get("uscc") or "") or by_name.get(values["name"])
        link, problems = Link(values["name"], ""), []
        if values.get("address") and doors is not None:
            try:
                values["address"] = doors.find(values["address"], "").door_id
            except NoSuchDoor as why:
                problems.append(("address", str(why)))
        if problems:
            found.append((unit or Unit(), Outcome(Fate.WRONG, link, problems=problems)))
            continue
        is_new = unit is None
        if unit is None:
            unit = Unit(community=setting.community, name=values["name"], kind=Unit.Kind.OTHER)
            unit.short_name = values.get("short_name") or values["name"][:40]
            by_name[unit.name] = unit
        changes = _write_unit(unit, values)
        fate = Fate.NEW if is_new else Fate.CHANGED if changes else Fate.SAME
        found.append((unit, Outcome(fate, link, () if is_new else changes)))
    return found


def _write_unit(unit: Unit, values: Mapping[str, Any]) -> list[str]:
    changes = []
    for code, name in UNIT_FIELDS.items():
        if values.get(code) not in (None, "") and getattr(unit, name) != values[code]:
            setattr(unit, name, values[code])
            changes.append(code)
    return changes


# Doors


class Place(NamedTuple):
    """A lane by its name, and a number with what may follow it."""

    lane: str
    number: int
    suffix: str = ""


def place_of(values: Mapping[str, Any]) -> Place | None:
    """Return which door a row means: its lane and number, else the whole address in one cell."""
    if values.get("lane") and values.get("number"):
        return Place(values["lane"], *values["number"])
    whole: Place | None = values.get("address")
    return whole


def weigh_doors(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Say of each row whether its door is new, what it would change, or what cannot be. Nothing is written."""
    return [row.outcome for row in _doors(setting, given)[0]]


def take_doors(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Put up new lanes, doors and dwellings, in the caller's transaction; a door's zone is moved elsewhere."""
    rows, lanes = _doors(setting, given)
    Lane.objects.bulk_create([lane for lane in lanes.values() if lane.pk is None])
    new = [row.door for row in rows if row.outcome.fate is Fate.NEW]
    Door.objects.bulk_create(new)
    change_many([row.door for row in rows if "building_name" in row.outcome.changes], "building_name")
    Dwelling.objects.bulk_create(
        Dwelling(community=setting.community, door=row.door, label=label)
        for row in rows
        if row.outcome.fate in (Fate.NEW, Fate.CHANGED)
        for label in row.rooms
    )
    return [row.outcome for row in rows]


class _DoorRow:
    """One row: its door, which may be new, the rooms behind it nobody wrote down yet, and what becomes of it."""

    def __init__(self, door: Door, outcome: Outcome, rooms: Sequence[str] = ()) -> None:
        self.door, self.outcome, self.rooms = door, outcome, rooms


def _doors(setting: Setting, given: Sequence[Given]) -> tuple[list[_DoorRow], dict[str, Lane]]:
    lanes = {name: lane for lane in Lane.objects.filter(community=setting.community)
             for name in (lane.name, *lane.aliases)}  # fmt: skip
    there = Door.objects.filter(community=setting.community).select_related("zone", "lane")
    doors = {(door.lane.name, door.number, door.suffix): door for door in there}
    zones = {said: zone for zone in Zone.objects.filter(community=setting.community, ended_on=None)
             for said in (zone.name, str(zone.number))}  # fmt: skip
    rooms: dict[int, set[str]] = {}
    for door_id, label in Dwelling.objects.filter(community=setting.community).values_list("door_id", "label"):
        rooms.setdefault(door_id, set()).add(label)
    known = _Known(setting, lanes, doors, zones, rooms)
    return [_door(each.values, known) for each in given], lanes


@dataclass
class _Known:
    """Lanes, doors, zones and rooms of the register, and those rows before have added."""

    setting: Setting
    lanes: dict[str, Lane]
    doors: dict[tuple[str, int, str], Door]
    zones: Mapping[str, Zone]
    rooms: Mapping[int, set[str]]


def _door(values: Mapping[str, Any], known: _Known) -> _DoorRow:
    setting, lanes, doors, zones, rooms = known.setting, known.lanes, known.doors, known.zones, known.rooms
    where = place_of(values) or Place("", 0)
    lane = lanes.get(where.lane)
    if lane is None:
        lane = lanes[where.lane] = Lane(community=setting.community, name=where.lane, kind=kind_of(where.lane))
    door = doors.get((lane.name, where.number, where.suffix))
    link = Link(f"{lane.name} {where.number}{'-' + where.suffix if where.suffix else ''}", "")
    zone = zones.get(values.get("zone") or "") or zones.get(values.get("zone_number") or "")
    said = values.get("zone") or values.get("zone_number")
    if said and zone is None:
        sentence = _("没有叫「{zone}」的责任区。请先划好责任区，或者把名称写得和登记的一样。").format(zone=said)
        return _DoorRow(door or Door(), Outcome(Fate.WRONG, link, problems=[("zone", sentence)]))
    if door is not None and zone is not None and door.zone_id not in (None, zone.pk):
        sentence = _("这个门牌现在在「{now}」。换责任区要说从哪天起，请到责任区里改边界。").format(now=door.zone)
        return _DoorRow(door, Outcome(Fate.WRONG, link, problems=[("zone", sentence)]))
    if door is not None and zone is not None and door.zone_id is None:
        sentence = _("这个门牌还没有责任区。请到责任区里把它划进去，要说从哪天起。")
        return _DoorRow(door, Outcome(Fate.WRONG, link, problems=[("zone", sentence)]))
    more = [label for label in values.get("rooms") or () if label not in rooms.get(door.pk if door else 0, set())]
    if door is None:
        door = Door(community=setting.community, lane=lane, number=where.number, suffix=where.suffix, zone=zone)
        door.building_name = values.get("building_name") or ""
        doors[lane.name, where.number, where.suffix] = door
        return _DoorRow(door, Outcome(Fate.NEW, link), more)
    changes = ["rooms"] if more else []
    if (name := values.get("building_name")) and name != door.building_name:
        door.building_name = name
        changes.append("building_name")
    return _DoorRow(door, Outcome(Fate.CHANGED if changes else Fate.SAME, link, changes), more)


def kind_of(name: str) -> Lane.Kind:
    """Return what a lane's name says it is: a compound, a street or a lane."""
    if re.search(r"(小区|花园|苑|公寓|大院|宿舍|广场|新村|里)$", name):  # catalogue: data
        return Lane.Kind.COMPOUND
    return Lane.Kind.LANE if re.search(r"[巷弄胡同]$", name) else Lane.Kind.STREET  # catalogue: data
