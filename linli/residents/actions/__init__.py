"""Verbs of the register."""

from .consents import AlreadyAgreed, CannotAgree, NeedsGuardian, give_consent, name_guardian, withdraw_consent
from .doubles import CannotMerge, CannotUndo, merge_people, tell_apart, undo_merger
from .facts import Facts, Row
from .households import (
    Comer,
    change_household,
    end_household,
    form_household,
    join_household,
    leave_household,
    move_household,
    name_head,
    verify_household,
)
from .people import AlreadyRegistered, change_person, enter_people, enter_person, note_death, verify_person
from .readings import note_copy, note_reading, reveal_number
from .relations import add_relation, add_work, end_relation, end_work
from .removal import AlreadyFrozen, MustBeKept, clear_people, delete_person, freeze_person, thaw_person
from .requests import (
    AlreadyAnswered,
    AlreadyAsked,
    CannotAsk,
    SaysNoReason,
    answer_request,
    receive_request,
    remind_of_requests,
)
from .retention import (
    NothingToClear,
    RunIsBusy,
    TooFewMonths,
    begin_clearing,
    begin_look,
    clear_run,
    give_up_run,
    keep_retention,
    look_through,
)
from .sharing import SharesNothing, note_sharing
from .units import change_unit, enter_unit

__all__ = [
    "AlreadyAgreed", "AlreadyAnswered", "AlreadyAsked", "AlreadyFrozen", "AlreadyRegistered", "CannotAgree",
    "CannotAsk", "CannotMerge", "CannotUndo", "Comer", "Facts", "MustBeKept", "NeedsGuardian", "NothingToClear",
    "Row", "RunIsBusy", "SaysNoReason", "SharesNothing", "TooFewMonths", "add_relation", "add_work", "answer_request",
    "begin_clearing", "begin_look", "change_household", "change_person", "change_unit", "clear_people", "clear_run",
    "delete_person", "end_household", "end_relation", "end_work", "enter_people", "enter_person", "enter_unit",
    "form_household", "freeze_person", "give_consent", "give_up_run", "join_household", "keep_retention",
    "leave_household", "look_through", "merge_people", "move_household", "name_guardian", "name_head", "note_copy",
    "note_death", "note_reading", "note_sharing", "receive_request", "remind_of_requests", "reveal_number",
    "tell_apart", "thaw_person", "undo_merger", "verify_household", "verify_person", "withdraw_consent",
]  # fmt: skip
