"""What people type about care, made clean. Forms never save."""

from .groups import EndGroupForm, GroupForm, PeopleFilterForm, PlanForm
from .pairings import ChangePairingForm, EndPairingForm, PairingForm
from .supports import EndSupportForm, MilestoneForm, ReaderForm, SupportForm
from .visits import CorrectionForm, NeedForm, TapForm, VisitForm, WithdrawalForm

__all__ = [
    "ChangePairingForm",
    "CorrectionForm",
    "EndGroupForm",
    "EndPairingForm",
    "EndSupportForm",
    "GroupForm",
    "MilestoneForm",
    "NeedForm",
    "PairingForm",
    "PeopleFilterForm",
    "PlanForm",
    "ReaderForm",
    "SupportForm",
    "TapForm",
    "VisitForm",
    "WithdrawalForm",
]
