"""Verbs of what people do together."""

from .attendance import (
    EARLY,
    CameAlong,
    TooEarly,
    confirm_presence,
    enter_paper_roll,
    note_guests,
    take_attendance,
    take_off_guest,
)
from .feeds import end_feed, make_feed
from .holding import NotYet, record_held
from .locking import ActivityIsOff
from .photos import NobodyWasAsked, attach_photos, hide_photo, remove_photo, show_photo
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
from .reminding import remind
from .series import NoSuchDays, change_following, plan_series, stop_series
from .sign_ups import CannotSignUp, CannotWithdraw, sign_up, withdraw_sign_up
from .wall import renew_wall_code

__all__ = [
    "EARLY",
    "ActivityIsOff",
    "CameAlong",
    "CannotSignUp",
    "CannotWithdraw",
    "HeldAlready",
    "NoSuchDays",
    "NobodyWasAsked",
    "NotYet",
    "PlannedAlready",
    "TooEarly",
    "Wanted",
    "attach_photos",
    "cancel_activity",
    "change_activity",
    "change_following",
    "confirm_presence",
    "end_feed",
    "enter_paper_roll",
    "expect_no_more",
    "expect_people",
    "hide_photo",
    "make_feed",
    "note_guests",
    "plan_activity",
    "plan_series",
    "record_held",
    "remind",
    "remove_photo",
    "renew_wall_code",
    "show_photo",
    "sign_up",
    "stop_series",
    "take_attendance",
    "take_off_guest",
    "withdraw_sign_up",
]
