"""What this room adds to a person's file: what they took part in; and whom it needs kept."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from linli.accounts.models import User
from linli.residents.queries.removal import with_merged
from linli.residents.registry import ChapterLine, chapter, hold

from .models import Activity, Attendance, SignUp
from .queries.lists import seen_by
from .queries.rolls import attended_by

SHOWN = 30


def declare() -> None:
    chapter(
        "activities",
        gettext_lazy("参加的活动"),
        "activities.view_activities",
        lines=lines_of,
        export=export_of,
        order=60,
    )
    hold(still_on_it)


def lines_of(person: int, user: User) -> Sequence[ChapterLine]:
    """Return what the person was at lately, as far as the reader may know of it."""
    rows = attended_by(with_merged([person])).filter(activity__in=seen_by(user).values("pk"))[:SHOWN]
    return [
        ChapterLine(
            date_format(timezone.localtime(row.activity.started_at), "Y-m-d"),
            f"{row.activity.title}（{row.get_state_display()}）",
            reverse("activities:activity", args=[row.activity_id]),
        )
        for row in rows
    ]


def export_of(person: int) -> Sequence[Any]:
    """Return everything kept of the person here: attendance with its reason, and sign-ups."""
    people = list(with_merged([person]))
    came = [
        {
            "activity": row.activity.title,
            "on": timezone.localdate(row.activity.started_at).isoformat() if row.activity.started_at else "",
            "state": row.get_state_display(),
            "how": row.get_how_display(),
            "reason": row.reason,
        }
        for row in Attendance.objects.filter(person__in=people).select_related("activity").order_by("recorded_at", "pk")
    ]
    signed = [
        {"activity": row.activity.title, "signed_up_at": row.signed_at.isoformat(), "state": row.get_state_display()}
        for row in SignUp.objects.filter(person__in=people).select_related("activity").order_by("signed_at", "pk")
    ]
    return [*came, *signed]


def still_on_it(people: Sequence[int]) -> dict[int, str]:
    """Say of whom something is still to come: they are expected, signed up, or run it."""
    now = timezone.now()
    ahead = Activity.objects.not_cancelled().filter(ends_at__gt=now)
    going = SignUp.objects.filter(person__in=people, activity__in=ahead.values("pk"))
    keys = set(going.exclude(state=SignUp.State.WITHDRAWN).values_list("person_id", flat=True))
    for name in ("host_id", "recorder_id"):
        keys |= set(ahead.filter(**{f"{name}__in": list(people)}).values_list(name, flat=True))
    keys |= set(ahead.filter(expected__person__in=people).values_list("expected__person_id", flat=True))
    return {key: gettext("还有没办的活动等着去") for key in keys if key}
