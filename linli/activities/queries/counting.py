"""应到, 实到, 请假, 人次, 场次: readings of base rows, never kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from ..models import Activity, Attendance, Expected, Guest, SignUp


@dataclass(frozen=True)
class Counts:
    """How many people of one activity. `present` are people of the register; `came` counts guests too.

    `missing` should have come and neither came nor were excused. `going` and `waiting` are sign-ups.
    """

    expected: int = 0
    present: int = 0
    excused: int = 0
    missing: int = 0
    guests: int = 0
    going: int = 0
    waiting: int = 0

    @property
    def came(self) -> int:
        return self.present + self.guests


def counts_of(activity_ids: Iterable[int]) -> dict[int, Counts]:
    """Return the counts of these activities by key; four questions however many there are."""
    keys = list(activity_ids)
    known = Attendance.objects.filter(activity=OuterRef("activity"), person=OuterRef("person"))
    expected = Expected.objects.filter(activity__in=keys).annotate(is_known=Exists(known)).values("activity_id")
    attendance = Attendance.objects.filter(activity__in=keys).values("activity_id")
    sign_ups = SignUp.objects.filter(activity__in=keys).values("activity_id")
    guests = Guest.objects.filter(activity__in=keys).values("activity_id")
    found: dict[int, dict[str, int]] = {key: {} for key in keys}
    asked: tuple[QuerySet[Any, Any], ...] = (
        expected.annotate(expected=Count("pk"), missing=Count("pk", filter=Q(is_known=False))),
        attendance.annotate(
            present=Count("pk", filter=Q(state=Attendance.State.PRESENT)),
            excused=Count("pk", filter=Q(state=Attendance.State.EXCUSED)),
        ),
        sign_ups.annotate(
            going=Count("pk", filter=Q(state=SignUp.State.GOING)),
            waiting=Count("pk", filter=Q(state=SignUp.State.WAITING)),
        ),
        guests.annotate(guests=Sum("count")),
    )
    for rows in asked:
        for row in rows.order_by():
            numbers: dict[str, int] = dict(row)
            found[numbers.pop("activity_id")].update(numbers)
    return {key: Counts(**numbers) for key, numbers in found.items()}


@dataclass(frozen=True)
class Total:
    """What was held in a while: 场次, 人次 (guests too), and how many distinct people of the register came."""

    sessions: int
    person_times: int
    people: int


def total_held(community_id: int, since: datetime, until: datetime, kind: str = "") -> Total:
    """Count what was held from `since` until before `until`, by when it really began; of one kind if given."""
    held = Activity.objects.held().filter(community=community_id, started_at__gte=since, started_at__lt=until)
    if kind:
        held = held.filter(kinds__contains=[kind])
    present = Attendance.objects.filter(activity__in=held.values("pk"), state=Attendance.State.PRESENT)
    came = present.aggregate(times=Count("pk"), people=Count("person", distinct=True))
    guests = Guest.objects.filter(activity__in=held.values("pk")).aggregate(n=Sum("count"))["n"] or 0
    sessions = held.aggregate(n=Sum("sessions"))["n"] or 0
    return Total(sessions, came["times"] + guests, came["people"])
