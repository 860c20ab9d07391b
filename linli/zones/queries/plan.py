"""What a border would do if it moved: which doors come and go, how many households and open cases that is about."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from linli.cases.models import Case
from linli.territory.models import DoorZone, Zone

from ..ranges import Ground, words_of
from .ground import ground, households_by_door


@dataclass(frozen=True)
class Group:
    """Doors that move between our zone and `other` (None: no zone), in words."""

    other: Zone | None
    doors: tuple[int, ...]
    words: tuple[str, ...]
    households: int
    open_cases: int


@dataclass(frozen=True)
class Plan:
    """`moves` is the whole of it: every door that would lie elsewhere from `on`, and where (None: in no zone)."""

    on: date
    moves: Mapping[int, int | None]
    came: tuple[Group, ...]
    left: tuple[Group, ...]
    words: tuple[str, ...]
    doors: int
    households: int
    households_before: int
    emptied: tuple[Zone, ...]
    unplanned: tuple[str, ...]
    """Doors in words of which a move planned for a later day no longer happens."""

    @property
    def fingerprint(self) -> str:
        """The same for the same moves: what somebody agreed to is what is done."""
        said = f"{self.on} {sorted(self.moves.items(), key=lambda move: move[0])}"
        return hashlib.sha256(said.encode()).hexdigest()[:20]

    @property
    def open_cases(self) -> int:
        return sum(group.open_cases for group in (*self.came, *self.left))


def plan_of(
    community_id: int, zone: Zone | None, wanted: Collection[int], *, leftover: Zone | None, on: date, today: date,
    land: Ground | None = None,
) -> Plan:  # fmt: skip
    """Return what it means when, from `on`, the doors of `zone` (None: one still to be) are exactly those `wanted`.

    Doors it had and loses go to `leftover`, or to no zone.
    """
    land = land or ground(community_id, on)
    ours = zone.pk if zone else -1
    had = {door.pk for door in land.of_zone(ours)}
    wanted = set(wanted)
    homes = households_by_door(community_id, on)
    zones = {each.pk: each for each in Zone.objects.filter(community=community_id)}
    rest = leftover.pk if leftover else None
    coming = _by_zone({pk: land.doors[pk].zone_id for pk in wanted - had})
    leaving = _by_zone(dict.fromkeys(had - wanted, rest))
    cases = _open_cases(community_id, (wanted - had) | (had - wanted))

    def group(other: int | None, doors: set[int]) -> Group:
        words = words_of(land, [land.doors[pk] for pk in doors])
        return Group(
            zones[other] if other else None, tuple(sorted(doors)), tuple(words),
            sum(homes.get(pk, 0) for pk in doors), sum(cases.get(pk, 0) for pk in doors),
        )  # fmt: skip

    came, left = ([group(*each) for each in moved.items()] for moved in (coming, leaving))
    emptied = [
        each.other for each in came
        if each.other and {door.pk for door in land.of_zone(each.other.pk)} <= wanted and each.other != leftover
    ]  # fmt: skip
    planned = _planned(wanted & had, max(on, today), on)
    return Plan(
        on=on,
        moves=dict.fromkeys([*planned, *(wanted - had)], ours) | dict.fromkeys(had - wanted, rest),
        came=tuple(came),
        left=tuple(left),
        words=tuple(words_of(land, [land.doors[pk] for pk in wanted])),
        doors=len(wanted),
        households=sum(homes.get(pk, 0) for pk in wanted),
        households_before=sum(homes.get(pk, 0) for pk in had),
        emptied=tuple(emptied),
        unplanned=tuple(words_of(land, [land.doors[pk] for pk in planned])),
    )


def _planned(doors: Collection[int], ahead: date, on: date) -> list[int]:
    """Return which of these doors, lying here on that day, are to leave on a day after `ahead`."""
    leaving = DoorZone.objects.filter(door__in=doors, from_on__lte=on, until_on__gt=ahead)
    return list(leaving.values_list("door", flat=True))


def _by_zone(doors: Mapping[int, int | None]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = {}
    for pk, zone_id in sorted(doors.items(), key=lambda each: (each[1] or 0, each[0])):
        found.setdefault(zone_id, set()).add(pk)
    return found


def _open_cases(community_id: int, doors: Collection[int]) -> dict[int, int]:
    """Return how many cases nobody has ended yet are about each of these doors."""
    found: dict[int, int] = {}
    cases = Case.objects.filter(community=community_id, door__in=doors).open()
    for (door_id,) in cases.values_list("door"):
        found[door_id] = found.get(door_id, 0) + 1
    return found
