"""What is done to zones: their borders, their life, their boards."""

from .boards import keep_board, keep_photo, remove_photo
from .borders import BorderMovedMeanwhile, CannotMoveThen, NothingMoves, move_border
from .shaping import settle_borders
from .zones import CannotEndZone, NumberIsTaken, end_zone, found_zone, rename_zone

__all__ = [
    "BorderMovedMeanwhile", "CannotEndZone", "CannotMoveThen", "NothingMoves", "NumberIsTaken", "end_zone",
    "found_zone", "keep_board", "keep_photo", "move_border", "remove_photo", "rename_zone", "settle_borders",
]  # fmt: skip
