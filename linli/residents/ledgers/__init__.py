"""Ledgers of the register: people, households, units. The example for ledgers of rooms above."""

from . import households, people, units  # noqa: F401  declare themselves
