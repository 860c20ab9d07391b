"""Taking turns: what a pattern would plan in a period, and what stands in its way."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from linli.accounts.models import User
from linli.web.moments import say_hours

from ..models import Absence, Pattern, Shift
from ..models.hours import Hours, read_hours
from .duty import absences_between
from .gaps import is_open_on, local_moment

OFF = "休"  # catalogue: data

LONGEST = 92
"""Days a pattern plans at once."""


@dataclass(frozen=True)
class Turn:
    """One shift a pattern calls for. `verdict`: new, there, covered, clash or away; `why` names what is in the way."""

    person: User
    day: date
    starts_at: datetime
    ends_at: datetime
    slot: str
    verdict: str = "new"
    why: str = ""

    @property
    def on(self) -> date:
        """Return the date it begins on: a night of 24:00-8:00 is counted with the day before."""
        return timezone.localdate(self.starts_at)

    @property
    def hours(self) -> str:
        return say_hours(self.starts_at, self.ends_at)


def read_slot(line: str) -> tuple[str, Hours]:
    """Return name and hours of “早 8:00-16:00”; raise WrongHours."""
    name, _space, hours = line.strip().partition(" ")
    return name, read_hours(hours)[0]


def turns(pattern: Pattern, people: list[User], since: date, until: date) -> list[Turn]:
    """Return who stands when from `since` to `until` (both included), before anything is compared with the rota."""
    slots = dict(read_slot(line) for line in pattern.slots)
    length, found = len(pattern.cycle), []
    for day, number in _open_days(pattern, since, until):
        for place, person in enumerate(people):
            slot = pattern.cycle[(number + place * pattern.stagger) % length]
            if hours := slots.get(slot):
                starts, ends = local_moment(day, hours.since), local_moment(day, hours.until)
                found.append(Turn(person, day, starts, ends, slot))
    return sorted(found, key=lambda turn: (turn.starts_at, turn.person.pk))


def _open_days(pattern: Pattern, since: date, until: date) -> list[tuple[date, int]]:
    """Return the open days of the period with their number in the turn, day one being 0 (days before count down)."""
    post, first = pattern.post, pattern.first_on
    if not post.only_working_days:
        days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
        return [(day, (day - first).days) for day in days]
    number, day, found = 0, first, []
    while day <= until:
        if is_open_on(post, day):
            if day >= since:
                found.append((day, number))
            number += 1
        day += timedelta(days=1)
    return found


def preview(pattern: Pattern, since: date, until: date) -> list[Turn]:
    """Return every turn of the period with its verdict. A fixed number of queries.

    there: planned before, whoever stands there by now; covered: the post has enough people then; clash: this person
    stands elsewhere; away: this person is absent then.
    """
    people = [member.person for member in pattern.members.select_related("person")]
    planned = turns(pattern, people, since, until)
    if not planned:
        return []
    first = min(turn.starts_at for turn in planned)
    last = max(turn.ends_at for turn in planned)
    around = Shift.objects.filter(community=pattern.community_id, ends_at__gt=first, starts_at__lt=last)
    rota = _Rota(pattern, planned, list(around.with_people()), absences_between(pattern.community_id, first, last))
    return [rota.judge(turn) for turn in planned]


class _Rota:
    """What stands already, asked turn after turn; turns found free are remembered, so that none is planned twice."""

    def __init__(self, pattern: Pattern, planned: list[Turn], shifts: list[Shift], absences: list[Absence]) -> None:
        self.post = pattern.post
        self.taken = {(shift.planned_for_id, shift.starts_at) for shift in shifts if shift.pattern_id == pattern.pk}
        self.at_post = [shift for shift in shifts if shift.post_id == pattern.post_id]
        self.wanted = Counter((turn.starts_at, turn.ends_at) for turn in planned)
        self.shifts_of: dict[int, list[Shift]] = defaultdict(list)
        for shift in shifts:
            self.shifts_of[shift.person_id].append(shift)
        self.absences_of: dict[int, list[Absence]] = defaultdict(list)
        for absence in absences:
            self.absences_of[absence.person_id].append(absence)
        self.free_until: dict[int, datetime] = {}

    def judge(self, turn: Turn) -> Turn:
        if (turn.person.pk, turn.starts_at) in self.taken:
            return replace(turn, verdict="there")
        for shift in self.shifts_of[turn.person.pk]:
            if _meet(shift, turn):
                if shift.post_id == self.post.pk:
                    return replace(turn, verdict="there")
                where = f"{shift.post.name} {say_hours(shift.starts_at, shift.ends_at)}"
                return replace(turn, verdict="clash", why=where)
        covering = [s for s in self.at_post if s.starts_at <= turn.starts_at and s.ends_at >= turn.ends_at]
        if len(covering) >= max(self.post.min_people, self.wanted[turn.starts_at, turn.ends_at]):
            return replace(turn, verdict="covered", why=covering[0].person.name)
        if any(_meet(absence, turn) for absence in self.absences_of[turn.person.pk]):
            return replace(turn, verdict="away")
        if turn.starts_at < self.free_until.get(turn.person.pk, turn.starts_at):
            return replace(turn, verdict="clash", why=self.post.name)
        self.free_until[turn.person.pk] = turn.ends_at
        return turn


def _meet(row: Shift | Absence, turn: Turn) -> bool:
    return row.starts_at < turn.ends_at and row.ends_at > turn.starts_at
