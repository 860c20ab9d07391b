"""拆分 and 改归类: a matter that is really several, and one that is another kind than was thought."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.queries import place_from_text
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, Category
from ..queries.policies import policy_for
from .dispatch import offer_to_next
from .intake import title_from, wait_for_twin
from .locking import lock
from .promising import make_promises, refresh_next_due

MOST_PARTS = 9


class CannotSplit(Refusal):
    pass


@dataclass(frozen=True)
class Part:
    """What is done separately. A blank place is that of the whole."""

    content: str
    category: Category
    place_text: str = ""


@transaction.atomic
def split_case(case: Case, parts: list[Part], *, by: User, at: datetime, key: UUID | None = None) -> list[Case]:
    """拆分: let parts of a matter be handled separately, each with its own category, zone, promises and handler.

    The whole keeps its callers, its promises and its handler, and answers once; the database refuses to end it while a
    part is open. A part is numbered after the whole (LF20261122-0001-1) and offered at once. The same `key` twice
    splits once. Raises CannotSplit.
    """
    wait_for_twin(key)
    if key and (made := list(Case.objects.filter(part_of=case, intake_key__in=_keys(key, parts)).order_by("pk"))):
        return made
    case = lock(case, "split")
    if case.part_of_id:
        raise CannotSplit(_("这已经是拆出来的一部分，不能再拆。请在整件 {number} 上拆。").format(number=case.part_of))
    there = case.parts.count()
    if there + len(parts) > MOST_PARTS:
        raise CannotSplit(_("一件事最多拆成 {count} 部分。").format(count=MOST_PARTS))
    return [
        _begin(case, part, nth=there + n, by=by, at=at, key=own)
        for n, (part, own) in enumerate(zip(parts, _keys(key, parts), strict=True), start=1)
    ]


def _keys(key: UUID | None, parts: list[Part]) -> list[UUID | None]:
    return [uuid5(key, str(n)) if key else None for n in range(len(parts))]


def _begin(whole: Case, part: Part, *, nth: int, by: User, at: datetime, key: UUID | None) -> Case:
    """Write one part down and offer it. Its promises run from now, by the policy of its own category."""
    place = place_from_text(whole.community_id, part.place_text or whole.place_text)
    urgency = part.category.urgency
    policy = policy_for(whole.community_id, category=part.category, channel=whole.channel, urgency=urgency, at=at)
    case = Case.objects.create(
        community_id=whole.community_id,
        number=f"{whole.number}-{nth}",
        intake_key=key,
        part_of=whole,
        channel=whole.channel,
        kind=whole.kind,
        category=part.category,
        urgency=urgency,
        title=title_from(part.content),
        content=part.content,
        received_at=at,
        first_reported_at=whole.first_reported_at,
        place_text=place.text,
        lane=place.lane,
        door=place.door,
        zone=place.zone,
        is_within_power=policy.arrive_within_minutes is not None,
        first_handler=whole.first_handler,
    )
    make_promises(case, policy, from_=at)
    refresh_next_due(case)
    record(events.PART_BEGUN, case, by=by, at=at, whole=whole.number)
    record(events.SPLIT_OFF, whole, by=by, at=at, number=case.number)
    offer_to_next(case, at=at, by=by)
    return case


@transaction.atomic
def recategorise_case(case: Case, *, category: Category, by: User, at: datetime) -> bool:
    """改归类: file the matter under another category. Promises made stay as they were made.

    Return whether anything changed.
    """
    case = lock(case, "recategorise")
    if case.category_id == category.pk:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        old, new = str(case.category), str(category)
    case.category = category
    case.save(update_fields=["category"])
    record(events.RECATEGORISED, case, by=by, at=at, old=old, new=new)
    return True
