"""The community as a picture: doors along their lanes, zones around them. No tiles, nothing from outside."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, degrees
from typing import Any

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from linli.territory.models import Lane, Zone, ZoneShape

from .ranges import Door, Ground
from .shapes import Frame, frame_around, places_of

TONES = ("indigo", "jade", "amber", "vermilion")
Place = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A zone as drawn: `path` is what an SVG path wants; `x` and `y` are a place well inside, for its number."""

    zone: Zone
    path: str
    tone: str
    is_ours: bool
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A lane: the middle between its doors, and where its name stands, turned along it."""

    name: str
    points: str
    x: float
    y: float
    angle: float


@dataclass(frozen=True)
class Dot:
    """A door. `mark` is "" , "ours", "came" or "left"."""

    x: float
    y: float
    said: str
    mark: str


@dataclass(frozen=True)
class Picture:
    frame: Frame
    areas: list[Area] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    unplaced: int = 0
    """How many doors nobody has measured yet."""


def picture(
    land: Ground,
    zones: Iterable[Zone],
    drawn: Mapping[int, ZoneShape],
    *,
    ours: Zone | None = None,
    came: Collection[int] = (),
    left: Collection[int] = (),
) -> Picture | None:
    """Draw the community; `ours` is the zone it is about, `came` and `left` are doors to be pointed at.

    None when no door has a position.
    """  # fmt: skip
    frame = frame_around(land.doors.values())
    if frame is None:
        return None
    places = places_of(frame, land.doors.values())
    areas = []
    for zone in zones:
        if shape := drawn.get(zone.pk):
            flat = frame.flatten(shape.shape)
            inside = flat.representative_point()
            tone = TONES[zone.number % len(TONES)]
            areas.append(Area(zone, path_of(flat), tone, zone == ours, round(inside.x), round(inside.y)))
    marks = dict.fromkeys(came, "came") | dict.fromkeys(left, "left")
    mine = ours.pk if ours else None
    return Picture(
        frame,
        areas,
        [_line(lane, land.of_lane[pk], places) for pk, lane in land.lanes.items() if _placed(land.of_lane[pk], places)],
        [_dot(land, land.doors[pk], place, marks, mine) for pk, place in places.items()],
        len(land.doors) - len(places),
    )


def path_of(flat: BaseGeometry) -> str:
    """Return the outline of an area; holes are drawn the other way round, so that they stay empty."""
    rings = [ring for part in getattr(flat, "geoms", [flat]) for ring in (part.exterior, *part.interiors)]
    return " ".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)


MOST_POINTS = 40


def outline(picture: Picture, shape: ZoneShape | None) -> str:
    """Return a zone's border as points to begin a drawing with; blank where it is in several parts, or has holes."""
    flat = picture.frame.flatten(shape.shape) if shape else None
    if not isinstance(flat, Polygon) or flat.interiors:
        return ""
    for roughly in (0, 1, 2, 4, 8, 16):
        rough: Any = flat.simplify(roughly)
        corners = list(rough.exterior.coords)[:-1]
        if len(corners) <= MOST_POINTS:
            return " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)
    return ""


def _placed(doors: Iterable[Door], places: Mapping[int, Place]) -> list[Place]:
    return [places[door.pk] for door in doors if door.pk in places]


def _line(lane: Lane, doors: list[Door], places: Mapping[int, Place]) -> Line:
    """Return a lane as the middle of each odd door and its even neighbour, named in its first third.

    A compound is no line; its name stands below it.
    """
    here = _placed(doors, places)
    if lane.kind == Lane.Kind.COMPOUND:
        below = max(y for _x, y in here) + 18
        return Line(lane.name, "", round(sum(x for x, _y in here) / len(here)), round(below), 0)
    middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(here)] or here
    first, last = sorted([middle[0], middle[-1]])
    angle = degrees(atan2(last[1] - first[1], last[0] - first[0]))
    x, y = middle[len(middle) // 4]
    return Line(lane.name, " ".join(f"{x:.0f},{y:.0f}" for x, y in middle), round(x), round(y), round(angle))


def _dot(land: Ground, door: Door, place: Place, marks: Mapping[int, str], mine: int | None) -> Dot:
    mark = marks.get(door.pk, "ours" if mine is not None and door.zone_id == mine else "")
    return Dot(round(place[0], 1), round(place[1], 1), f"{land.lanes[door.lane_id].name} {door.said}", mark)
