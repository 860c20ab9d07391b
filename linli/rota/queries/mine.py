"""我的班: what one person stands on next, who is there before and after, and what waits for their word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linli.accounts.models import User

from ..models import Absence, Handover, Shift, Swap

DAYS_AHEAD = 60
LATEST_HANDOVER = timedelta(hours=36)
"""What was handed over longer ago is no news for whoever comes on duty."""


@dataclass(frozen=True)
class OwnShift:
    """A shift with who stands before and after it on the same post."""

    shift: Shift
    before: Shift | None
    after: Shift | None
    is_now: bool


def own_shifts(user: User, now: datetime, *, limit: int = 12) -> list[OwnShift]:
    """Return the shifts of `user` that are not over, the nearest first, with their neighbours. Two queries."""
    mine = Shift.objects.visible_to(user).filter(
        person=user, ends_at__gt=now, starts_at__lt=now + timedelta(days=DAYS_AHEAD)
    )
    return beside(list(mine.with_people().order_by("starts_at")[:limit]), now)


def beside(shifts: list[Shift], now: datetime) -> list[OwnShift]:
    """Return these shifts with who stands before and after each of them on its post. One query."""
    if not shifts:
        return []
    since = min(shift.starts_at for shift in shifts) - timedelta(days=4)
    until = max(shift.ends_at for shift in shifts) + timedelta(days=4)
    around = Shift.objects.filter(post__in={shift.post_id for shift in shifts}, ends_at__gt=since, starts_at__lt=until)
    at_post: dict[int, list[Shift]] = {}
    for each in around.with_people().order_by("starts_at", "pk"):
        at_post.setdefault(each.post_id, []).append(each)
    return [_beside(shift, at_post[shift.post_id], now) for shift in shifts]


def _beside(shift: Shift, at_post: list[Shift], now: datetime) -> OwnShift:
    before = [each for each in at_post if each.ends_at <= shift.starts_at and each.pk != shift.pk]
    after = [each for each in at_post if each.starts_at >= shift.ends_at and each.pk != shift.pk]
    return OwnShift(
        shift,
        max(before, key=lambda each: each.ends_at, default=None),
        min(after, key=lambda each: each.starts_at, default=None),
        shift.starts_at <= now < shift.ends_at,
    )


def backing_up(user: User, now: datetime) -> list[Shift]:
    """Return the next shifts for which `user` is the backup."""
    shifts = Shift.objects.visible_to(user).filter(backup=user, ends_at__gt=now)
    return list(shifts.with_people().order_by("starts_at")[:6])


def swaps_of(user: User, now: datetime) -> list[Swap]:
    """Return the swaps that wait for somebody and concern `user`, as taker or giver, while they can still be made."""
    waiting = Swap.objects.visible_to(user).filter(
        Q(giver=user) | Q(taker=user), state=Swap.State.WAITING, shift__starts_at__gt=now
    )
    return list(with_shifts(waiting).order_by("shift__starts_at"))


def with_shifts(swaps: QuerySet[Swap]) -> QuerySet[Swap]:
    return swaps.select_related("shift__post", "in_return__post", "giver", "taker", "asked_by")


def handovers_for(user: User, now: datetime) -> list[Handover]:
    """Return what earlier shifts left for the posts `user` stands on now or next, the newest of each, read or not."""
    soon = now + timedelta(hours=12)
    mine = Shift.objects.visible_to(user).filter(Q(person=user) | Q(backup=user), ends_at__gt=now, starts_at__lt=soon)
    posts = {shift.post_id: shift.starts_at for shift in mine.order_by("-starts_at")}
    if not posts:
        return []
    left = Handover.objects.filter(shift__post__in=posts, written_at__gt=now - LATEST_HANDOVER).exclude(by=user)
    newest: dict[int, Handover] = {}
    for each in left.select_related("shift__post", "by", "read_by").order_by("written_at"):
        if each.shift.starts_at < posts[each.shift.post_id]:
            newest[each.shift.post_id] = each
    return list(newest.values())


def following(shift: Shift) -> Shift | None:
    """Return the next shift on the same post after `shift`: whom a handover is for."""
    later = Shift.objects.filter(post=shift.post_id, starts_at__gte=shift.ends_at)
    return later.with_people().order_by("starts_at").first()


def to_swap_with(shift: Shift, now: datetime) -> list[Shift]:
    """Return shifts of others that could be taken in return for `shift`: the next three weeks, any post."""
    theirs = Shift.objects.filter(
        community=shift.community_id, starts_at__gt=now, starts_at__lt=now + timedelta(days=21)
    ).exclude(person=shift.person_id)
    apart = theirs.exclude(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at)
    return list(apart.with_people().order_by("person__name", "starts_at"))


def own_absences(user: User, now: datetime) -> list[Absence]:
    """Return the leave of `user` that is not over."""
    return list(Absence.objects.visible_to(user).filter(person=user, ends_at__gt=now).order_by("starts_at")[:6])
