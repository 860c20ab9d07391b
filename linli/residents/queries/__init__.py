"""What other rooms may ask the register."""

from .consents import allowed
from .people import people_with_phone
from .units import keys_of_liaisons, liaisons_of, unit_ids_of, units_of

__all__ = ["allowed", "keys_of_liaisons", "liaisons_of", "people_with_phone", "unit_ids_of", "units_of"]
