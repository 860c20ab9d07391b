"""Street, communities, zones, lanes, doors and dwellings, as data/places.toml draws them."""

import tomllib
from datetime import datetime
from typing import Any

from linli.fence.rows import open_fence
from linli.territory.models import Community, Door, Dwelling, Lane, Street, Zone

from .stage import DATA, Home, Stage


def lay_out(now: datetime) -> tuple[Street, dict[str, Stage]]:
    """Create everything that stands on the ground and open the fence of both communities; return stages by key."""
    plan = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    street = Street.objects.create(**plan["street"])
    stages = {}
    for line in plan["community"]:
        key = line.pop("key")
        stages[key] = Stage(Community.objects.create(street=street, **line), now)
    open_fence(stage.community.pk for stage in stages.values())
    for line in plan["zone"]:
        stage = stages[line.pop("community")]
        stage.zones[line["number"]] = Zone.objects.create(community=stage.community, **line)
    names = {(building["lane"], building["number"]): building["name"] for building in plan["building"]}
    for line in plan["lane"]:
        _lane(stages[line["community"]], line, names)
    return street, stages


def _lane(stage: Stage, line: dict[str, Any], names: dict[tuple[str, int], str]) -> None:
    community = stage.community
    lane = Lane.objects.create(community=community, name=line["name"], kind=line["kind"], aliases=line["aliases"])
    doors = Door.objects.bulk_create(
        Door(
            community=community,
            lane=lane,
            number=number,
            zone=stage.zones[zone],
            building_name=names.get((lane.name, number), ""),
        )
        for first, last, zone in line["doors"]
        for number in range(first, last + 1)
    )
    first_upstairs, last_upstairs = line.get("upstairs", (1, 0))
    upstairs = [(door, "3 楼") for door in doors if first_upstairs <= door.number <= last_upstairs]
    behind_doors = [(door, label) for door in doors for label in line["homes"]]
    Dwelling.objects.bulk_create(
        Dwelling(community=community, door=door, label=label) for door, label in [*behind_doors, *upstairs]
    )
    unit = "栋" if line["kind"] == "compound" else "号"
    stage.homes += [Home(lane.name, door.number, f"{lane.name} {door.number} {unit}") for door in doors]
