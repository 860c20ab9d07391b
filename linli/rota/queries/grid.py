"""A week or a month of the rota as a grid, days across, posts down; gaps in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.web.moments import say_hours

from ..models import Absence, Post, Shift, Swap
from .duty import absences_between
from .gaps import Gap, gaps_among, local_moment


@dataclass(frozen=True)
class Standing:
    """One shift as the grid shows it. `is_away` when the person is absent for any part of it."""

    shift: Shift
    hours: str
    is_away: bool = False
    swap_waits: bool = False


@dataclass(frozen=True)
class GapShown:
    """A gap, or the part of it that falls on one day, in words."""

    starts_at: datetime
    ends_at: datetime
    words: str
    hours: str


@dataclass
class Cell:
    """A post on a day: who stands there, and where too few do."""

    day: date
    standing: list[Standing] = field(default_factory=list)
    gaps: list[GapShown] = field(default_factory=list)


@dataclass(frozen=True)
class GapOf:
    """A whole gap and whose it is, for the sentence above the grid."""

    post: Post
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Row:
    post: Post
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    days: list[date]
    rows: list[Row]
    absences: list[Absence]
    gaps: list[GapOf]

    @property
    def weeks(self) -> list[list[Cell]]:
        """Return the cells of the first row, seven a line: a month of one post."""
        cells = self.rows[0].cells if self.rows else []
        return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def grid(community_id: int, first: date, days: int, *, now: datetime, post: Post | None = None) -> Grid:
    """Return `days` days from `first`, of one post or of all in use. Gaps that are over are not shown. Four queries."""
    dates = [first + timedelta(days=n) for n in range(days)]
    since, until = local_moment(first, 0), local_moment(dates[-1], 24 * 60)
    posts = [post] if post else list(Post.objects.filter(community=community_id, is_in_use=True))
    shifts = Shift.objects.filter(post__in=posts, ends_at__gt=since, starts_at__lt=until)
    shifts_of: dict[int, list[Shift]] = defaultdict(list)
    for shift in shifts.with_people().order_by("starts_at", "pk"):
        shifts_of[shift.post_id].append(shift)
    absences = absences_between(community_id, since, until)
    swaps = set(
        Swap.objects.filter(community=community_id, state=Swap.State.WAITING, shift__starts_at__gt=now).values_list(
            "shift_id", flat=True
        )
    )
    rows: list[Row] = []
    missing: list[GapOf] = []
    for each in posts:
        found = gaps_among(each, max(since, now), until, shifts_of[each.pk], absences) if until > now else []
        missing += [GapOf(each, gap.starts_at, gap.ends_at) for gap in found]
        rows.append(Row(each, _cells(dates, shifts_of[each.pk], found, absences, swaps)))
    return Grid(dates, rows, absences, sorted(missing, key=attrgetter("starts_at")))


def _cells(
    dates: list[date], shifts: list[Shift], found: list[Gap], absences: Iterable[Absence], swaps: set[int]
) -> list[Cell]:
    cells = {day: Cell(day) for day in dates}
    for shift in shifts:
        day = timezone.localdate(shift.starts_at)
        if day in cells:
            gone = any(
                absence.person_id == shift.person_id
                and absence.starts_at < shift.ends_at
                and absence.ends_at > shift.starts_at
                for absence in absences
            )
            said = say_hours(shift.starts_at, shift.ends_at)
            cells[day].standing.append(Standing(shift, said, gone, shift.pk in swaps))
    for day, cell in cells.items():
        begins, ends = local_moment(day, 0), local_moment(day, 24 * 60)
        for gap in found:
            if gap.starts_at < ends and gap.ends_at > begins:
                cell.gaps.append(_shown(max(gap.starts_at, begins), min(gap.ends_at, ends), gap.missing))
    return list(cells.values())


def _shown(since: datetime, until: datetime, missing: int) -> GapShown:
    words = _("缺人") if missing == 1 else _("缺 {n} 人").format(n=missing)
    return GapShown(since, until, words, say_hours(since, until))
