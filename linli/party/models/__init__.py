"""Nouns of the Party's registers."""

from .away import MobileContact, MobileRecord
from .codes import (
    BRANCHES,
    ENDED,
    LEADING,
    ContactMode,
    FreeTime,
    From,
    Lost,
    MobileReason,
    OrganisationKind,
    PostCode,
    ServicePost,
    Skill,
    Standing,
    Status,
)
from .dues import DuesFact
from .meetings import OrganisationActivity, Reminder
from .members import Belonging, Member, Post, in_force
from .organisations import Organisation
from .reporting import ClaimedPost, QuarterNote, ReportIn, ServiceEntry

__all__ = [
    "BRANCHES", "ENDED", "LEADING", "Belonging", "ClaimedPost", "ContactMode", "DuesFact", "FreeTime", "From", "Lost",
    "Member", "MobileContact", "MobileReason", "MobileRecord", "Organisation", "OrganisationActivity",
    "OrganisationKind", "Post", "PostCode",
    "QuarterNote", "Reminder", "ReportIn", "ServiceEntry", "ServicePost", "Skill", "Standing", "Status", "in_force",
]  # fmt: skip
