"""交接: the one moment in which a chair ends and the next begins; and the reminder when it is late."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.files.actions import keep_file
from linli.files.models import Upload
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Body, ChairTerm, Handover

Status = ChairTerm.Status
AGAIN_AFTER = timedelta(days=7)


class HandedOverAlready(Refusal):
    pass


class NobodyIsNext(Refusal):
    pass


class ChairIsNotNamed(Refusal):
    pass


@transaction.atomic
def hand_over(
    body: Body, *, after: ChairTerm, note: str, by: User, at: datetime, work_plan: str = "", plan: Upload | None = None
) -> Handover:
    """Close the term in office and open the next in the same moment: nobody ever meets without a chair, or with two.

    `after` is whom the page showed as next: if somebody handed over meanwhile, nothing happens twice.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    before = body.terms.select_for_update(of=("self",)).filter(status=Status.ACTIVE).select_related("unit").first()
    planned = body.terms.select_for_update(of=("self",)).filter(status=Status.PLANNED).select_related("unit")
    following = planned.order_by("starts_on").first()
    if following is None:
        raise NobodyIsNext(_("还没有排下一任。请先在「轮值」里排好下一任，再办交接。"))
    if following.pk != after.pk:
        raise HandedOverAlready(_("这次交接已经办过了，或者次序刚刚改了。请回到轮值的页面看一看。"))
    if not following.chair_name.strip():
        raise ChairIsNotNamed(_("{unit}还没有写下会长是谁。请先写上，再办交接。").format(unit=following.unit))
    if before is not None:
        before.status = Status.DONE
        before.save(update_fields=["status"])
    following.status = Status.ACTIVE
    following.work_plan = work_plan or following.work_plan
    if plan is not None:
        following.work_plan_file, _is_new = keep_file(plan, by=by, at=at)
    following.save(update_fields=["status", "work_plan", "work_plan_file"])
    made = Handover.objects.create(
        community_id=body.community_id, body=body, before=before, after=following, note=note, by=by, at=at
    )
    record(
        events.HANDED_OVER, following, by=by, at=at, name=body.name, unit=following.unit.short_name,
        number=following.number,
    )  # fmt: skip
    return made


@transaction.atomic
def remind_of_handovers(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell both sides and the secretary of every hand-over that is late: the day after, and again once a week.

    Nothing switches by itself. Returns how many were told of.
    """
    late = ChairTerm.objects.select_for_update(of=("self",)).filter(
        Q(late_told_at=None) | Q(late_told_at__lte=at - AGAIN_AFTER),
        community=community_id, status=Status.ACTIVE, ends_on__lt=localdate(at), body__ended_on=None,
    )  # fmt: skip
    count = 0
    for term in late.select_related("unit", "body"):
        term.late_told_at = at
        term.save(update_fields=["late_told_at"])
        days = (localdate(at) - term.ends_on).days
        record(
            events.HANDOVER_LATE, term, by=by, at=at, name=term.body.name, unit=term.unit.short_name, days=days
        )  # fmt: skip
        count += 1
    return count
