"""Nouns of deciding together."""

from .agenda import AgendaItem, Paper
from .ballots import Ballot, Choice, OpenVote, PaperCount, Urn
from .bodies import Body, BodyRule, Seat
from .decided import Minutes, Resolution, Task, TaskLine
from .matters import Answered, Matter, MatterCase, Opinion, Told
from .meetings import Invited, Meeting, MeetingSeries
from .rotation import ChairTerm, Handover, Swap, TurnOrder

__all__ = [
    "AgendaItem",
    "Answered",
    "Ballot",
    "Body",
    "BodyRule",
    "ChairTerm",
    "Choice",
    "Handover",
    "Invited",
    "Matter",
    "MatterCase",
    "Meeting",
    "MeetingSeries",
    "Minutes",
    "OpenVote",
    "Opinion",
    "Paper",
    "PaperCount",
    "Resolution",
    "Seat",
    "Swap",
    "Task",
    "TaskLine",
    "Told",
    "TurnOrder",
    "Urn",
]
