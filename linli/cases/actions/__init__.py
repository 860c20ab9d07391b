from ..queries.policies import NoPolicy, policy_for
from .aftercare import CallbackRefused, NotYetToFile, archive_case, is_unhappy, record_callback, reopen_case
from .clock import sweep
from .dispatch import (
    OfferIsGone,
    UnitHasLeft,
    accept_case,
    decline_case,
    hand_on_case,
    offer_to,
    offer_to_next,
    offer_to_unit,
)
from .ending import StillPaused, resolve_case
from .handling import (
    ArrivalCannotBeThen,
    HelpWasReported,
    add_arrival,
    add_remark,
    ask_help,
    record_arrival,
    report_help,
)
from .intake import (
    EMERGENCY_NUMBERS,
    Appeal,
    hand_over_emergency,
    join_case,
    register_case,
    tell_at_the_door,
    title_from,
)
from .locking import NotNow
from .policies import PolicyCannotBegin, PolicyCannotEnd, end_policy, plan_policy, withdraw_policy
from .records import NoPhone, record_deed, reveal_phone
from .ruling import RuleIsGone, add_rule, change_rule, move_rule, remove_rule, switch_rule, warn_of_rules
from .timing import CannotExtend, CannotPause, ask_extension, decide_extension, pause_case, resume_case

__all__ = [
    "EMERGENCY_NUMBERS", "Appeal", "ArrivalCannotBeThen", "CallbackRefused", "CannotExtend", "CannotPause",
    "HelpWasReported", "NoPhone", "NoPolicy", "NotNow", "NotYetToFile", "OfferIsGone", "PolicyCannotBegin",
    "PolicyCannotEnd", "RuleIsGone", "StillPaused", "UnitHasLeft", "accept_case", "add_arrival", "add_remark",
    "add_rule", "archive_case", "ask_extension", "ask_help", "change_rule", "decide_extension", "decline_case",
    "end_policy", "hand_on_case", "hand_over_emergency", "is_unhappy", "join_case", "move_rule", "offer_to",
    "offer_to_next", "offer_to_unit", "pause_case", "plan_policy", "policy_for", "record_arrival", "record_callback",
    "record_deed", "register_case", "remove_rule", "reopen_case", "report_help", "resolve_case", "resume_case",
    "reveal_phone", "sweep", "switch_rule", "tell_at_the_door", "title_from", "warn_of_rules", "withdraw_policy",
]  # fmt: skip
