from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from . import events
from .models import Absence, Post, Shift


class AlreadyOnAShift(Refusal):
    pass


@transaction.atomic
def plan_shift(
    post: Post, *, person: User, starts_at: datetime, ends_at: datetime, by: User | None, at: datetime
) -> Shift:
    """Put `person` on `post`. Refused when they stand on another shift then, whichever the post."""
    try:
        with transaction.atomic():
            shift = Shift.objects.create(
                community_id=post.community_id, post=post, person=person, starts_at=starts_at, ends_at=ends_at
            )
    except IntegrityError as why:
        if "nobody_stands_on_two_shifts_at_once" not in str(why):
            raise
        raise AlreadyOnAShift(_("{name}这段时间已经排了班。").format(name=person.name)) from why
    record(events.SHIFT_PLANNED, shift, by=by, at=at, who=person.name, starts_at=starts_at)
    return shift


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
    """Note that `person` is not to be called between the two moments."""
    absence = Absence.objects.create(
        community_id=community_id, person=person, starts_at=starts_at, ends_at=ends_at, reason=reason
    )
    record(events.ABSENCE_NOTED, absence, by=by, at=at, who=person.name, starts_at=starts_at)
    return absence
