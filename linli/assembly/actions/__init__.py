"""Verbs of deciding together."""

from .bodies import NameIsTaken, RuleFromThen, change_rule, end_body, start_body
from .seats import SitsAlready, SlipIsOld, WrongDays, end_seat, give_seat, replace_seat, undo_seat

__all__ = [
    # bodies and seats
    "NameIsTaken", "RuleFromThen", "SitsAlready", "SlipIsOld", "WrongDays", "change_rule", "end_body", "end_seat",
    "give_seat", "replace_seat", "start_body", "undo_seat",
    # meetings
    # matters and ballots
]  # fmt: skip
