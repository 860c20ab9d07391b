from .afterwards import BreachReason, CouncilCandidate, NotCounted
from .attached import CaseFile
from .bulk import BulkItem, BulkRun
from .case import ENDED, OPEN, OPEN_IN_SQL, Case, Ties
from .codes import ENDINGS, NOT_HANDLED_HERE, UNHAPPY, Channel, Kind, Outcome, Satisfaction, Status, Urgency
from .deed import GoodDeed, NumberSeries
from .dispatch import CoHandling, Offer
from .handling import Arrival, Callback, Closure, Remark, Reopening
from .joining import CaseLink, Merger
from .link import LinkKey, UnitLink
from .order import SentOrder
from .policy import Category, Policy
from .promise import Extension, Pause, Promise
from .reply import ReplyText, WatchedWord
from .requester import QueryCode, Requester
from .rule import Chosen, Dispatch, DispatchRule
from .saved_filter import SavedFilter

__all__ = [
    "ENDED",
    "ENDINGS",
    "NOT_HANDLED_HERE",
    "OPEN",
    "OPEN_IN_SQL",
    "UNHAPPY",
    "Arrival",
    "BreachReason",
    "BulkItem",
    "BulkRun",
    "Callback",
    "Case",
    "CaseFile",
    "CaseLink",
    "Category",
    "Channel",
    "Chosen",
    "Closure",
    "CoHandling",
    "CouncilCandidate",
    "Dispatch",
    "DispatchRule",
    "Extension",
    "GoodDeed",
    "Kind",
    "LinkKey",
    "Merger",
    "NotCounted",
    "NumberSeries",
    "Offer",
    "Outcome",
    "Pause",
    "Policy",
    "Promise",
    "QueryCode",
    "Remark",
    "Reopening",
    "ReplyText",
    "Requester",
    "Satisfaction",
    "SavedFilter",
    "SentOrder",
    "Status",
    "Ties",
    "UnitLink",
    "Urgency",
    "WatchedWord",
]
