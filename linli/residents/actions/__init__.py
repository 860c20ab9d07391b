"""Verbs of the register."""

from .facts import Facts, Row
from .people import AlreadyRegistered, change_person, enter_people, enter_person
from .readings import note_reading
from .units import enter_unit

__all__ = [
    "AlreadyRegistered", "Facts", "Row", "change_person", "enter_people", "enter_person", "enter_unit", "note_reading",
]  # fmt: skip
