"""What people type about the rota, made clean. Forms never save."""

from .people import AbsenceForm, HandoverForm, OwnAbsenceForm, OwnPhoneForm, SwapForm
from .planning import FillForm, PatternForm, PostForm, ShiftForm

__all__ = [
    "AbsenceForm",
    "FillForm",
    "HandoverForm",
    "OwnAbsenceForm",
    "OwnPhoneForm",
    "PatternForm",
    "PostForm",
    "ShiftForm",
    "SwapForm",
]
