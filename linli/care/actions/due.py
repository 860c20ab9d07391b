"""When the next visit is due: the one place where that is reckoned."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from ..models import Pairing, ServicePlan
from ..queries.due import last_visit_day, thing_begins


def set_next_visit(thing: Pairing | ServicePlan) -> None:
    """Reckon the due day anew, from the last visit that counts; the caller holds the row's lock.

    So many days after the last one, or the day that was promised then, if that is earlier. Before the first visit the
    days run from the beginning. Without a rhythm only a promised day is due.
    """
    visited_at, promised = last_visit_day(thing)
    thing.next_visit_on = _due(thing.every_days, thing_begins(thing), visited_at, promised)
    thing.save(update_fields=["next_visit_on"])


def _due(every_days: int | None, begins: date, visited_at: datetime | None, promised: date | None) -> date | None:
    since = timezone.localdate(visited_at) if visited_at else begins
    if every_days is None:
        return promised
    usual = since + timedelta(days=every_days)
    return min(usual, promised) if promised else usual
