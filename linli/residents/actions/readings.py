from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linli.accounts.models import User
from linli.journal.record import record
from linli.sheets.models import ExportRun

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


def note_copies(people: Sequence[int], run: ExportRun) -> None:
    """Remember that a ledger with these people's full data was taken away, and what for: one row each, in one go."""
    on = timezone.localdate(run.begun_at)
    said = {"on": on, "part": Reading.Part.LEDGER, "reason": run.reason[:200]}
    known = Reading.objects.filter(person__in=list(people), reader=run.by, **said)
    again = set(known.values_list("person_id", flat=True))
    known.update(last_at=run.begun_at, times=F("times") + 1)
    duty = str(run.by.duty_in(run.community_id))[:60]
    Reading.objects.bulk_create(
        (
            Reading(
                community_id=run.community_id, person_id=key, reader=run.by, duty=duty, first_at=run.begun_at,
                last_at=run.begun_at, **said,
            )
            for key in dict.fromkeys(people)
            if key not in again
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def note_copy(person: Person, *, reason: str, by: User, at: datetime) -> None:
    """Write down that everything held of a person was copied, and why; one's own copy is no reading by anybody."""
    if person.user_id != by.pk:
        note_reading(person, Reading.Part.COPY, reason=reason, by=by, at=at)
    record(events.COPY_MADE, person, by=by, at=at, reason=reason)
