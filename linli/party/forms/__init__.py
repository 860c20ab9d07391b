"""What people type about the Party's registers, made clean. Forms never save."""

from .fields import KnownDay, PersonChoice, say_known
from .meetings import MeetingForm, MinutesForm
from .members import ConfirmForm, LostForm, MemberForm, NewMemberForm, PostForm, StatusForm, TransferForm
from .organisations import OrganisationForm
from .reporting import (
    ClaimForm,
    ContactForm,
    DayForm,
    MobileForm,
    NoteForm,
    RegisterForm,
    ReportForm,
    ReturnedForm,
    ServiceForm,
)

__all__ = [
    "ClaimForm", "ConfirmForm", "ContactForm", "DayForm", "KnownDay", "LostForm", "MeetingForm", "MemberForm",
    "MinutesForm", "MobileForm", "NewMemberForm", "NoteForm", "OrganisationForm", "PersonChoice", "PostForm",
    "RegisterForm", "ReportForm", "ReturnedForm", "ServiceForm", "StatusForm", "TransferForm", "say_known",
]  # fmt: skip
