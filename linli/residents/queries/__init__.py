"""What other rooms may ask the register."""

from .consents import allowed
from .people import homes_of, keys_by_id_number, keys_in_zones, living_on, people_with_phone, readable_by
from .search import search
from .units import keys_of_liaisons, liaisons_of, unit_ids_of, units_of

__all__ = [
    "allowed", "homes_of", "keys_by_id_number", "keys_in_zones", "keys_of_liaisons", "liaisons_of", "living_on",
    "people_with_phone", "readable_by", "search", "unit_ids_of", "units_of",
]  # fmt: skip
