"""What people type about residents, made clean. Forms never save."""

from .consents import ConsentForm
from .households import DayForm, HouseholdForm, JoinForm, MoveForm, TenureForm
from .people import ChangeForm, EntryForm, RevealForm
from .register import RegisterForm
from .relations import RelationForm, WorkForm
from .rights import AnswerForm, AskForm, MonthsForm, OwnAskForm, ReasonForm, SharingForm
from .units import UnitForm

__all__ = [
    "AnswerForm", "AskForm", "ChangeForm", "ConsentForm", "DayForm", "EntryForm", "HouseholdForm", "JoinForm",
    "MonthsForm", "MoveForm", "OwnAskForm", "ReasonForm", "RegisterForm", "RelationForm", "RevealForm", "SharingForm",
    "TenureForm", "UnitForm", "WorkForm",
]  # fmt: skip
