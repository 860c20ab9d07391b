from .birthdays import BirthdayReminder
from .groups import GroupEntry
from .pairings import Pairing
from .plans import ServicePlan
from .reach import cares_for_all, homes_in, people_in
from .supports import Milestone, Support, SupportLine, SupportReader
from .visits import Visit

__all__ = [
    "BirthdayReminder", "GroupEntry", "Milestone", "Pairing", "ServicePlan", "Support", "SupportLine", "SupportReader",
    "Visit", "cares_for_all", "homes_in", "people_in",
]  # fmt: skip
