"""Mobile members, and whom somebody should ask how they are."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Max, Prefetch, QuerySet

from ..models import Member, MobileContact, MobileRecord, Organisation
from .rosters import members_of


@dataclass(frozen=True)
class AwayLine:
    """A mobile member, when they were last asked, and by when to ask again."""

    record: MobileRecord
    last_on: date | None
    due_on: date

    def is_due(self, on: date) -> bool:
        return self.due_on <= on


def away(members: QuerySet[Member]) -> list[AwayLine]:
    """Return the mobile members among these, whoever was asked longest ago first: one question."""
    records = (
        MobileRecord.objects.filter(member__in=members.values("pk"), returned_on=None)
        .select_related("member__person", "member__community")
        .annotate(last_on=Max("contacts__on"))
        .order_by(F("last_on").asc(nulls_first=True), "left_on", "pk")
    )
    return [AwayLine(each, each.last_on, _due(each, each.last_on)) for each in records]


def away_of(organisation: Organisation, on: date) -> list[AwayLine]:
    """Return the mobile members of a branch and its groups."""
    return away(members_of(organisation, on))


def _due(record: MobileRecord, last_on: date | None) -> date:
    return (last_on or record.left_on) + timedelta(days=record.contact_days)


def records_of(member: Member) -> QuerySet[MobileRecord]:
    contacts = MobileContact.objects.select_related("by")
    return member.mobile_records.prefetch_related(Prefetch("contacts", contacts))
