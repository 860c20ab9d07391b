"""Verbs of what people do together."""

from .attendance import (
    CameAlong,
    TooEarly,
    confirm_presence,
    enter_paper_roll,
    note_guests,
    take_attendance,
    take_off_guest,
)
from .holding import NotYet, record_held
from .locking import ActivityIsOff
from .planning import (
    HeldAlready,
    PlannedAlready,
    Wanted,
    cancel_activity,
    change_activity,
    expect_no_more,
    expect_people,
    plan_activity,
)
from .series import NoSuchDays, change_following, plan_series, stop_series
from .sign_ups import CannotSignUp, CannotWithdraw, sign_up, withdraw_sign_up

__all__ = [
    "ActivityIsOff",
    "CameAlong",
    "CannotSignUp",
    "CannotWithdraw",
    "HeldAlready",
    "NoSuchDays",
    "NotYet",
    "PlannedAlready",
    "TooEarly",
    "Wanted",
    "cancel_activity",
    "change_activity",
    "change_following",
    "confirm_presence",
    "enter_paper_roll",
    "expect_no_more",
    "expect_people",
    "note_guests",
    "plan_activity",
    "plan_series",
    "record_held",
    "sign_up",
    "stop_series",
    "take_attendance",
    "take_off_guest",
    "withdraw_sign_up",
]
