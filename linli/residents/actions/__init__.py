"""Verbs of the register."""

from .people import enter_person
from .readings import note_reading
from .units import enter_unit

__all__ = ["enter_person", "enter_unit", "note_reading"]
