"""Forms of the register."""

from .consents import ConsentForm
from .rights import AnswerForm, AskForm, MonthsForm, OwnAskForm, ReasonForm, SharingForm

__all__ = ["AnswerForm", "AskForm", "ConsentForm", "MonthsForm", "OwnAskForm", "ReasonForm", "SharingForm"]
