from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.sheets.models import ExportRun
from linli.sheets.registry import ledger_kind
from linli.web.refusal import Refusal

from .. import events
from ..models import Person, Reading, Sharing
from ..phones import dialled
from .sharing import note_sharing


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


def note_copies(people: Sequence[int], run: ExportRun) -> None:
    """Remember that a ledger with these people's full data was taken away, and what for; one given on was also shared.

    The caller's transaction, which keeps the file, is around it. One row for each person, in a few statements.
    """
    keys = list(dict.fromkeys(people))
    if not keys:
        return
    _note_readings(run, keys)
    if recipient := run.wanted.get("recipient"):
        kind = ledger_kind(run.wanted["kind"])
        told = [str(kind.column(code).label) for code in run.wanted["columns"] if kind.column(code).is_personal]
        note_sharing(
            run.community, recipient=recipient, fields=_("、").join(told)[:300] or str(kind.label),
            basis=Sharing.Basis.DUTY, purpose=run.reason, people=keys, by=run.by, at=run.begun_at,
        )  # fmt: skip


def _note_readings(run: ExportRun, keys: Sequence[int]) -> None:
    said = {"on": timezone.localdate(run.begun_at), "part": Reading.Part.LEDGER, "reason": run.reason[:200]}
    known = Reading.objects.filter(person__in=keys, reader=run.by, **said)
    again = set(known.values_list("person_id", flat=True))
    known.update(last_at=run.begun_at, times=F("times") + 1)
    duty = str(run.by.duty_in(run.community_id))[:60]
    Reading.objects.bulk_create(
        (
            Reading(
                community_id=run.community_id, person_id=key, reader=run.by, duty=duty, first_at=run.begun_at,
                last_at=run.begun_at, **said,
            )
            for key in keys
            if key not in again
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )  # fmt: skip


class ReasonWanted(Refusal):
    """A full number is shown to who says what for."""


@transaction.atomic
def reveal_number(person: Person, part: Reading.Part, *, reason: str, by: User, at: datetime) -> str:
    """Return a whole number of somebody, in the form it is dialled or written; the journal and the person's log of
    readings keep who saw it and what for."""
    if not reason.strip():
        raise ReasonWanted(_("请写一句为什么要看，例如“打电话约上门时间”。"), field="reason")
    note_reading(person, part, by=by, at=at, reason=reason.strip())
    record(events.NUMBER_REVEALED, person, by=by, at=at, part=part, reason=reason.strip())
    return person.id_number if part == Reading.Part.ID_NUMBER else dialled(person.phone)
