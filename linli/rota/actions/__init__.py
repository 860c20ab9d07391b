"""Verbs of the rota."""

from .absences import AbsenceIsOver, AlreadyAway, end_absence, note_absence
from .feeds import end_feed, make_feed
from .gaps import look_for_gaps
from .handover import CannotHandOver, hand_over, read_handover
from .patterns import ShiftsAhead, SomebodyWasFaster, TooLong, fill_rota, keep_pattern, remove_pattern
from .posts import NameIsTaken, keep_post
from .shifts import AlreadyOnAShift, BackupStandsElsewhere, ShiftIsOver, change_shift, plan_shift, take_off_shift
from .swaps import CannotSwap, answer_swap, arrange_swap, ask_swap, undo_swap, withdraw_swap

__all__ = [
    "AbsenceIsOver",
    "AlreadyAway",
    "AlreadyOnAShift",
    "BackupStandsElsewhere",
    "CannotHandOver",
    "CannotSwap",
    "NameIsTaken",
    "ShiftIsOver",
    "ShiftsAhead",
    "SomebodyWasFaster",
    "TooLong",
    "answer_swap",
    "arrange_swap",
    "ask_swap",
    "change_shift",
    "end_absence",
    "end_feed",
    "fill_rota",
    "hand_over",
    "keep_pattern",
    "keep_post",
    "look_for_gaps",
    "make_feed",
    "note_absence",
    "plan_shift",
    "read_handover",
    "remove_pattern",
    "take_off_shift",
    "undo_swap",
    "withdraw_swap",
]
