from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import Person, Reading


@transaction.atomic
def note_reading(person: Person, part: Reading.Part, *, by: User, at: datetime, reason: str = "") -> None:
    """Remember that somebody read a part of a person's file; several times a day for one reason is one row."""
    row, is_new = Reading.objects.get_or_create(
        person=person,
        reader=by,
        on=timezone.localdate(at),
        part=part,
        reason=reason,
        defaults={
            "community_id": person.community_id,
            "duty": str(by.duty_in(person.community_id)),
            "first_at": at,
            "last_at": at,
        },
    )
    if not is_new:
        Reading.objects.filter(pk=row.pk).update(last_at=at, times=F("times") + 1)


@transaction.atomic
def note_copy(person: Person, *, reason: str, by: User, at: datetime) -> None:
    """Write down that everything held of a person was copied, and why; one's own copy is no reading by anybody."""
    if person.user_id != by.pk:
        note_reading(person, Reading.Part.COPY, reason=reason, by=by, at=at)
    record(events.COPY_MADE, person, by=by, at=at, reason=reason)
