"""Keeping the ways one looks at the desk. They change nothing that happened, so the journal says nothing of them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.territory.models import Community
from linli.web.refusal import Refusal

from ..models import SavedFilter
from ..queries.filters import CaseFilter

MOST_SAVED_FILTERS = 20


class NameTaken(Refusal):
    pass


class TooMany(Refusal):
    pass


@transaction.atomic
def save_filter(
    community: Community, *, name: str, wanted: CaseFilter, is_shared: bool, by: User, at: datetime
) -> SavedFilter:
    """Keep `wanted` under a name. Refuses a name of one's own that is in use, and more than `MOST_SAVED_FILTERS`."""
    if SavedFilter.objects.filter(community=community, owner=by, removed_at=None).count() >= MOST_SAVED_FILTERS:
        raise TooMany(_("已经存了 {most} 个筛选，先删掉不用的。").format(most=MOST_SAVED_FILTERS))
    made = SavedFilter(community=community, owner=by, made_at=at)
    return _keep(made, name=name, wanted=wanted, is_shared=is_shared)


@transaction.atomic
def change_filter(
    kept: SavedFilter, *, name: str, wanted: CaseFilter, is_shared: bool, by: User, at: datetime
) -> SavedFilter:
    """Give it another name, other conditions, or other readers."""
    return _keep(kept, name=name, wanted=wanted, is_shared=is_shared)


@transaction.atomic
def remove_filter(kept: SavedFilter, *, by: User, at: datetime) -> None:
    """Take it away; `restore_filter` brings it back."""
    kept.removed_at = at
    kept.save(update_fields=["removed_at"])


@transaction.atomic
def restore_filter(kept: SavedFilter, *, by: User, at: datetime) -> SavedFilter:
    """Bring it back as it was. Refuses when another has its name by now."""
    kept.removed_at = None
    return _saved(kept)


def _keep(kept: SavedFilter, *, name: str, wanted: CaseFilter, is_shared: bool) -> SavedFilter:
    kept.name, kept.address, kept.is_shared = name, wanted.address, is_shared
    return _saved(kept)


def _saved(kept: SavedFilter) -> SavedFilter:
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as why:
        raise NameTaken(_("已经有一个叫「{name}」的筛选，换个名称。").format(name=kept.name), field="name") from why
    return kept
