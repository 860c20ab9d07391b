"""Where too few people would stand: what a post wants, less who is really there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from linli.worktime.calendar import work_calendar

from ..models import Absence, Post, Shift
from .duty import absences_between

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Gap:
    """From `starts_at` until just before `ends_at` up to `missing` people are wanting."""

    starts_at: datetime
    ends_at: datetime
    missing: int = 1


def gaps(post: Post, starts_at: datetime, ends_at: datetime) -> list[Gap]:
    """Return the stretches between the two moments in which too few people stand on `post`. Two queries.

    Somebody who is away does not stand there; their backup does.
    """
    shifts = post.shifts.filter(ends_at__gt=starts_at, starts_at__lt=ends_at).with_people().order_by("starts_at")
    return gaps_among(post, starts_at, ends_at, shifts, absences_between(post.community_id, starts_at, ends_at))


def gaps_among(
    post: Post, starts_at: datetime, ends_at: datetime, shifts: Iterable[Shift], absences: Iterable[Absence]
) -> list[Gap]:
    """The same of rows already at hand: shifts of this post, absences of anybody."""
    there = presence(shifts, absences)
    found: list[Gap] = []
    for since, until in wanted(post, starts_at, ends_at):
        for gap in _too_few(there, since, until, post.min_people):
            if found and found[-1].ends_at == gap.starts_at:
                gap = Gap(found[-1].starts_at, gap.ends_at, max(found[-1].missing, gap.missing))  # noqa: PLW2901
                found.pop()
            found.append(gap)
    return found


def is_open_on(post: Post, day: date) -> bool:
    return not post.only_working_days or work_calendar().is_working_day(day)


def local_moment(day: date, minutes: int) -> datetime:
    """Return the moment so many minutes after local midnight of `day`."""
    return timezone.make_aware(datetime.combine(day, time()) + timedelta(minutes=minutes))


def wanted(post: Post, starts_at: datetime, ends_at: datetime) -> list[Span]:
    """Return when somebody has to be there, cut to the two moments."""
    stretches = post.stretches
    if not stretches:
        return []
    first, last = timezone.localdate(starts_at) - timedelta(days=1), timezone.localdate(ends_at)
    spans = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if is_open_on(post, day):
            spans += [(local_moment(day, each.since), local_moment(day, each.until)) for each in stretches]
    cut = [(max(since, starts_at), min(until, ends_at)) for since, until in spans]
    return [(since, until) for since, until in cut if since < until]


def presence(shifts: Iterable[Shift], absences: Iterable[Absence]) -> list[Span]:
    """Return who is really there, a span each: the person while not away, their backup meanwhile.

    Somebody whose account was shut has left, and stands nowhere.
    """
    away: dict[int, list[Span]] = defaultdict(list)
    for absence in absences:
        away[absence.person_id].append((absence.starts_at, absence.ends_at))
    there: list[Span] = []
    for shift in shifts:
        own = [(shift.starts_at, shift.ends_at)]
        present = _without(own, away[shift.person_id]) if shift.person.is_active else []
        there += present
        if shift.backup_id and present != own:
            there += _without(_without(own, present), away[shift.backup_id])
    return there


def _without(spans: list[Span], taken: list[Span]) -> list[Span]:
    for since, until in taken:
        spans = [
            piece
            for first, last in spans
            for piece in ((first, min(last, since)), (max(first, until), last))
            if piece[0] < piece[1]
        ]
    return spans


def _too_few(there: list[Span], since: datetime, until: datetime, least: int) -> list[Gap]:
    """Walk from one coming or going to the next and count who is there."""
    near = [(max(first, since), min(last, until)) for first, last in there if first < until and last > since]
    edges = sorted({since, until, *(edge for span in near for edge in span)})
    found: list[Gap] = []
    for first, last in pairwise(edges):
        missing = least - sum(1 for comes, goes in near if comes <= first and goes >= last)
        if missing <= 0:
            continue
        if found and found[-1].ends_at == first:
            found[-1] = Gap(found[-1].starts_at, last, max(found[-1].missing, missing))
        else:
            found.append(Gap(first, last, missing))
    return found
