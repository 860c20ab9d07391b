"""Whose turn it is: the strip past, current, next."""

from dataclasses import dataclass
from datetime import date

from ..models import Body, ChairTerm

Status = ChairTerm.Status


@dataclass(frozen=True)
class Strip:
    """The term before, the one that has the chair and the one to come; `late_days` once a hand-over is overdue."""

    before: ChairTerm | None
    now: ChairTerm | None
    then: ChairTerm | None
    share: int
    days_left: int
    late_days: int


def strip_of(body: Body, on: date) -> Strip | None:
    """Return the strip of a body with a rotating chair; None for others, and where no term is planned yet."""
    if not body.has_rotating_chair:
        return None
    terms = list(body.terms.exclude(status=Status.SKIPPED).select_related("unit", "handed_over"))
    now = next((term for term in terms if term.status == Status.ACTIVE), None)
    before = next((term for term in reversed(terms) if term.status == Status.DONE), None)
    then = next((term for term in terms if term.status == Status.PLANNED), None)
    if now is None and before is None and then is None:
        return None
    return Strip(before, now, then, *_progress(now, on))


def _progress(term: ChairTerm | None, on: date) -> tuple[int, int, int]:
    """Return how much of a term is over (per cent), how many days are left of it, and how late its hand-over is."""
    if term is None:
        return 0, 0, 0
    length, gone = (term.ends_on - term.starts_on).days + 1, (on - term.starts_on).days
    share = max(0, min(100, round(100 * gone / length)))
    return share, max(0, (term.ends_on - on).days), max(0, (on - term.ends_on).days)
