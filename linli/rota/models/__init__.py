"""Nouns of the rota."""

from .absences import Absence
from .feeds import CalendarFeed
from .gaps import GapWarning
from .posts import Pattern, PatternPerson, Post
from .shifts import FormerShift, Handover, Shift
from .swaps import Swap

__all__ = [
    "Absence",
    "CalendarFeed",
    "FormerShift",
    "GapWarning",
    "Handover",
    "Pattern",
    "PatternPerson",
    "Post",
    "Shift",
    "Swap",
]
