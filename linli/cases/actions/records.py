"""Smaller verbs: looking at a phone number, writing down a good deed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, GoodDeed, Requester
from .numbering import next_number


class NoPhone(Refusal):
    pass


@transaction.atomic
def reveal_phone(requester: Requester, *, reason: str, by: User, at: datetime) -> str:
    """Show a phone number in full to somebody who says why; the journal keeps who, when and why, never the number."""
    if not requester.phone:
        raise NoPhone(_("没有留电话。"))
    record(events.PHONE_REVEALED, requester.case, by=by, at=at, requester=requester.pk, reason=reason)
    return requester.phone


@transaction.atomic
def record_deed(
    community: Community,
    *,
    source: str,
    title: str,
    done_on: date,
    result: str,
    for_whom: str = "",
    done_by: str = "",
    case: Case | None = None,
    by: User,
    at: datetime,
) -> GoodDeed:
    """Write down a good deed, counted by one source only."""
    deed = GoodDeed.objects.create(
        community=community, number=next_number(community, "-S", at), source=source, title=title, done_on=done_on,
        for_whom=for_whom, done_by=done_by, result=result, case=case,
    )  # fmt: skip
    record(events.DEED_RECORDED, deed, by=by, at=at)
    return deed
