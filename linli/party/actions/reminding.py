"""Gentle reminders, a few days before a period ends: to a branch's own secretary, once a period and kind."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import Organisation, Reminder
from ..queries.away import away_of
from ..queries.calendar import life_of
from ..queries.life import Owed, reminder_days


@transaction.atomic
def remind_of_life(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell of what is still to be arranged when a period ends within a week; return how many lines that made.

    What was told is not told again, however often this runs.
    """
    on = localdate(at)
    lines = 0
    for life in life_of(Organisation.objects.filter(community=community_id).standing(on), on):
        for owed in life.lines:
            if not owed.left or not _is_near(owed, on):
                continue
            lines += _tell(life.organisation, owed, by, at)
    return lines


def _is_near(owed: Owed, on: date) -> bool:
    return owed.period.last - on <= timedelta(days=reminder_days())


def _tell(organisation: Organisation, owed: Owed, by: User | None, at: datetime) -> int:
    about = f"{owed.rule.kind} {owed.period.since}"
    if not _first_time(organisation, about, at):
        return 0
    record(
        events.LIFE_DUE_SOON, organisation, by=by, at=at, branch=organisation.short_name, kind=owed.rule.label,
        count=owed.left, until=owed.period.last,
    )  # fmt: skip
    return 1


@transaction.atomic
def remind_of_contacts(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell each branch, once a week at most, how many mobile members somebody should ask how they are."""
    on = localdate(at)
    lines = 0
    year, week, _day = on.isocalendar()
    for branch in Organisation.objects.filter(community=community_id, kind__in=("branch", "joint_branch")).standing(on):
        count = sum(line.is_due(on) for line in away_of(branch, on))
        if count and _first_time(branch, f"contact {year}-{week}", at):
            record(events.CONTACT_DUE, branch, by=by, at=at, branch=branch.short_name, count=count)
            lines += 1
    return lines


def _first_time(organisation: Organisation, about: str, at: datetime) -> bool:
    """Note that an organisation was told of something; False when it was told before, by whoever came first."""
    told = Reminder.objects.bulk_create(
        [Reminder(community_id=organisation.community_id, organisation=organisation, about=about, told_at=at)],
        ignore_conflicts=True,
    )
    return Reminder.objects.filter(organisation=organisation, about=about, told_at=at).exists() and bool(told)
