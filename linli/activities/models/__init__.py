"""Nouns of what people do together."""

from .activities import Activity, Expected, Standing
from .attached import ActivityFile
from .feeds import ActivityFeed
from .people import Attendance, Guest, SignUp
from .series import Series

__all__ = [
    "Activity",
    "ActivityFeed",
    "ActivityFile",
    "Attendance",
    "Expected",
    "Guest",
    "Series",
    "SignUp",
    "Standing",
]
