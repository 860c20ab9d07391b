"""Lanes, doors and dwellings as their pages show them, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import PROTECT, Count, Q, QuerySet
from django.utils.translation import gettext as _

from linli.territory.models import Door, Dwelling, Lane

PAGE = 50


@dataclass(frozen=True)
class Stretch:
    """One page of a list; `before` and `after` are where the pages beside it begin, None where there are none."""

    rows: Sequence[Any]
    before: int | None
    after: int | None


def stretch(rows: QuerySet[Any], start: str) -> Stretch:
    """Return the page that begins at row `start` ("50"); nonsense begins at the first. One query, no COUNT."""
    first = int(start) if start.isdecimal() and len(start) < 7 else 0
    found = list(rows[first : first + PAGE + 1])
    return Stretch(found[:PAGE], max(0, first - PAGE) if first else None, first + PAGE if len(found) > PAGE else None)


def lanes_of(community_id: int, word: str) -> QuerySet[Lane]:
    """Return the lanes of a community with `door_count` and `placed_count`, by name; `word` is part of any name."""
    lanes = Lane.objects.filter(community=community_id)
    if word:
        lanes = lanes.filter(Q(name__contains=word) | Q(aliases__icontains=word))
    return lanes.annotate(
        door_count=Count("doors"), placed_count=Count("doors", filter=Q(doors__lon__isnull=False))
    ).order_by("name")


def doors_of(lane: Lane, word: str, on: date) -> QuerySet[Door]:
    """Return the doors of a lane with `home_count`, the households that day; `word` is a number or a building."""
    doors = Door.objects.filter(lane=lane).select_related("lane", "zone")
    if word.isdecimal():
        doors = doors.filter(number=int(word[:4]))
    elif word:
        doors = doors.filter(building_name__contains=word)
    return doors.annotate(home_count=_homes("dwellings__", on)).order_by("number", "suffix")


def dwellings_of(door: Door, on: date) -> QuerySet[Dwelling]:
    """Return the homes behind a door with `home_count`, the households that live in each on that day."""
    return door.dwellings.select_related("door__lane").annotate(home_count=_homes("", on)).order_by("label")


def _homes(way: str, on: date) -> Count:
    began = Q(**{f"{way}households__from_on__lte": on})
    goes_on = Q(**{f"{way}households__until_on": None}) | Q(**{f"{way}households__until_on__gt": on})
    return Count(f"{way}households", filter=began & goes_on)


def hanging(thing: Lane | Door | Dwelling) -> list[tuple[str, int]]:
    """Return what hangs on a place and would be lost without it: what it is called, and how many there are.

    Every room's tables are asked, as the database guards them: nothing has to be declared here to be kept.
    """
    words = {
        "territory.Door": _("门牌"), "territory.Dwelling": _("住处"), "residents.Household": _("住过的户"),
        "cases.CouncilCandidate": _("居民议事会的议题"),
    }  # fmt: skip
    found: dict[str, int] = {}
    relations: Any = thing._meta.get_fields(include_hidden=True)  # noqa: SLF001  public by its name in Django
    for relation in relations:
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is PROTECT:
            model: Any = relation.related_model
            what = words.get(model._meta.label) or str(model._meta.verbose_name)  # noqa: SLF001  the same
            found[what] = found.get(what, 0) + model.objects.filter(**{relation.field.name: thing.pk}).count()
    return [(what, count) for what, count in found.items() if count]
