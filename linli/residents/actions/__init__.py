"""Verbs of the register."""

from .consents import AlreadyAgreed, CannotAgree, NeedsGuardian, give_consent, name_guardian, withdraw_consent
from .facts import Facts, Row
from .people import AlreadyRegistered, change_person, enter_people, enter_person
from .readings import note_copy, note_reading
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
from .units import enter_unit

__all__ = [
    "AlreadyAgreed", "AlreadyAnswered", "AlreadyAsked", "AlreadyFrozen", "AlreadyRegistered", "CannotAgree",
    "CannotAsk", "Facts", "MustBeKept", "NeedsGuardian", "NothingToClear", "Row", "RunIsBusy", "SaysNoReason",
    "SharesNothing", "TooFewMonths", "answer_request", "begin_clearing", "begin_look", "change_person",
    "clear_people", "clear_run", "delete_person", "enter_people", "enter_person", "enter_unit", "freeze_person",
    "give_consent", "give_up_run", "keep_retention", "look_through", "name_guardian", "note_copy", "note_reading",
    "note_sharing", "receive_request", "remind_of_requests", "thaw_person", "withdraw_consent",
]  # fmt: skip
