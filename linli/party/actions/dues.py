"""党费: facts of a month, noted for a whole branch in one go."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import DuesFact, Organisation


class Fact(NamedTuple):
    """What is known of one member's dues of the month; a blank standing takes away what was noted."""

    member_id: int
    standing: str
    paid_on: date | None = None
    reason: str = ""


@transaction.atomic
def note_dues(organisation: Organisation, *, month: date, facts: Sequence[Fact], by: User | None, at: datetime) -> int:
    """Write down a month of a branch; return how many lines changed. Noting the same again changes nothing."""
    month = month.replace(day=1)
    known = {
        fact.member_id: fact
        for fact in DuesFact.objects.filter(month=month, member__in=[fact.member_id for fact in facts])
    }
    fresh, changed, gone = [], [], []
    for fact in facts:
        row = known.get(fact.member_id)
        if not fact.standing:
            gone += [row.pk] if row else []
        elif row is None:
            fresh.append(DuesFact(community_id=organisation.community_id, month=month, **fact._asdict()))
        elif (row.standing, row.paid_on, row.reason) != (fact.standing, fact.paid_on, fact.reason):
            row.standing, row.paid_on, row.reason = fact.standing, fact.paid_on, fact.reason
            changed.append(row)
    DuesFact.objects.bulk_create(fresh)
    DuesFact.objects.bulk_update(changed, ["standing", "paid_on", "reason"])
    DuesFact.objects.filter(pk__in=gone).delete()
    count = len(fresh) + len(changed) + len(gone)
    if count:
        record(
            events.DUES_NOTED, organisation, by=by, at=at, branch=organisation.short_name, month=f"{month:%Y-%m}",
            count=count,
        )  # fmt: skip
    return count
