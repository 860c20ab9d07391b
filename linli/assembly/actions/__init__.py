"""Verbs of deciding together."""

from .agenda import (
    ItemIsSettled,
    accept_item,
    attach_papers,
    decline_item,
    is_late,
    move_item,
    propose_item,
    take_paper_off,
)
from .attendance import answer_call, note_opened, note_told, take_attendance
from .ballots import (
    BallotIsClosed,
    CannotVoteNow,
    NoSuchChoice,
    NotToVote,
    PapersDiffer,
    annul_ballot,
    cast_vote,
    close_ballot,
    count_papers,
    open_ballot,
    take_hands,
    withdraw_papers,
)
from .bodies import NameIsTaken, RuleFromThen, change_rule, end_body, start_body
from .handing import ChairIsNotNamed, HandedOverAlready, NobodyIsNext, hand_over, remind_of_handovers
from .matters import (
    MatterIsOver,
    NobodyToPutBefore,
    PutForwardAlready,
    StageTooEarly,
    change_matter,
    conclude_matter,
    enter_acted,
    enter_discussed,
    link_cases,
    note_party_agreed,
    publish_matter,
    put_forward,
    put_forward_candidate,
    put_forward_case,
    put_forward_first,
    put_on_agenda,
    unpublish_matter,
    withdraw_matter,
)
from .meetings import (
    MeetingIsOver,
    MeetsAlready,
    MinutesMissing,
    NoSuchDays,
    NothingToCallBy,
    NoticeIsShort,
    call_meeting,
    cancel_meeting,
    change_meeting,
    close_meeting,
    days_of_notice,
    invite_guest,
    open_meeting,
    plan_meeting,
    plan_series,
)
from .minutes import (
    MinutesAreApproved,
    WriterApproves,
    WrittenMeanwhile,
    approve_minutes,
    disclose_minutes,
    note_said,
    send_minutes_back,
    write_minutes,
)
from .opinions import NamesAreAskedFor, reply_opinion, say_opinion
from .seats import SitsAlready, SlipIsOld, WrongDays, end_seat, give_seat, replace_seat, seat_delegates, undo_seat
from .swaps import AnsweredAlready, AskedAlready, CannotSwap, SaysNotWho, answer_swap, ask_swap, take_back_swap
from .tasks import (
    NobodyAnswers,
    TaskIsOver,
    ToDo,
    change_task,
    drop_task,
    finish_task,
    give_task,
    remind_of_tasks,
    reopen_task,
    report_task,
    resolve,
)
from .telling import (
    answer_case,
    enter_informed,
    note_answered_by_phone,
    note_matter_opened,
    note_matter_told,
    tell_members,
)
from .terms import NoFirstDay, NotPlannedAnyMore, TermsOverlap, change_term, plan_terms, skip_term, write_report
from .turns import HasATurn, add_turn, leave_turns, leave_with_units, move_turn
from .urn import UrnIsLost, VotedAlready

__all__ = [  # noqa: RUF022 - by what they are about
    # bodies and seats
    "NameIsTaken", "RuleFromThen", "SitsAlready", "SlipIsOld", "WrongDays", "change_rule", "end_body", "end_seat",
    "give_seat", "replace_seat", "seat_delegates", "start_body", "undo_seat",
    # the rotating chair
    "AnsweredAlready", "AskedAlready", "CannotSwap", "ChairIsNotNamed", "HandedOverAlready", "HasATurn", "NoFirstDay",
    "NobodyIsNext", "NotPlannedAnyMore", "SaysNotWho", "TermsOverlap", "add_turn", "answer_swap", "ask_swap",
    "change_term", "hand_over", "leave_turns", "leave_with_units", "move_turn", "plan_terms", "remind_of_handovers",
    "skip_term", "take_back_swap", "write_report",
    # meetings and tasks
    "ItemIsSettled", "MeetingIsOver", "MeetsAlready", "MinutesAreApproved", "MinutesMissing", "NoSuchDays",
    "NobodyAnswers", "NothingToCallBy", "NoticeIsShort", "TaskIsOver", "ToDo", "WriterApproves", "WrittenMeanwhile",
    "accept_item", "answer_call", "approve_minutes", "attach_papers", "call_meeting", "cancel_meeting",
    "change_meeting", "change_task", "close_meeting", "days_of_notice", "decline_item", "disclose_minutes",
    "drop_task", "finish_task", "give_task", "invite_guest", "is_late", "move_item", "note_opened", "note_said",
    "note_told", "open_meeting", "plan_meeting", "plan_series", "propose_item", "remind_of_tasks", "reopen_task",
    "report_task", "resolve", "send_minutes_back", "take_attendance", "take_paper_off", "write_minutes",
    # matters
    "MatterIsOver", "NamesAreAskedFor", "NobodyToPutBefore", "PutForwardAlready", "StageTooEarly", "answer_case",
    "change_matter", "conclude_matter", "enter_acted", "enter_discussed", "enter_informed", "link_cases",
    "note_answered_by_phone", "note_matter_opened", "note_matter_told", "note_party_agreed", "publish_matter",
    "put_forward", "put_forward_candidate", "put_forward_case", "put_forward_first", "put_on_agenda", "reply_opinion",
    "say_opinion", "tell_members", "unpublish_matter", "withdraw_matter",
    # ballots
    "BallotIsClosed", "CannotVoteNow", "NoSuchChoice", "NotToVote", "PapersDiffer", "UrnIsLost", "VotedAlready",
    "annul_ballot", "cast_vote", "close_ballot", "count_papers", "open_ballot", "take_hands", "withdraw_papers",
]  # fmt: skip
