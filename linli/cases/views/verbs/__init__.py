"""One page for each thing done to a case. GET shows a small form, POST does it; refusals become pages by themselves.

Each file holds the verbs of one stage; `page` is what their pages share.
"""

from .afterwards import before_council, breach, counted_again, uncounted
from .ending import callback, filing, reopening
from .hands import acceptance, handover, offer, refusal
from .help import help_, help_refusal, help_report, help_word
from .links import help_link, offer_link
from .phone import phone
from .resolving import resolution
from .site import added_arrival, arrival, remark
from .time import decision, extension, pause, resumption

__all__ = [
    "acceptance",
    "added_arrival",
    "arrival",
    "before_council",
    "breach",
    "callback",
    "counted_again",
    "decision",
    "extension",
    "filing",
    "handover",
    "help_",
    "help_link",
    "help_refusal",
    "help_report",
    "help_word",
    "offer",
    "offer_link",
    "pause",
    "phone",
    "refusal",
    "remark",
    "reopening",
    "resolution",
    "resumption",
    "uncounted",
]
