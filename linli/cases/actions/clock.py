"""What the clock does by itself: warn, note a breach, pass an unanswered offer on, ask again when nobody was there."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import F

from linli.fence.rows import open_fence
from linli.journal.record import event_of, record_all
from linli.territory.models import Community

from .. import events
from ..models import OPEN, Case, CoHandling, Offer, Promise, Status
from .dispatch import lapse_offers, offer_if_somebody_is_there
from .helping import note_late_help
from .promising import breach_of

log = logging.getLogger(__name__)

NOTED_AT_ONCE = 1000
"""How many cases' promises one sweep notes; the rest are there a second later."""
PASSED_ON_AT_ONCE = 200
"""How many offers one sweep passes on: each asks the rules anew."""


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
        due, waiting = _with_a_promise_to_note(at), _with_somebody_to_ask(at)
    touched = _guarded(_note_promises, due, community_ids, at)
    for pk in waiting:
        touched |= _guarded(_pass_on, [pk], community_ids, at)
    return len(touched)


def _guarded(
    do: Callable[[list[int], list[int], datetime], set[int]], pks: list[int], community_ids: list[int], at: datetime
) -> set[int]:
    """Do it with all of these cases; a fault in one of them must not keep all others from being watched."""
    try:
        return do(pks, community_ids, at)
    except OperationalError:
        raise
    except Exception:
        if len(pks) > 1:
            return {pk for one in pks for pk in _guarded(do, [one], community_ids, at)}
        log.exception("case %s could not be swept", pks[0])
        return set()


def _with_a_promise_to_note(at: datetime) -> list[int]:
    due = Promise.objects.due(at).order_by("due_at").values_list("case_id", flat=True)[:NOTED_AT_ONCE]
    warn = Promise.objects.to_warn(at).order_by("warn_at").values_list("case_id", flat=True)[:NOTED_AT_ONCE]
    return list(dict.fromkeys([*due, *warn]))


def _with_somebody_to_ask(at: datetime) -> list[int]:
    lapsed = Offer.objects.filter(answer="", answer_by__lte=at).order_by("answer_by")
    helped = CoHandling.objects.late(at).filter(case__status__in=OPEN).order_by("due_at")
    unasked = Case.objects.filter(status=Status.REGISTERED).order_by("next_due_at")
    return list(
        dict.fromkeys(
            [
                *lapsed.values_list("case_id", flat=True)[:PASSED_ON_AT_ONCE],
                *helped.values_list("case_id", flat=True)[:PASSED_ON_AT_ONCE],
                *unasked.values_list("pk", flat=True)[:PASSED_ON_AT_ONCE],
            ]
        )
    )


@transaction.atomic
def _note_promises(case_pks: list[int], community_ids: list[int], at: datetime) -> set[int]:
    """Warn of promises and note breaches, of many cases in a fixed number of statements."""
    if not case_pks:
        return set()
    open_fence(community_ids)
    cases = Case.objects.select_for_update(skip_locked=True).filter(pk__in=case_pks).order_by("pk").in_bulk()
    running = Promise.objects.select_for_update().filter(case__in=cases).running().order_by("case", "kind")
    here = [(cases[promise.case_id], promise) for promise in running]
    here = [(case, promise) for case, promise in here if promise.round == case.round]
    broken = [(case, promise) for case, promise in here if promise.due_at < at]
    warned = [(c, promise) for c, promise in here if promise.due_at >= at and promise.is_to_warn(at)]
    Promise.objects.filter(pk__in=[promise.pk for _case, promise in broken]).update(broken_at=F("due_at"))
    Promise.objects.filter(pk__in=[promise.pk for _case, promise in warned]).update(warned_at=at)
    noted = [breach_of(case, promise, at=at) for case, promise in broken]
    noted += [
        event_of(events.PROMISE_WARNED, case, by=None, at=at, promise=promise.kind, row=promise.pk)
        for case, promise in warned
    ]
    record_all(noted)
    return set(cases)


@transaction.atomic
def _pass_on(case_pks: list[int], community_ids: list[int], at: datetime) -> set[int]:
    """Let offers nobody answered go to the next, ask again where nobody was there, and note help that is late."""
    open_fence(community_ids)
    cases = list(Case.objects.select_for_update(skip_locked=True).filter(pk__in=case_pks))
    for case in cases:
        if case.is_open:
            note_late_help(case, at=at)
        if not lapse_offers(case, at=at) and case.status == Status.REGISTERED:
            offer_if_somebody_is_there(case, at=at, by=None)
    return {case.pk for case in cases}
