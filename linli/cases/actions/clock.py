"""What the clock does by itself: warn, note a breach, pass an unanswered offer on, ask again when nobody was there."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import F

from linli.fence.asking import ask
from linli.journal.record import event_of, record_all
from linli.territory.queries import open_every_fence

from .. import events
from ..models import Case, Promise
from ..queries.due import cases_to_note, cases_to_pass_on
from .dispatch import pass_on
from .helping import note_late_help
from .promising import breach_of

log = logging.getLogger(__name__)

NOTED_AT_ONCE = 1000
"""How many cases' promises one sweep notes; the rest are there a second later."""
PASSED_ON_AT_ONCE = 200
"""How many offers one sweep passes on: each asks the rules anew."""
PASSED_ON_TOGETHER = 20
"""How many of them one transaction passes on: whoever wants one of these cases meanwhile waits until it ends."""


def database_now() -> datetime:
    """Return the one clock all workers share."""
    now: datetime = ask("SELECT clock_timestamp()")[0][0]
    return now


def sweep(at: datetime | None = None) -> int:
    """Do everything that is due at `at` (the database's own now). Return how many cases were touched.

    Many workers may sweep at once: each case is taken under its lock, skipped when somebody holds it, and looked at
    again under the lock, so that nothing happens twice.
    """
    return len(_noted(at) | _passed_on(at))


def note_promises(at: datetime | None = None) -> int:
    """Do the part of the sweep promises wait for: warn of them, and note those that are broken."""
    return len(_noted(at))


def pass_on_offers(at: datetime | None = None) -> int:
    """Do the part of the sweep people wait for: ask the next, and say which help is late."""
    return len(_passed_on(at))


def _noted(at: datetime | None) -> set[int]:
    at, pks = _look(cases_to_note, at, most=NOTED_AT_ONCE)
    return _guarded(_note_promises, pks, at) if pks else set()


def _passed_on(at: datetime | None) -> set[int]:
    at, pks = _look(cases_to_pass_on, at, most=PASSED_ON_AT_ONCE)
    lots = (pks[n : n + PASSED_ON_TOGETHER] for n in range(0, len(pks), PASSED_ON_TOGETHER))
    return {pk for lot in lots for pk in _guarded(_pass_on, lot, at)}


@transaction.atomic
def _look(question: Callable[..., list[int]], at: datetime | None, *, most: int) -> tuple[datetime, list[int]]:
    open_every_fence()
    at = at or database_now()
    return at, question(at, most=most)


def _guarded(do: Callable[[list[int], datetime], set[int]], pks: list[int], at: datetime) -> set[int]:
    """Do it with all of these cases; a fault in one of them must not keep all others from being watched."""
    try:
        return do(pks, at)
    except OperationalError:
        raise
    except Exception:
        if len(pks) > 1:
            return {pk for one in pks for pk in _guarded(do, [one], at)}
        log.exception("case %s could not be swept", pks[0])
        return set()


@transaction.atomic
def _note_promises(case_pks: list[int], at: datetime) -> set[int]:
    """Warn of promises and note breaches, of many cases in a fixed number of statements."""
    open_every_fence()
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
def _pass_on(case_pks: list[int], at: datetime) -> set[int]:
    """Let offers nobody answered go to the next, ask again where nobody was there, and note help that is late."""
    open_every_fence()
    cases = Case.objects.select_for_update(skip_locked=True).filter(pk__in=case_pks).order_by("pk").in_bulk()
    note_late_help(cases.values(), at=at)
    pass_on(cases.values(), at=at)
    return set(cases)
