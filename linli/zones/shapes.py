"""Borders as shapes: which doors a polygon encloses, and a shape that encloses exactly the doors of a zone.

Degrees are laid flat into metres around the community first; at its size the earth is flat. GeoJSON comes and goes as
plain dicts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from .ranges import Door

METRES_A_DEGREE = 111_320.0
AROUND_A_DOOR = 32.0
"""Metres a fitted border keeps from its outermost doors."""
SMOOTH = 24.0
"""Metres across which gaps between doors of one zone are closed."""
ROUGHLY = 1.0
Places = Mapping[int, tuple[float, float]]
"""Doors' keys and where they stand, in metres east and south of the frame's corner."""


@dataclass(frozen=True)
class Frame:
    """A sheet of paper over the community: `west` and `north` are the degrees of its corner, sizes are metres."""

    west: float
    north: float
    width: float = 0
    height: float = 0

    @property
    def across(self) -> float:
        return METRES_A_DEGREE * cos(radians(self.north))

    def flat(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.across, (self.north - lat) * METRES_A_DEGREE

    def round(self, x: float, y: float) -> tuple[float, float]:
        """Return the degrees of a place on the sheet, with the eight decimals they are kept with."""
        return round(self.west + x / self.across, 8), round(self.north - y / METRES_A_DEGREE, 8)

    def flatten(self, geojson: dict[str, Any]) -> BaseGeometry:
        return _moved(self.flat, shape(geojson))

    def unroll(self, flat: BaseGeometry) -> dict[str, Any]:
        """Return GeoJSON in degrees; tuples become lists, as they are when read back."""
        return _plain(mapping(_moved(self.round, flat)))


def _moved(convert: Callable[[float, float], tuple[float, float]], what: BaseGeometry) -> Any:
    return shapely.transform(what, lambda places: np.array([convert(x, y) for x, y in places]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def frame_around(doors: Iterable[Door], margin: float = 60) -> Frame | None:
    """Return the sheet that holds every door with a position; None where there is none."""
    placed = [(door.lon, door.lat) for door in doors if door.lon is not None and door.lat is not None]
    if not placed:
        return None
    west, north = min(lon for lon, _lat in placed), max(lat for _lon, lat in placed)
    corner = Frame(west, north)
    x, y = corner.flat(max(lon for lon, _lat in placed), min(lat for _lon, lat in placed))
    west, north = corner.round(-margin, -margin)
    return Frame(west, north, round(x + 2 * margin), round(y + 2 * margin))


def places_of(frame: Frame, doors: Iterable[Door]) -> dict[int, tuple[float, float]]:
    return {door.pk: frame.flat(door.lon, door.lat) for door in doors if door.lon is not None and door.lat is not None}


class NoShape(ValueError):
    """Points that make no area: fewer than three, or all on one line."""


def drawn(points: Sequence[tuple[float, float]]) -> BaseGeometry:
    """Return the area somebody drew. Lines that cross are untangled; a self-touching border keeps all its parts."""
    if len(points) < 3:
        raise NoShape
    area = shapely.make_valid(Polygon(points))
    parts = [part for part in getattr(area, "geoms", [area]) if part.geom_type == "Polygon" and part.area >= 1]
    if not parts:
        raise NoShape
    return shapely.union_all(parts)


def inside(area: BaseGeometry, places: Places) -> set[int]:
    """Return the doors an area encloses; one exactly on its border belongs to it."""
    shapely.prepare(area)
    return {pk for pk, (x, y) in places.items() if area.covers(Point(x, y))}


def fits(area: BaseGeometry, places: Places, wanted: set[int]) -> bool:
    """Say whether an area encloses exactly the `wanted` doors among those that have a place."""
    return inside(area, places) == wanted & set(places)


def fitted(places: Places, wanted: set[int], taken: Iterable[BaseGeometry] = ()) -> BaseGeometry | None:
    """Return an area around the `wanted` doors and no other, and outside what is `taken` by drawn borders.

    Every door gets the ground that is nearer to it than to any other, up to a few metres away; these are joined. None
    when no wanted door has a place.
    """
    ours = [pk for pk in places if pk in wanted]
    if not ours:
        return None
    near = shapely.union_all([Point(places[pk]).buffer(AROUND_A_DOOR, quad_segs=3) for pk in ours])
    near = near.buffer(SMOOTH, quad_segs=3).buffer(-SMOOTH, quad_segs=3)
    if len(ours) < len(places):
        near = near.intersection(shapely.union_all(_cells(places, ours)))
    for other in taken:
        near = near.difference(other)
    rough = near.simplify(ROUGHLY)
    return rough if fits(rough, places, set(ours)) else near


def _cells(places: Places, ours: Sequence[int]) -> list[BaseGeometry]:
    """Return for each of our doors the ground nearer to it than to any other. Doors of one place share the ground."""
    everywhere = MultiPoint(sorted(set(places.values())))
    cells = list(shapely.voronoi_polygons(everywhere, extend_to=everywhere.buffer(AROUND_A_DOOR * 2)).geoms)
    tree = shapely.STRtree(cells)
    found = {int(n) for pk in ours for n in tree.query(Point(places[pk]), predicate="intersects")[:1]}
    return [cells[n] for n in found]
