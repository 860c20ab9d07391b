"""Telling of gaps before they happen: once, again when they are near, and that they are filled."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record
from linli.notices.actions import take_back

from .. import events
from ..models import GapWarning, Post
from ..queries.gaps import Gap, gaps

LOOK_BEYOND = timedelta(days=7)
"""A gap is looked at so far beyond the days it is told ahead; one that reaches the end of that is open."""


@transaction.atomic
def look_for_gaps(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Compare every post with what was told of it; return how many lines that made. Safe to run twice, and at once."""
    posts = Post.objects.select_for_update().filter(community=community_id, is_in_use=True)
    return sum(_look_at(post, by, at) for post in posts)


def _look_at(post: Post, by: User | None, at: datetime) -> int:
    horizon = at + timedelta(days=post.warn_days)
    end = horizon + LOOK_BEYOND
    coming = [gap for gap in gaps(post, at, end) if gap.starts_at <= horizon]
    told = list(GapWarning.objects.filter(post=post, filled_at=None, ends_at__gt=at).order_by("starts_at"))
    as_told = {each.pk: copy(each) for each in told}  # two gaps may be parts of one that was told
    lines = 0
    matched: set[int] = set()
    for gap in coming:
        known = [each for each in as_told.values() if each.starts_at < gap.ends_at and each.ends_at > gap.starts_at]
        ours = {each.pk for each in known} - matched
        free = next((each for each in told if each.pk in ours), None)
        warning, was_told = _warning(post, gap, known, free, end, at)
        matched.add(warning.pk)
        if not was_told:
            verb = events.GAP_OPEN if warning.is_open else events.GAP_AHEAD
            record(verb, warning, by=by, at=at, **_facts(warning))
            lines += 1
        elif warning.told_again_at is None and gap.starts_at <= at + timedelta(hours=post.warn_hours):
            warning.told_again_at = at
            warning.save(update_fields=["told_again_at"])
            record(events.GAP_NEAR, warning, by=by, at=at, **_facts(warning))
            lines += 1
    for warning in told:
        if warning.pk not in matched:
            _take_back(warning, by, at)
            lines += 1
    return lines


def _warning(  # noqa: PLR0917  what is wanted, what was told, and how far one looks
    post: Post, gap: Gap, known: list[GapWarning], free: GapWarning | None, end: datetime, at: datetime
) -> tuple[GapWarning, bool]:
    """Return the row that stands for a gap, brought up to date, and whether all of the gap was told before.

    A gap that shrank or fell in two was told; one that begins earlier or ends later than what was told was not.
    """
    is_open = gap.ends_at >= end
    warning = free or GapWarning(community_id=post.community_id, post=post)
    was_told = bool(known) and (
        min(each.starts_at for each in known) <= gap.starts_at
        and (any(each.is_open for each in known) or max(each.ends_at for each in known) >= gap.ends_at)
    )
    if not was_told or free is None:
        warning.told_at = at
    if not was_told:
        soon = gap.starts_at <= at + timedelta(hours=post.warn_hours)
        warning.told_again_at = at if soon else None
    elif free is None:
        warning.told_again_at = known[0].told_again_at
    warning.starts_at, warning.ends_at, warning.is_open = gap.starts_at, gap.ends_at, is_open
    warning.save()
    return warning, was_told


def _take_back(warning: GapWarning, by: User | None, at: datetime) -> None:
    """It is filled: what was said of it is read by itself, and whoever had read it hears."""
    warning.filled_at = at
    warning.save(update_fields=["filled_at"])
    record(events.GAP_FILLED, warning, by=by, at=at, **_facts(warning), read_by=take_back(warning, at=at))


def _facts(warning: GapWarning) -> dict[str, Any]:
    return {"post": warning.post.name, "starts_at": warning.starts_at, "ends_at": warning.ends_at}
