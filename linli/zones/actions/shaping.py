"""Keeping the drawn borders and the lists of doors at one: the list counts, the shape follows."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from linli.territory.models import ZoneShape

from ..queries.ground import ground, shapes, zones_on
from ..ranges import Ground
from ..shapes import Frame, fits, fitted, frame_around, places_of

OVERLAP = 1.0
"""Square metres two borders may share without one of them giving way."""


def draw_again(community_id: int, land: Ground, on: date, *, by_hand: tuple[int, BaseGeometry, Frame] | None) -> None:
    """Let every zone's shape from `on` enclose exactly its doors as they lie on `land`.

    A shape that still does stays as it is. `by_hand` is a border somebody drew, with its zone: others give way to it.
    """
    frame = frame_around(land.doors.values())
    if frame is None:
        return
    places = places_of(frame, land.doors.values())
    running = shapes(community_id, on)
    flat = {pk: frame.flatten(each.shape) for pk, each in running.items()}
    wanted = {zone.pk: {door.pk for door in land.of_zone(zone.pk)} for zone in zones_on(community_id, on)}
    drawn: dict[int, BaseGeometry] = {}
    if by_hand:
        zone_id, area, sheet = by_hand
        drawn[zone_id] = frame.flatten(sheet.unroll(area))
        _keep(community_id, zone_id, frame.unroll(drawn[zone_id]), on, is_by_hand=True)
    stay = {
        pk for pk in wanted.keys() & flat.keys() - drawn.keys()
        if fits(flat[pk], places, wanted[pk]) and not _overlaps(flat[pk], drawn)
    }  # fmt: skip
    taken = [*drawn.values(), *(flat[pk] for pk in stay if running[pk].is_by_hand)]
    for pk in wanted.keys() - stay - drawn.keys():
        area_of = fitted(places, wanted[pk], taken)
        _keep(community_id, pk, frame.unroll(area_of) if area_of is not None else None, on, is_by_hand=False)


def _overlaps(area: BaseGeometry, others: Mapping[int, BaseGeometry]) -> bool:
    return any(area.intersection(other).area > OVERLAP for other in others.values())


def _keep(community_id: int, zone_id: int, shape: dict[str, Any] | None, on: date, *, is_by_hand: bool) -> None:
    """Let a zone be drawn so from `on`; what was planned for later is forgotten. None takes its shape away."""
    ZoneShape.objects.filter(zone=zone_id, from_on__gte=on).delete()
    ZoneShape.objects.filter(Q(until_on=None) | Q(until_on__gt=on), zone=zone_id).update(until_on=on)
    if shape is not None:
        ZoneShape.objects.create(
            community_id=community_id, zone_id=zone_id, shape=shape, is_by_hand=is_by_hand, from_on=on
        )


def end_shapes(zone_ids: Collection[int], on: date) -> None:
    """Let these zones be drawn nowhere from `on`."""
    ZoneShape.objects.filter(zone__in=zone_ids, from_on__gte=on).delete()
    ZoneShape.objects.filter(zone__in=zone_ids, until_on=None).update(until_on=on)


_TODAY = "UPDATE territory_door SET zone_id = zone_of_door(id) WHERE zone_id IS DISTINCT FROM zone_of_door(id)"


def settle_borders(community_id: int, *, on: date) -> int:
    """Bring doors and shapes to the day that has come; return how many doors lie elsewhere than yesterday.

    Moves planned for a day happen by the calendar alone, and doors may have been entered or measured meanwhile. The
    caller opens a transaction and the fence.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TODAY)
        moved: int = cursor.rowcount
    draw_again(community_id, ground(community_id, on), on, by_hand=None)
    return moved
