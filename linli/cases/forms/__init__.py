"""What people type, made clean. Forms never save."""

from .afterwards import BreachForm, CouncilForm, TakeOffForm, UncountedForm
from .answers import AnswersForm, CallbackForm, CodeForm
from .bulk import BulkForm
from .dispatch import HandOnForm, OfferForm, ReasonForm
from .files import BoxForms, CaptionForm, FilesForm, PhotosForm
from .filters import DeskFilterForm, SavedFilterForm, as_typed
from .handling import AddedArrivalForm, HelpForm, HelpReportForm, RemarkForm, ResolutionForm
from .intake import EmergencyForm, IntakeForm, LookUpForm
from .joining import LinkForm, MergeForm, RecategoriseForm, SplitForm
from .links import HelperRefusalForm, HelperReportForm, HelperWordForm, TakeForm, TokenForm
from .policies import PolicyEndForm, PolicyForm
from .records import CaseFilterForm, DeedForm
from .replies import ReplyTextForm, WatchedWordForm
from .rules import RuleForm
from .search import SearchForm
from .tables import ExportForm, SendBackForm
from .timing import DecisionForm, ExtensionForm, PauseForm

__all__ = [
    "AddedArrivalForm",
    "AnswersForm",
    "BoxForms",
    "BreachForm",
    "BulkForm",
    "CallbackForm",
    "CaptionForm",
    "CaseFilterForm",
    "CodeForm",
    "CouncilForm",
    "DecisionForm",
    "DeedForm",
    "DeskFilterForm",
    "EmergencyForm",
    "ExportForm",
    "ExtensionForm",
    "FilesForm",
    "HandOnForm",
    "HelpForm",
    "HelpReportForm",
    "HelperRefusalForm",
    "HelperReportForm",
    "HelperWordForm",
    "IntakeForm",
    "LinkForm",
    "LookUpForm",
    "MergeForm",
    "OfferForm",
    "PauseForm",
    "PhotosForm",
    "PolicyEndForm",
    "PolicyForm",
    "ReasonForm",
    "RecategoriseForm",
    "RemarkForm",
    "ReplyTextForm",
    "ResolutionForm",
    "RuleForm",
    "SavedFilterForm",
    "SearchForm",
    "SendBackForm",
    "SplitForm",
    "TakeForm",
    "TakeOffForm",
    "TokenForm",
    "UncountedForm",
    "WatchedWordForm",
    "as_typed",
]
