"""交班: a note at the end of a shift, and that it was read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Handover, Shift

LATE = timedelta(hours=6)
"""How long after a shift its note may still be written: somebody is called away, and writes it at home."""


class CannotHandOver(Refusal):
    pass


@transaction.atomic
def hand_over(shift: Shift, *, body: str, by: User, at: datetime) -> Handover:
    """Leave a note for whoever comes next. It may be mended until it was read."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("post").get(pk=shift.pk)
    if not shift.starts_at <= at <= shift.ends_at + LATE:
        raise CannotHandOver(_("交班的话在值班的时候写，最晚下班后 6 小时。"))
    note = Handover.objects.filter(shift=shift).first()
    if note and note.read_at:
        raise CannotHandOver(_("下一班已经看过了，不能再改。有要紧的，请打电话。"))
    if note is None:
        note = Handover(community_id=shift.community_id, shift=shift)
    note.body, note.by, note.written_at = body, by, at
    note.save()
    record(events.HANDED_OVER, note, by=by, at=at, post=shift.post.name)
    return note


@transaction.atomic
def read_handover(note: Handover, *, by: User, at: datetime) -> None:
    """Mark that the next on duty has read it; the first reader is kept."""
    note = Handover.objects.select_for_update(of=("self",)).select_related("shift__post").get(pk=note.pk)
    if note.read_at or note.by_id == by.pk:
        return
    note.read_by, note.read_at = by, at
    note.save(update_fields=["read_by", "read_at"])
    record(events.HANDOVER_READ, note, by=by, at=at, post=note.shift.post.name)
