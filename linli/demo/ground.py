"""Street, communities, zones, lanes, doors and dwellings, as data/places.toml draws them."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from math import cos, hypot, radians
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
        key, origin = line.pop("key"), line.pop("origin")
        stages[key] = Stage(Community.objects.create(street=street, **line), now, origin)
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
    before = {number: zone for first, last, zone in line.get("moved", ()) for number in range(first, last + 1)}
    numbered = [(number, zone) for first, last, zone in line["doors"] for number in range(first, last + 1)]
    places = _along(stage.origin, line["line"], line["apart"], len(numbered))
    doors = Door.objects.bulk_create(
        Door(
            community=community,
            lane=lane,
            number=number,
            zone=stage.zones[before.get(number, zone)],
            building_name=names.get((lane.name, number), ""),
            lon=lon,
            lat=lat,
        )
        for (number, zone), (lon, lat) in zip(numbered, places, strict=True)
    )
    zone_now = dict(numbered)
    for number in before:
        stage.moved.setdefault(zone_now[number], []).append(doors[number - numbered[0][0]].pk)
    first_upstairs, last_upstairs = line.get("upstairs", (1, 0))
    upstairs = [(door, "3 楼") for door in doors if first_upstairs <= door.number <= last_upstairs]
    behind_doors = [(door, label) for door in doors for label in line["homes"]]
    Dwelling.objects.bulk_create(
        Dwelling(community=community, door=door, label=label) for door, label in [*behind_doors, *upstairs]
    )
    unit = "栋" if line["kind"] == "compound" else "号"
    stage.homes += [Home(lane.name, door.number, f"{lane.name} {door.number} {unit}") for door in doors]


METRES_A_DEGREE = 111_320


def _along(origin: list[float], line: list[list[float]], apart: float, count: int) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield a longitude and latitude of each of `count` doors along a lane, odd numbers left, even ones right."""
    (x, y), (to_x, to_y) = line
    length = hypot(to_x - x, to_y - y)
    left = (-(to_y - y) / length * apart, (to_x - x) / length * apart)
    steps = (count + 1) // 2
    for n in range(count):
        far = (n // 2 + 0.5) / steps
        side = 1 if n % 2 == 0 else -1
        east, north = x + far * (to_x - x) + side * left[0], y + far * (to_y - y) + side * left[1]
        lon = origin[0] + east / (METRES_A_DEGREE * cos(radians(origin[1])))
        yield Decimal(f"{lon:.8f}"), Decimal(f"{origin[1] + north / METRES_A_DEGREE:.8f}")
