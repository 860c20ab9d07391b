"""What people type about activities, made clean. Forms never save."""

from .attending import AwayForm, CameAlongForm, HereForm, PaperRollForm, Ticks
from .holding import PhotosForm, RecordForm
from .planning import CancelForm, ExpectedForm, FilterForm, PlanForm
from .signing_up import SignUpForm

__all__ = [
    "AwayForm",
    "CameAlongForm",
    "CancelForm",
    "ExpectedForm",
    "FilterForm",
    "HereForm",
    "PaperRollForm",
    "PhotosForm",
    "PlanForm",
    "RecordForm",
    "SignUpForm",
    "Ticks",
]
