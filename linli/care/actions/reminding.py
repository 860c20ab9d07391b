"""The clock tells once of a visit that is due, and of a birthday ahead."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.journal.models import Event
from linli.journal.record import event_of, record_all
from linli.residents.models import Person
from linli.web.masks import mask_name

from .. import events
from ..models import BirthdayReminder, Pairing, ServicePlan
from ..queries.birthdays import birthdays_of, looked_after_in
from ..queries.people import who_consents

AHEAD = timedelta(days=3)
"""Somebody is told so long before: time to make a call, or noodles."""
AT_ONCE = 200
R = TypeVar("R", Pairing, ServicePlan)


@transaction.atomic
def remind_of_visits(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell once of every visit due within three days; another due day is another reminder."""
    until = timezone.localdate(at) + AHEAD
    pairings = Pairing.objects.running().filter(community=community_id, next_visit_on__lte=until)
    plans = ServicePlan.objects.running().filter(community=community_id, next_visit_on__lte=until)
    lines = [
        *(
            event_of(events.VISIT_DUE, row, by=by, at=at, who=_name(row), on=row.next_visit_on)
            for row in _due(pairings)
        ),
        *(
            event_of(events.PLAN_DUE, row, by=by, at=at, who=_name(row), on=row.next_visit_on, what=row.what)
            for row in _due(plans)
        ),
    ]
    record_all(lines)
    return len(lines)


def _due(rows: QuerySet[R]) -> list[R]:
    """Return the rows nobody was told of for this due day, and remember that they are being told of."""
    waiting = rows.exclude(told_on__isnull=False, told_on=F("next_visit_on")).select_related("person", "household")
    found: list[Any] = list(waiting.select_for_update(of=("self",)).order_by("next_visit_on", "pk")[:AT_ONCE])
    for row in found:
        row.told_on = row.next_visit_on
        row.save(update_fields=["told_on"])
    return found


def _name(row: Pairing | ServicePlan) -> str:
    person = row.person or (who_consents(row.household) if row.household else None)
    return mask_name(person.name) if person else ""


@transaction.atomic
def remind_of_birthdays(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell once of everybody looked after whose birthday, solar or lunar, is in three days or sooner."""
    today = timezone.localdate(at)
    ahead = birthdays_of(looked_after_in(community_id), today, today + AHEAD)
    lines = []
    for birthday in ahead:
        row, is_new = BirthdayReminder.objects.get_or_create(
            person=birthday.person, on=birthday.on, defaults={"community_id": community_id}
        )
        if is_new:
            lines.append(_line(row, birthday.person, birthday.on, by, at))
    record_all(lines)
    return len(lines)


def _line(row: BirthdayReminder, person: Person, on: date, by: User | None, at: datetime) -> Event:
    return event_of(events.BIRTHDAY_AHEAD, row, by=by, at=at, who=mask_name(person.name), on=on)
