"""What is done to zones and the places in them: their borders, their life, their boards; lanes, doors and dwellings."""

from .boards import keep_board, keep_photo, remove_photo
from .borders import BorderMovedMeanwhile, CannotMoveThen, NothingMoves, move_border
from .doors import (
    DoorsAreThere,
    DwellingIsThere,
    enter_doors,
    enter_dwellings,
    name_building,
    place_door,
    rename_dwelling,
)
from .lanes import NameIsTaken, enter_lane, rename_lane
from .removing import StillUsed, remove_door, remove_dwelling, remove_lane
from .shaping import settle_borders
from .zones import CannotEndZone, NumberIsTaken, end_zone, found_zone, rename_zone

__all__ = [
    "BorderMovedMeanwhile", "CannotEndZone", "CannotMoveThen", "DoorsAreThere", "DwellingIsThere", "NameIsTaken",
    "NothingMoves", "NumberIsTaken", "StillUsed", "end_zone", "enter_doors", "enter_dwellings", "enter_lane",
    "found_zone", "keep_board", "keep_photo", "move_border", "name_building", "place_door", "remove_door",
    "remove_dwelling", "remove_lane", "remove_photo", "rename_dwelling", "rename_lane", "rename_zone",
    "settle_borders",
]  # fmt: skip
