"""Events wait until whoever should hear is told (decision 0019); notices are read, or taken back."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.territory.queries import open_every_fence

from .models import Notice
from .queries import what_waits
from .registry import Events, Rule, moot_after, rule_for

log = logging.getLogger(__name__)

TOLD_AT_ONCE = 1000
LONGEST_PAUSE = 3600
"""Seconds. An event nobody could be told of is tried again after two of them, then four …, at last every hour."""
T = TypeVar("T")

LET_WAIT = (
    "INSERT INTO notices_untold (event_id, community_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) RETURNING 1"
)
TAKE = """
    DELETE FROM notices_untold AS waiting USING journal_event AS event
    WHERE event.id = waiting.event_id AND waiting.event_id IN (
        SELECT event_id FROM notices_untold WHERE event_id = ANY(%s::bigint[]) ORDER BY event_id FOR UPDATE SKIP LOCKED)
    RETURNING event.id, event.verb, event.community_id, event.actor_id, event.subject_type_id, event.subject_id,
        event.recorded_at, event.facts::json"""
TAKEN = ("id", "verb", "community_id", "actor_id", "subject_type_id", "subject_id", "recorded_at", "facts")
PUT_OFF = """
    UPDATE notices_untold SET tries = least(tries + 1, 100),
        tell_at = clock_timestamp() + interval '1 second' * least(2 ^ least(tries + 1, 20), %s)
    WHERE event_id = %s"""
WRITE = """
    INSERT INTO notices_notice (community_id, event_id, reader_id, urgency, link, told_at)
    SELECT *, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
    ON CONFLICT (event_id, reader_id) DO NOTHING"""
SETTLE = """
    UPDATE notices_notice AS notice SET read_at = %s
    FROM journal_event AS told,
        unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[]) AS later(id, kind, pk, moot)
    WHERE told.subject_type_id = later.kind AND told.subject_id = later.pk AND told.id < later.id
        AND told.verb = later.moot AND notice.event_id = told.id AND notice.read_at IS NULL"""


def let_wait(events: Events) -> None:
    """Mark the events somebody should hear of, in the transaction that records them."""
    heard = [event for event in events if rule_for(event)]
    if heard:
        ask(LET_WAIT, [[event.pk for event in heard], [event.community_id for event in heard]])


def tell_waiting(*, at: datetime) -> int:
    """Tell of all events that wait. Return how many it were.

    Each community is told in a transaction of its own, inside its own fence. Many workers may do this at once: what one
    has taken is skipped by the others, and waits again when it dies.
    """
    with transaction.atomic():
        open_every_fence()
        waiting = what_waits(TOLD_AT_ONCE)
    return sum(_guarded(each.event_ids, each.community_id, at) for each in waiting)


def _guarded(event_ids: list[int], community_id: int, at: datetime) -> int:
    """Tell of these; a fault in one of them must not keep all others from being heard of."""
    try:
        return _tell(event_ids, community_id, at)
    except OperationalError:
        raise
    except Exception:
        if len(event_ids) > 1:
            return sum(_guarded([one], community_id, at) for one in event_ids)
        log.exception("nobody could be told of event %s", event_ids[0])
        _put_off(event_ids[0], community_id)
        return 0


@transaction.atomic
def _tell(event_ids: list[int], community_id: int, at: datetime) -> int:
    open_fence([community_id])
    events = [Event(**dict(zip(TAKEN, row, strict=True))) for row in sorted(ask(TAKE, [event_ids]), key=itemgetter(0))]
    write_notices(events, at=at)
    return len(events)


@transaction.atomic
def _put_off(event_id: int, community_id: int) -> None:
    open_fence([community_id])
    with connection.cursor() as cursor:
        cursor.execute(PUT_OFF, [LONGEST_PAUSE, event_id])


def write_notices(events: Events, *, at: datetime) -> None:
    """Write one notice for each person who should hear of an event, except whoever did it. Safe to run twice.

    Every rule is asked once for all its events, and all notices are one statement.
    """
    rules = {event.pk: rule for event in events if (rule := rule_for(event))}
    readers = _answers(events, rules, lambda rule: rule.readers)
    links = _answers(events, rules, lambda rule: rule.links)
    notices = [
        (event.community_id, event.pk, reader, str(rule.urgency), links[event.pk])
        for event in events
        if (rule := rules.get(event.pk))
        for reader in sorted({reader for reader in readers.get(event.pk, ()) if reader and reader != event.actor_id})
    ]
    if notices:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [at, *map(list, zip(*notices, strict=True))])
    _settle(events, at)


def _settle(events: Events, at: datetime) -> None:
    """Mark as read what these events have left nothing to do of."""
    settled = [
        (event.pk, event.subject_type_id, event.subject_id, moot) for event in events for moot in moot_after(event)
    ]
    if settled:
        with connection.cursor() as cursor:
            cursor.execute(SETTLE, [at, *map(list, zip(*settled, strict=True))])


def _answers(
    events: Events, rules: dict[int, Rule], question: Callable[[Rule], Callable[[Events], Mapping[int, T]]]
) -> dict[int, T]:
    """Ask each of the functions rules have in common about all its events; return what they say by the event's key."""
    asked: dict[Callable[[Events], Mapping[int, T]], list[Event]] = {}
    for event in events:
        if rule := rules.get(event.pk):
            asked.setdefault(question(rule), []).append(event)
    return {key: said for ask, told in asked.items() for key, said in ask(told).items()}


def read_about(subject: Any, *, by: User, at: datetime) -> int:
    """Mark what `by` was told of `subject` as read: whoever acts on a thing has seen what it wanted of them."""
    kind = ContentType.objects.get_for_model(subject)
    about = Notice.objects.filter(reader=by, read_at=None, event__subject_type=kind, event__subject_id=subject.pk)
    return about.update(read_at=at)


def read_notices(notices: list[int] | None, *, by: User, at: datetime) -> int:
    """Mark these notices of `by` (all of them when None) as read; those read before keep their moment."""
    unread = Notice.objects.visible_to(by).filter(reader=by, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=at)


def take_back(subject: Any, *, at: datetime) -> list[int]:
    """Take back what was told of `subject` and is true no more: unread notices of it need no reading any longer.

    Return who had read it, and so has to hear.
    """
    kind = ContentType.objects.get_for_model(subject)
    about = Notice.objects.filter(event__subject_type=kind, event__subject_id=subject.pk)
    readers = sorted(set(about.exclude(read_at=None).values_list("reader", flat=True)))
    about.filter(read_at=None).update(read_at=at)
    return readers
