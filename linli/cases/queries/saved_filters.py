"""The saved filters somebody sees on their desk, each with how many cases it shows now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.http import QueryDict

from linli.accounts.models import User
from linli.fence.asking import ask

from ..models import Case, SavedFilter
from .filters import CaseFilter, in_words
from .tallies import WORKED_ON


@dataclass(frozen=True)
class Shown:
    """A saved filter as the desk shows it."""

    kept: SavedFilter
    owner: str
    wanted: CaseFilter
    count: int
    is_own: bool


_KEPT = """
SELECT f.id, f.community_id, f.name, f.address, f.is_shared, f.owner_id, owner.name
FROM cases_savedfilter f JOIN accounts_user owner ON owner.id = f.owner_id
WHERE f.community_id = ANY (%s) AND f.removed_at IS NULL AND (f.owner_id = %s OR f.is_shared)
ORDER BY f.is_shared, f.name, f.id
"""


def filters_of(user: User) -> list[tuple[SavedFilter, str]]:
    """Return one's own filters and those colleagues share, each with the name of whoever saved it."""
    return [
        (SavedFilter(pk=pk, community_id=place, name=name, address=address, is_shared=shared, owner_id=by), owner)
        for pk, place, name, address, shared, by, owner in ask(_KEPT, [list(user.community_ids), user.pk])
    ]


def on_the_desk(wanted: CaseFilter) -> CaseFilter:
    """Return the filter as the desk takes it: of what is in work, whatever else it says."""
    return wanted if wanted.is_in_work else wanted.but(state="open")


def shown_filters(user: User, now: datetime) -> list[Shown]:
    """Return them with their numbers: two queries, however many there are; only cases in work are counted."""
    found = [(kept, owner, on_the_desk(CaseFilter.read(QueryDict(kept.address)))) for kept, owner in filters_of(user)]
    if not found:
        return []
    numbers = {
        f"n{kept.pk}": Count("pk", filter=wanted.condition(user, now) & in_words(wanted.q))
        for kept, _owner, wanted in found
    }
    in_work = Case.objects.visible_to(user).filter(status__in=WORKED_ON)
    counted = in_work.aggregate(**numbers)
    return [
        Shown(kept, owner, wanted, counted[f"n{kept.pk}"], kept.owner_id == user.pk) for kept, owner, wanted in found
    ]
