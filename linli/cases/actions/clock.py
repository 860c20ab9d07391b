"""What the clock does by itself: warn, note a breach, pass an unanswered offer on, ask again when nobody was there."""

import logging
from datetime import datetime

from django.db import OperationalError, connection, transaction

from linli.fence.rows import open_fence
from linli.journal.record import record
from linli.territory.models import Community

from .. import events
from ..models import Case, Offer, Promise, Status
from .dispatch import lapse_offers, offer_if_somebody_is_there
from .promising import break_promise

log = logging.getLogger(__name__)

AT_ONCE = 200
"""How many cases one sweep looks at; the rest are there a second later."""


def database_now() -> datetime:
    """Return the one clock all workers share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def sweep(at: datetime | None = None) -> int:
    """Do everything that is due at `at` (the database's own now). Return how many cases were touched.

    Many workers may sweep at once: each case is taken under its lock, skipped when somebody holds it, and looked at
    again under the lock, so that nothing happens twice.
    """
    with transaction.atomic():
        community_ids = list(Community.objects.values_list("pk", flat=True))
        open_fence(community_ids)
        at = at or database_now()
        waiting = _cases_with_something_due(at)
    return sum(_sweep_alone(pk, community_ids, at) for pk in waiting)


def _sweep_alone(case_pk: int, community_ids: list[int], at: datetime) -> int:
    """Sweep one case; a fault in it must not keep the promises of all others from being watched."""
    try:
        return _sweep_case(case_pk, community_ids, at)
    except OperationalError:
        raise
    except Exception:
        log.exception("case %s could not be swept", case_pk)
        return 0


def _cases_with_something_due(at: datetime) -> list[int]:
    due = Promise.objects.due(at).order_by("due_at").values_list("case_id", flat=True)[:AT_ONCE]
    warn = Promise.objects.to_warn(at).order_by("warn_at").values_list("case_id", flat=True)[:AT_ONCE]
    lapsed = (
        Offer.objects.filter(answer="", answer_by__lte=at)
        .order_by("answer_by")
        .values_list("case_id", flat=True)[:AT_ONCE]
    )
    unasked = Case.objects.filter(status=Status.REGISTERED).order_by("next_due_at")
    return list(dict.fromkeys([*due, *warn, *lapsed, *unasked.values_list("pk", flat=True)[:AT_ONCE]]))


@transaction.atomic
def _sweep_case(case_pk: int, community_ids: list[int], at: datetime) -> int:
    open_fence(community_ids)
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_pk).first()
    if case is None:
        return 0
    for promise in Promise.objects.select_for_update().filter(case=case, round=case.round).running():
        _look_at(case, promise, at)
    if not lapse_offers(case, at=at) and case.status == Status.REGISTERED:
        offer_if_somebody_is_there(case, at=at, by=None)
    return 1


def _look_at(case: Case, promise: Promise, at: datetime) -> None:
    if promise.due_at < at:
        break_promise(case, promise, at=at)
    elif promise.warned_at is None and promise.warn_at <= at:
        promise.warned_at = at
        promise.save(update_fields=["warned_at"])
        record(events.PROMISE_WARNED, case, by=None, at=at, promise=promise.kind, row=promise.pk)
