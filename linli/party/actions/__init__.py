"""Verbs of the Party's registers."""

from .away import AlreadyAway, note_contact, note_mobile, note_return
from .belonging import NotABranch, transfer_member
from .dues import note_dues
from .meetings import adopt_activity, keep_meeting, plan_meeting
from .members import (
    AlreadyAMember,
    NotOnProbation,
    change_member,
    confirm_member,
    enter_member,
    enter_members,
    note_found,
    note_lost,
    note_status,
)
from .organisations import (
    CannotStandThere,
    NameIsTaken,
    StillInUse,
    change_organisation,
    end_organisation,
    found_organisation,
)
from .paper import note_card_printed, note_register_taken
from .posts import AlreadyHasASecretary, AlreadyInThePost, end_post, give_post
from .reminding import remind_of_contacts, remind_of_life
from .reporting import (
    AlreadyReportedIn,
    NoteIsSent,
    claim_posts,
    end_report,
    note_returned,
    note_service,
    remove_service,
    report_in,
    send_note,
    write_note,
)

__all__ = [
    "AlreadyAMember", "AlreadyAway", "AlreadyHasASecretary", "AlreadyInThePost", "AlreadyReportedIn",
    "CannotStandThere", "NameIsTaken", "NotABranch", "NotOnProbation", "NoteIsSent", "StillInUse", "adopt_activity",
    "change_member", "change_organisation", "claim_posts", "confirm_member", "end_organisation", "end_post",
    "end_report", "enter_member", "enter_members", "found_organisation", "give_post", "keep_meeting",
    "note_card_printed", "note_contact", "note_dues", "note_found", "note_lost", "note_mobile",
    "note_register_taken", "note_return", "note_returned", "note_service", "note_status", "plan_meeting",
    "remind_of_contacts", "remind_of_life", "remove_service", "report_in", "send_note", "transfer_member",
    "write_note",
]  # fmt: skip
