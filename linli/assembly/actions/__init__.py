"""Verbs of deciding together."""

from .bodies import NameIsTaken, RuleFromThen, change_rule, end_body, start_body
from .handing import ChairIsNotNamed, HandedOverAlready, NobodyIsNext, hand_over, remind_of_handovers
from .seats import SitsAlready, SlipIsOld, WrongDays, end_seat, give_seat, replace_seat, seat_delegates, undo_seat
from .swaps import AnsweredAlready, AskedAlready, CannotSwap, SaysNotWho, answer_swap, ask_swap, take_back_swap
from .terms import (
    NoFirstDay,
    NotPlannedAnyMore,
    TermsOverlap,
    change_term,
    plan_terms,
    skip_term,
    write_report,
)
from .turns import HasATurn, add_turn, leave_turns, leave_with_units, move_turn

__all__ = [  # noqa: RUF022 - by what they are about
    # bodies and seats
    "NameIsTaken", "RuleFromThen", "SitsAlready", "SlipIsOld", "WrongDays", "change_rule", "end_body", "end_seat",
    "give_seat", "replace_seat", "seat_delegates", "start_body", "undo_seat",
    # the rotating chair
    "AnsweredAlready", "AskedAlready", "CannotSwap", "ChairIsNotNamed", "HandedOverAlready", "HasATurn", "NoFirstDay",
    "NobodyIsNext", "NotPlannedAnyMore", "SaysNotWho", "TermsOverlap", "add_turn", "answer_swap", "ask_swap",
    "change_term", "hand_over", "leave_turns", "leave_with_units", "move_turn", "plan_terms", "remind_of_handovers",
    "skip_term", "take_back_swap", "write_report",
    # meetings
    # matters and ballots
]  # fmt: skip
