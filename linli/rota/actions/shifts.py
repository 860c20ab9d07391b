"""Putting somebody on a shift, changing it, taking them off."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import FormerShift, Post, Shift, Swap


class AlreadyOnAShift(Refusal):
    pass


class BackupStandsElsewhere(Refusal):
    pass


class ShiftIsOver(Refusal):
    pass


@transaction.atomic
def plan_shift(
    post: Post,
    *,
    person: User,
    starts_at: datetime,
    ends_at: datetime,
    backup: User | None = None,
    by: User | None,
    at: datetime,
) -> Shift:
    """Put `person` on `post`. Refused when they stand on another shift then, whichever the post."""
    with one_shift_at_a_time(person):
        shift = Shift.objects.create(
            community_id=post.community_id,
            post=post,
            person=person,
            backup=backup,
            starts_at=starts_at,
            ends_at=ends_at,
            changed_at=at,
        )
    refuse_a_busy_backup(shift)
    record(events.SHIFT_PLANNED, shift, by=by, at=at, who=person.name, starts_at=starts_at)
    return shift


@transaction.atomic
def change_shift(
    shift: Shift,
    *,
    person: User,
    starts_at: datetime,
    ends_at: datetime,
    backup: User | None = None,
    by: User,
    at: datetime,
) -> Shift:
    """Give a shift other hours, another person or another backup. One that is over stays as it was."""
    shift = locked(shift, at)
    before = shift.person
    if person != before:
        remember_former(shift, at=at)
        withdraw_swaps(shift, by=by, at=at)
    shift.person, shift.backup, shift.starts_at, shift.ends_at = person, backup, starts_at, ends_at
    with one_shift_at_a_time(person):
        keep_change(shift, at=at)
    refuse_a_busy_backup(shift)
    record(
        events.SHIFT_CHANGED, shift, by=by, at=at, post=shift.post.name, who=person.name, starts_at=starts_at,
        ends_at=ends_at, people=[before.pk, person.pk],
    )  # fmt: skip
    return shift


@transaction.atomic
def take_off_shift(shift: Shift, *, by: User, at: datetime) -> None:
    """Take a shift that has not begun out of the rota. Its gap shows at once."""
    shift = locked(shift, at)
    if shift.starts_at <= at:
        raise ShiftIsOver(_("这个班已经开始了，不能撤。要换人，请改值班人或备班。"))
    remember_former(shift, at=at, was_removed=True)
    record(
        events.SHIFT_TAKEN_OFF, shift, by=by, at=at, post=shift.post.name, who=shift.person.name,
        starts_at=shift.starts_at, person=shift.person_id,
    )  # fmt: skip
    shift.delete()


def locked(shift: Shift, at: datetime) -> Shift:
    """Return the shift under its lock; refuse when it is gone or over."""
    found = Shift.objects.select_for_update(of=("self",)).with_people().filter(pk=shift.pk).first()
    if found is None:
        raise ShiftIsOver(_("这个班刚才被撤了。"))
    if found.ends_at <= at:
        raise ShiftIsOver(_("这个班已经过去了，不能再改。"))
    return found


@contextmanager
def one_shift_at_a_time(person: User) -> Iterator[None]:
    """Turn the database's refusal of one person in two places into a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as why:
        if "nobody_stands_on_two_shifts_at_once" not in str(why):
            raise
        raise AlreadyOnAShift(_("{name}这段时间已经排了班。").format(name=person.name), field="person") from why


def refuse_a_busy_backup(shift: Shift) -> None:
    """A backup steps in: somebody who stands on a shift of their own at that time cannot."""
    if shift.backup is None:
        return
    own = Shift.objects.filter(person=shift.backup, starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at)
    if busy := own.select_related("post").first():
        raise BackupStandsElsewhere(
            _("{name}这段时间自己在{post}值班，不能同时备班。").format(name=shift.backup.name, post=busy.post),
            field="backup",
        )


def remember_former(shift: Shift, *, at: datetime, was_removed: bool = False) -> None:
    """Remember for their calendar that the person has this shift no more."""
    FormerShift.objects.update_or_create(
        number=shift.pk,
        person_id=shift.person_id,
        defaults={
            "community_id": shift.community_id,
            "post_id": shift.post_id,
            "starts_at": shift.starts_at,
            "ends_at": shift.ends_at,
            "sequence": shift.sequence + 1,
            "gone_at": at,
            "was_removed": was_removed,
        },
    )


def keep_change(shift: Shift, *, at: datetime) -> None:
    """Save a changed shift; calendars see a higher sequence."""
    if shift.backup_id == shift.person_id:
        shift.backup = None
    shift.sequence, shift.changed_at = shift.sequence + 1, at
    shift.save(update_fields=["person", "backup", "starts_at", "ends_at", "sequence", "changed_at"])


def withdraw_swaps(shift: Shift, *, by: User, at: datetime) -> None:
    """End every swap that waits about this shift; its people hear that it stays as it is."""
    waiting = Swap.objects.select_for_update(of=("self",)).filter(state=Swap.State.WAITING)
    for swap in waiting.filter(shift=shift) | waiting.filter(in_return=shift):
        swap.state, swap.decided_by, swap.decided_at = Swap.State.WITHDRAWN, by, at
        swap.save(update_fields=["state", "decided_by", "decided_at"])
