"""Who is on an activity: expected, signed up, here, excused; and what one person took part in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.residents.models import Person

from ..models import Activity, Attendance, Expected, Guest, SignUp


@dataclass(frozen=True)
class RollLine:
    """One person of an activity. `attendance` is None while nothing is known of them."""

    person: Person
    is_expected: bool
    sign_up: SignUp | None
    attendance: Attendance | None

    @property
    def is_present(self) -> bool:
        return self.attendance is not None and self.attendance.state == Attendance.State.PRESENT

    @property
    def is_excused(self) -> bool:
        return self.attendance is not None and self.attendance.state == Attendance.State.EXCUSED


def roll_of(activity: Activity) -> list[RollLine]:
    """Return everybody of the register who is on it, by pinyin: expected, going, or here anyhow. Three questions."""
    attendance = {
        each.person_id: each
        for each in Attendance.objects.filter(activity=activity).select_related("person", "recorded_by")
    }
    going = SignUp.objects.filter(activity=activity, state=SignUp.State.GOING, person__isnull=False)
    sign_ups = {each.person_id: each for each in going.select_related("person")}
    expected = {each.person_id: each for each in Expected.objects.filter(activity=activity).select_related("person")}
    people = {key: row.person for rows in (attendance, sign_ups, expected) for key, row in rows.items()}
    lines = [
        RollLine(person, key in expected, sign_ups.get(key), attendance.get(key))
        for key, person in people.items()
        if person is not None and key is not None
    ]
    return sorted(lines, key=lambda line: (line.person.pinyin, line.person.name, line.person.pk))


def guests_to_come(activity: Activity) -> list[SignUp]:
    """Return who signed up by name, without being on the register, and was not noted as here yet."""
    here = Guest.objects.filter(activity=activity).exclude(name="").values("name")
    rows = SignUp.objects.filter(activity=activity, state=SignUp.State.GOING, person=None)
    return list(rows.exclude(guest_name__in=here).order_by("signed_at", "pk"))


def attended_by(
    people: Iterable[int], since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Attendance]:
    """Return the attendance of these people (keys) at what was held, the newest first."""
    rows = Attendance.objects.filter(person__in=list(people), activity__started_at__isnull=False)
    if since:
        rows = rows.filter(activity__started_at__gte=since)
    if until:
        rows = rows.filter(activity__started_at__lt=until)
    return rows.select_related("activity").order_by("-activity__started_at", "-pk")
