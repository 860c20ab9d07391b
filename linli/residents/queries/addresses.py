"""Where people live, in words: for lists, which say it of thirty neighbours at once."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from linli.fence.asking import ask
from linli.territory.models import counted_as, door_words


class Address(NamedTuple):
    """Where somebody lives: the household, and its home in words (建安街 38 号 302)."""

    household_id: int
    words: str


_ADDRESSES = """
    SELECT m.person_id, m.household_id, l.name, l.kind, d.number, d.suffix, w.label
    FROM residents_householdmember m
    JOIN residents_household h ON h.id = m.household_id
    JOIN territory_dwelling w ON w.id = h.dwelling_id
    JOIN territory_door d ON d.id = w.door_id
    JOIN territory_lane l ON l.id = d.lane_id
    WHERE m.person_id = ANY (%(people)s::bigint[])
    AND m.from_on <= %(on)s AND (m.until_on IS NULL OR m.until_on > %(on)s)"""


def addresses_of(people: Iterable[int], on: date) -> dict[int, Address]:
    """Return where these people (keys) live on that day; who has no home of the register is left out."""
    found = ask(_ADDRESSES, {"people": list(people), "on": on})
    units = {kind: counted_as(kind) for kind in {row[3] for row in found}}
    return {
        person: Address(household, f"{door_words(lane, units[kind], number, suffix)} {label}".rstrip())
        for person, household, lane, kind, number, suffix, label in found
    }
