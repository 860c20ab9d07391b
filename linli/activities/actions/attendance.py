"""到场: ticked at the door, confirmed on one's own phone, or copied from a paper list in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Person
from linli.web.refusal import Refusal

from .. import events
from ..models import Activity, Attendance, Guest
from .locking import locked

How, State = Attendance.How, Attendance.State
EARLY = timedelta(hours=2)
"""So long before the beginning people may already be ticked."""


class TooEarly(Refusal):
    pass


@dataclass(frozen=True)
class CameAlong:
    """Guests of one line: somebody by name, or so many from somewhere."""

    name: str = ""
    count: int = 1
    from_where: str = ""


@transaction.atomic
def take_attendance(
    activity: Activity,
    *,
    present: Iterable[int] = (),
    excused: Mapping[int, str] | None = None,
    not_here: Iterable[int] = (),
    how: str = How.TICKED,
    by: User | None,
    at: datetime,
) -> None:
    """Note who is here, who was excused (with the reason) and whose tick was a mistake, by the keys of people.

    Only who is named changes; who is ticked already stays as ticked first. So it may be sent twice, and two phones at
    the door may each send what they know.
    """
    activity = locked(activity)
    _refuse_too_early(activity, at)
    excused = excused or {}
    before = dict(Attendance.objects.filter(activity=activity).values_list("person_id", "state"))
    came = [key for key in dict.fromkeys(present) if before.get(key) != State.PRESENT]
    away = [key for key in excused if before.get(key) != State.EXCUSED or excused[key]]
    gone = [key for key in dict.fromkeys(not_here) if key in before]
    here = set(
        Person.objects.filter(pk__in=[*came, *away], community=activity.community_id).values_list("pk", flat=True)
    )
    rows = [_row(activity, key, State.PRESENT, how, "", by, at) for key in came if key in here]
    rows += [_row(activity, key, State.EXCUSED, How.TICKED, excused[key], by, at) for key in away if key in here]
    if not rows and not gone:
        return
    Attendance.objects.filter(activity=activity, person__in=gone).delete()
    _write(rows)
    record(
        events.ATTENDANCE_TAKEN, activity, by=by, at=at, title=activity.title, present=came, excused=away, not_here=gone
    )


@transaction.atomic
def confirm_presence(activity: Activity, *, person: Person, by: User | None, at: datetime) -> bool:
    """Note that somebody says on their own phone that they are here; False when that was known already."""
    activity = locked(activity)
    known = Attendance.objects.filter(activity=activity, person=person).first()
    if known and known.state == State.PRESENT:
        return False
    _write([_row(activity, person.pk, State.PRESENT, How.WALL_CODE, "", by, at)])
    record(events.CAME, activity, by=by, at=at, title=activity.title, who=person.name, person=person.pk)
    return True


@transaction.atomic
def enter_paper_roll(
    activity: Activity, *, people: Iterable[int], guests: Sequence[CameAlong] = (), by: User, at: datetime
) -> None:
    """Enter a signed paper list in one go: people by their keys, the rest as guests. The same list twice is once."""
    activity = locked(activity)
    _refuse_too_early(activity, at)
    present = Attendance.objects.filter(activity=activity, state=State.PRESENT).values_list("person_id", flat=True)
    new = set(people) - set(present)
    here = Person.objects.filter(pk__in=new, community=activity.community_id).values_list("pk", flat=True)
    rows = [_row(activity, key, State.PRESENT, How.PAPER, "", by, at) for key in here]
    _write(rows)
    came = _note(activity, guests, by=by, at=at)
    if rows or came:
        record(
            events.PAPER_ROLL_ENTERED, activity, by=by, at=at, title=activity.title, people=len(rows), guests=came,
            present=sorted(row.person_id for row in rows),
        )  # fmt: skip


@transaction.atomic
def note_guests(activity: Activity, *, guests: Sequence[CameAlong], by: User, at: datetime) -> None:
    """Note who came besides people of the register."""
    activity = locked(activity)
    _refuse_too_early(activity, at)
    if came := _note(activity, guests, by=by, at=at):
        record(events.GUESTS_NOTED, activity, by=by, at=at, title=activity.title, count=came)


@transaction.atomic
def take_off_guest(guest: Guest, *, by: User, at: datetime) -> None:
    """Take back a line of guests that was a mistake."""
    activity = locked(guest.activity)
    if Guest.objects.filter(pk=guest.pk).delete()[0]:
        record(events.GUESTS_NOTED, activity, by=by, at=at, title=activity.title, count=-guest.count)


def _note(activity: Activity, guests: Sequence[CameAlong], *, by: User, at: datetime) -> int:
    known = set(Guest.objects.filter(activity=activity).values_list("name", "from_where"))
    new = [each for each in guests if not each.name or (each.name, each.from_where) not in known]
    Guest.objects.bulk_create(
        [
            Guest(
                community_id=activity.community_id, activity=activity, name=each.name,
                count=1 if each.name else each.count, from_where=each.from_where, recorded_at=at, recorded_by=by,
            )
            for each in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return sum(1 if each.name else each.count for each in new)


def _row(  # noqa: PLR0917  the columns of one row
    activity: Activity, person: int, state: str, how: str, reason: str, by: User | None, at: datetime
) -> Attendance:
    return Attendance(
        community_id=activity.community_id, activity=activity, person_id=person, state=state, how=how, reason=reason,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip


def _write(rows: list[Attendance]) -> None:
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["activity", "person"],
        update_fields=["state", "how", "reason", "recorded_at", "recorded_by"],
    )


def _refuse_too_early(activity: Activity, at: datetime) -> None:
    if at < activity.starts_at - EARLY:
        raise TooEarly(_("活动还没到时间，开始前两小时起可以点名。"))
