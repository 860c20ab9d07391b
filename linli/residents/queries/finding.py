"""A page of the register, found with one plain statement, which the database answers sooner than it could be built.

What the words mean is `search.understood`'s to say. A name is read from its slips in their order and stops with the
page, so that a family name of every fortieth neighbour costs what a rare one costs; where a number or a place is said,
people are few, and their slips are looked at instead. `docs/decisions/0020` has the measurements.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from linli.accounts.models import User
from linli.fence.asking import ask

from ..models import Person
from ..rules import REGISTER
from .search import LAST_SIGN, Wanted, understood

SHOWN = {"id", "name", "sex", "birth_on", "birth_precision", "died_on", "phone_tail", "last_verified_on"}
LISTED = [each.attname for each in Person._meta.concrete_fields if each.attname in SHOWN]  # noqa: SLF001 - public by its name in Django
COLUMNS = ", ".join(f"p.{name}" for name in LISTED)
LIVES = """SELECT FROM residents_householdmember m WHERE m.person_id = p.id
    AND m.from_on <= %s AND (m.until_on IS NULL OR m.until_on > %s)"""
OF_ZONES = """p.id IN (SELECT m.person_id FROM residents_householdmember m
    JOIN residents_household h ON h.id = m.household_id
    JOIN territory_dwelling w ON w.id = h.dwelling_id
    JOIN territory_door d ON d.id = w.door_id
    WHERE d.zone_id = ANY (%s) AND m.from_on <= %s AND (m.until_on IS NULL OR m.until_on > %s))"""
AT_DOOR = """p.id IN (SELECT m.person_id FROM residents_householdmember m
    JOIN residents_household h ON h.id = m.household_id
    JOIN territory_dwelling w ON w.id = h.dwelling_id
    WHERE w.door_id = %s AND m.until_on IS NULL)"""
IN_LANE = """p.id IN (SELECT m.person_id FROM residents_householdmember m
    JOIN residents_household h ON h.id = m.household_id
    JOIN territory_dwelling w ON w.id = h.dwelling_id
    JOIN territory_door d ON d.id = w.door_id
    WHERE d.lane_id = %s AND m.until_on IS NULL)"""
OF_NUMBER = """(p.phone_hash = %s AND p.phone_hash <> ''
    OR p.id_number_hash = %s AND p.id_number_hash <> '')"""  # said so that the indexes of those who have one are used
WITH_SLIP = """(SELECT o.piece FROM residents_slip o
    WHERE o.person_id = p.id AND o.piece >= %s AND o.piece < %s LIMIT 1) IS NOT NULL"""
"""A value asked of each row, where EXISTS would be made a join: the planner takes a range of slips for a handful and
would begin with it."""


@dataclass
class Question:
    """A statement in the making: what must hold of a person `p`, with its values in the same order."""

    holds: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def that(self, holds: str, *values: Any) -> None:
        self.holds.append(holds)
        self.values += values


def readers(user: User, community_id: int, on: date) -> Question:
    """Begin a question of the people of one community `user` may read of, as `people.readable_by` does."""
    question = Question()
    question.that("p.community_id = %s AND p.merged_into_id IS NULL AND p.frozen_on IS NULL", community_id)
    if community_id not in user.community_ids:
        question.that("false")
    elif not user.acts_as(REGISTER):
        in_zones(question, user.zone_ids, on)
    return question


def in_zones(question: Question, zone_ids: Iterable[int], on: date) -> None:
    """Ask for who lives in these zones on that day."""
    question.that(OF_ZONES, list(zone_ids), on, on)


def find(question: Question, words: str, *, community_id: int, start: int = 0, most: int) -> list[Person]:
    """Return up to `most` people from `start` on, nobody twice, with what a list says of them (`LISTED`); the rest of a
    person is fetched when somebody asks for it. Without words everybody, by name."""
    words = words.strip()
    wanted = understood(words, community_id)
    if words and wanted.is_nothing:
        return []
    source, order = _meant(question, wanted, community_id)
    statement = f"""
        SELECT {COLUMNS} FROM {source} WHERE {" AND ".join(question.holds)} ORDER BY {order}, p.id
        OFFSET %s LIMIT %s"""  # noqa: S608 - pieces of our own
    found = ask(statement, [*question.values, start, most])
    return list({row[0]: Person.from_db(connection.alias, LISTED, row) for row in found}.values())


def _meant(question: Question, wanted: Wanted, community_id: int) -> tuple[str, str]:
    """Ask for who is meant; return the tables that begin the statement, and its order."""
    for tail in wanted.tails:
        question.that("p.phone_tail = %s AND p.phone_tail <> ''", tail)
    for phone, id_number in wanted.numbers:
        question.that(OF_NUMBER, phone, id_number)
    if wanted.door is not None:
        question.that(AT_DOOR, wanted.door.pk)
    elif wanted.lane is not None:
        question.that(IN_LANE, wanted.lane.pk)
    slips = sorted(wanted.slips, key=len, reverse=True)
    is_few = bool(wanted.tails or wanted.numbers or wanted.lane)
    if not slips or is_few:
        for word in slips:
            question.that(WITH_SLIP, word, word + LAST_SIGN)
        return "residents_person p", "p.pinyin"
    first, *others = slips
    question.that("s.community_id = %s AND s.piece >= %s AND s.piece < %s", community_id, first, first + LAST_SIGN)
    for word in others:
        question.that(WITH_SLIP, word, word + LAST_SIGN)
    return "residents_slip s JOIN residents_person p ON p.id = s.person_id", "s.piece"
