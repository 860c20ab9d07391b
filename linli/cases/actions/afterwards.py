"""What is said about a case afterwards: why it was late, that it does not count, that the council should see it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community, Lane
from linli.web.refusal import Refusal

from .. import events
from ..models import BreachReason, Case, Category, CouncilCandidate, NotCounted, Promise


class NotBroken(Refusal):
    pass


class CountsAlready(Refusal):
    pass


class OnTheList(Refusal):
    pass


class OffTheList(Refusal):
    pass


@transaction.atomic
def explain_breach(promise: Promise, *, code: str, note: str = "", by: User, at: datetime) -> BreachReason:
    """Say why a promise was broken; saying it again corrects it. Raises NotBroken while it runs or is kept."""
    promise = Promise.objects.select_for_update().select_related("case").get(pk=promise.pk)
    if promise.broken_at is None:
        raise NotBroken(_("这项承诺没有超时，不用说明原因。"))
    said = {"case": promise.case, "community_id": promise.community_id, "code": code, "note": note, "by": by, "at": at}
    reason, _new = BreachReason.objects.update_or_create(promise=promise, defaults=said)
    record(events.BREACH_EXPLAINED, promise.case, by=by, at=at, promise=promise.kind, reason=code)
    return reason


@transaction.atomic
def leave_uncounted(case: Case, *, why: str, note: str, by: User, at: datetime) -> NotCounted:
    """不计数: no figure counts it from now on; it stays open or closed. Raises CountsAlready when done before."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.not_counted.filter(undone_at=None).exists():
        raise CountsAlready(_("这件事已经标为不计数了。"))
    mark = NotCounted.objects.create(community_id=case.community_id, case=case, why=why, note=note, by=by, at=at)
    record(events.LEFT_UNCOUNTED, case, by=by, at=at, kind=why)
    return mark


@transaction.atomic
def count_again(case: Case, *, by: User, at: datetime) -> None:
    """Take that back. Raises CountsAlready when it counts."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    mark = case.not_counted.filter(undone_at=None).first()
    if mark is None:
        raise CountsAlready(_("这件事本来就计数。"))
    mark.undone_by, mark.undone_at = by, at
    mark.save(update_fields=["undone_by", "undone_at"])
    record(events.COUNTED_AGAIN, case, by=by, at=at)


@dataclass(frozen=True)
class Matter:
    """What the council should talk about: one case, or a kind of matter at a lane (or at words without one).

    `times_url` is where the cases counted in `times` stand.
    """

    title: str
    times: int
    since_on: date
    case: Case | None = None
    category: Category | None = None
    lane: Lane | None = None
    place_text: str = ""
    times_url: str = ""


@transaction.atomic
def put_before_council(community: Community, matter: Matter, *, why: str, by: User, at: datetime) -> CouncilCandidate:
    """Put a matter on the list for the council. Raises OnTheList when it stands there already."""
    Community.objects.select_for_update().get(pk=community.pk)  # two clicks at once: the second sees the first
    listed = CouncilCandidate.objects.filter(
        community=community, taken_off_at=None, case=matter.case, category=matter.category, lane=matter.lane,
        place_text=matter.place_text,
    )  # fmt: skip
    if listed.exists():
        raise OnTheList(_("这件事已经在议事会的名单上了。"))
    candidate = CouncilCandidate.objects.create(
        community=community, title=matter.title, case=matter.case, category=matter.category, lane=matter.lane,
        place_text=matter.place_text, times=matter.times, times_url=matter.times_url, since_on=matter.since_on,
        why=why, put_by=by, put_at=at,
    )  # fmt: skip
    record(events.PUT_BEFORE_COUNCIL, candidate, by=by, at=at)
    if matter.case:
        record(events.PUT_BEFORE_COUNCIL, matter.case, by=by, at=at)
    return candidate


@transaction.atomic
def take_off_council_list(candidate: CouncilCandidate, *, why: str, by: User, at: datetime) -> None:
    """Take a matter off the list again, with the reason. Raises OffTheList when somebody was quicker."""
    candidate = CouncilCandidate.objects.select_for_update().get(pk=candidate.pk)
    if candidate.taken_off_at is not None:
        raise OffTheList(_("已经有人把它从名单上取下了。"))
    candidate.taken_off_by, candidate.taken_off_at, candidate.taken_off_why = by, at, why
    candidate.save(update_fields=["taken_off_by", "taken_off_at", "taken_off_why"])
    record(events.TAKEN_OFF_COUNCIL_LIST, candidate, by=by, at=at)
