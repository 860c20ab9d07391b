"""Somebody is away, and comes back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Absence


class AlreadyAway(Refusal):
    pass


class AbsenceIsOver(Refusal):
    pass


@transaction.atomic
def note_absence(
    person: User,
    *,
    community_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User | None,
    at: datetime,
) -> Absence:
    """Note that `person` is not to be called between the two moments; refused where it was noted before."""
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                community_id=community_id, person=person, starts_at=starts_at, ends_at=ends_at, reason=reason
            )
    except IntegrityError as why:
        if "one_absence_at_a_time" not in str(why):
            raise
        raise AlreadyAway(_("{name}这段时间已经记了请假。").format(name=person.name), field="starts_at") from why
    record(events.ABSENCE_NOTED, absence, by=by, at=at, who=person.name, starts_at=starts_at, ends_at=ends_at)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: User, at: datetime) -> None:
    """销假: back earlier than noted. One that has not begun is taken back whole."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    if absence.ends_at <= at:
        raise AbsenceIsOver(_("这次请假已经结束了。"))
    record(events.ABSENCE_ENDED, absence, by=by, at=at, who=absence.person.name, ends_at=at)
    if absence.starts_at >= at:
        absence.delete()
        return
    absence.ends_at = at
    absence.save(update_fields=["ends_at"])
