"""The saved filters somebody sees on their desk, each with how many cases it shows now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from linli.accounts.models import User

from ..models import OPEN, Case, SavedFilter, Status
from .filters import CaseFilter, in_words


@dataclass(frozen=True)
class Shown:
    """A saved filter as the desk shows it."""

    kept: SavedFilter
    wanted: CaseFilter
    count: int
    is_own: bool


def filters_of(user: User) -> QuerySet[SavedFilter]:
    """Return one's own filters and those colleagues share."""
    kept = SavedFilter.objects.visible_to(user).filter(removed_at=None)
    return kept.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")


def on_the_desk(wanted: CaseFilter) -> CaseFilter:
    """Return the filter as the desk takes it: of what is in work, whatever else it says."""
    return wanted if wanted.is_in_work else wanted.but(state="open")


def shown_filters(user: User, now: datetime) -> list[Shown]:
    """Return them with their numbers: two queries, however many there are; only cases in work are counted."""
    found = [(kept, on_the_desk(CaseFilter.read(QueryDict(kept.address)))) for kept in filters_of(user)]
    if not found:
        return []
    numbers = {
        f"n{kept.pk}": Count("pk", filter=wanted.condition(user, now) & in_words(wanted.q)) for kept, wanted in found
    }
    in_work = Case.objects.visible_to(user).filter(status__in=[*OPEN, Status.RESOLVED, Status.CALLED_BACK])
    counted = in_work.aggregate(**numbers)
    return [Shown(kept, wanted, counted[f"n{kept.pk}"], kept.owner_id == user.pk) for kept, wanted in found]
