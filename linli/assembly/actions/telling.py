"""先知道: everybody who sits is told, on their page, by phone or at the door; and who called hears how it ended."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.cases.actions import answer_afterwards
from linli.cases.models import Requester
from linli.journal.record import events_of as same_event_of
from linli.journal.record import record, record_all

from .. import events
from ..models import Answered, Matter, MatterCase, Told
from ..queries.sitting import sitting
from .matters import StageTooEarly, lock_matter


@transaction.atomic
def tell_members(matter: Matter, *, by: User, at: datetime) -> int:
    """告知: a row for everybody who sits today. Who signs in has it on their page at once; others are told by people.

    Again, it adds only who sits since.
    """
    matter = lock_matter(matter)
    known = set(Told.objects.filter(matter=matter).values_list("person", "name"))
    rows = [
        Told(
            community_id=matter.community_id, matter=matter, person=each.person, name="" if each.person else each.name,
            user=each.user, mode=Told.Mode.PAGE if each.user else "", told_at=at if each.user else None,
            told_by=by if each.user else None,
        )
        for each in sitting(matter.body, timezone.localdate(at))
        if (each.person.pk if each.person else None, "" if each.person else each.name) not in known
    ]  # fmt: skip
    Told.objects.bulk_create(rows, batch_size=1000)
    if rows:
        record(events.MEMBERS_TOLD, matter, by=by, at=at, title=matter.title, many=len(rows))
    return len(rows)


@transaction.atomic
def note_matter_told(matter: Matter, *, told: Sequence[int], mode: str, by: User, at: datetime) -> int:
    """记下电话告知、上门告知的人, many at once; who read it on their page already keeps that."""
    matter = lock_matter(matter)
    rows = Told.objects.filter(matter=matter, pk__in=told, opened_at=None)
    many = rows.update(mode=mode, told_at=at, told_by=by)
    if many:
        record(events.TOLD_IN_PERSON, matter, by=by, at=at, many=many, mode=mode)
    return many


def note_matter_opened(matter: Matter, *, by: User, at: datetime) -> None:
    """Somebody who sits opened its page: the first time is kept."""
    Told.objects.filter(matter=matter, user=by, opened_at=None, told_at__isnull=False).update(opened_at=at)


@transaction.atomic
def enter_informed(matter: Matter, *, untold_because: str = "", by: User, at: datetime) -> Matter:
    """都知道了: everybody was told, or who was not is named with the reason."""
    matter = lock_matter(matter)
    if matter.informed_at is not None:
        return matter
    told = Told.objects.filter(matter=matter)
    if not told.exists():
        raise StageTooEarly(_("还没有告知任何人。请先按「告知大家」。"))
    left = told.filter(told_at=None).count()
    if left and not untold_because.strip():
        raise StageTooEarly(
            _("还有 {count} 人没有告知到。请打电话或者上门；实在找不到的，请写明是谁、为什么。").format(count=left),
            field="untold_because",
        )
    matter.informed_at, matter.untold_because = at, untold_because.strip() if left else ""
    matter.save(update_fields=["informed_at", "untold_because"])
    record(events.MATTER_INFORMED, matter, by=by, at=at, title=matter.title)
    if not matter.is_confidential:
        cases = [each.case for each in matter.matter_cases.select_related("case")]
        record_all(same_event_of(events.CASE_INFORMED, cases, by=by, at=at, matter=matter.pk))
    return matter


@transaction.atomic
def answer_case(linked: MatterCase, *, by: User | None, at: datetime) -> bool:
    """答复 one linked case with the result of its matter, exactly once; return whether it was this time."""
    linked = MatterCase.objects.select_for_update(of=("self",)).select_related("matter", "case").get(pk=linked.pk)
    if linked.answered_at is not None or linked.matter.concluded_at is None:
        return False
    answer_afterwards(linked.case, body=linked.matter.result, by=by, at=at)
    linked.answered_at = at
    linked.save(update_fields=["answered_at"])
    return True


@transaction.atomic
def note_answered_by_phone(matter: Matter, *, requester: Requester, by: User, at: datetime) -> Answered:
    """已电话告知: a caller was told the end by phone; noting it twice changes nothing."""
    noted, is_new = Answered.objects.get_or_create(
        matter=matter, requester=requester, defaults={"community_id": matter.community_id, "by": by, "at": at}
    )
    if is_new:
        record(events.CALLER_ANSWERED, matter, by=by, at=at)
    return noted
