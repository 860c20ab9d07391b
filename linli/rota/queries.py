"""Who is on duty, who is away, and where a round-the-clock post would stand empty."""

from dataclasses import dataclass
from datetime import datetime

from linli.accounts.models import User

from .models import Absence, Post, Shift


def on_duty(community_id: int, kind: str, at: datetime) -> list[User]:
    """Return who stands on posts of `kind` at that moment."""
    shifts = Shift.objects.filter(community=community_id, post__kind=kind, starts_at__lte=at, ends_at__gt=at)
    return [shift.person for shift in shifts.select_related("person").order_by("starts_at")]


def shifts_now(community_id: int, at: datetime) -> list[Shift]:
    """Return the shifts running at that moment, in the order of the posts."""
    shifts = Shift.objects.filter(community=community_id, starts_at__lte=at, ends_at__gt=at)
    return list(shifts.select_related("person", "post").order_by("post__order", "starts_at"))


def next_shift(community_id: int, kind: str, at: datetime) -> Shift | None:
    """Return the next shift that begins on posts of `kind`."""
    shifts = Shift.objects.filter(community=community_id, post__kind=kind, starts_at__gt=at)
    return shifts.select_related("person", "post").order_by("starts_at").first()


def away(user_ids: list[int], at: datetime) -> set[int]:
    """Return which of these people are absent at that moment."""
    return set(
        Absence.objects.filter(person__in=user_ids, starts_at__lte=at, ends_at__gt=at).values_list(
            "person_id", flat=True
        )
    )


@dataclass(frozen=True)
class Gap:
    starts_at: datetime
    ends_at: datetime


def gaps(post: Post, starts_at: datetime, ends_at: datetime) -> list[Gap]:
    """Return the stretches between the two moments in which nobody stands on `post`."""
    found, covered_until = [], starts_at
    for shift in post.shifts.filter(ends_at__gt=starts_at, starts_at__lt=ends_at).order_by("starts_at"):
        if shift.starts_at > covered_until:
            found.append(Gap(covered_until, shift.starts_at))
        covered_until = max(covered_until, shift.ends_at)
    if covered_until < ends_at:
        found.append(Gap(covered_until, ends_at))
    return found


def standing_on(post_id: int, at: datetime) -> list[User]:
    """Return who stands on this very post at that moment."""
    shifts = Shift.objects.filter(post=post_id, starts_at__lte=at, ends_at__gt=at)
    return [shift.person for shift in shifts.select_related("person").order_by("starts_at", "pk")]
