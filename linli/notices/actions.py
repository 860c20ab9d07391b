from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from linli.accounts.models import User
from linli.journal.models import Event

from .models import Notice
from .registry import rule_for


def write_notices(event: Event, *, at: datetime) -> None:
    """Write one notice for each person who should hear of `event`, except whoever did it. Safe to run twice."""
    write_notices_of([event], at=at)


def write_notices_of(events: Sequence[Event], *, at: datetime) -> None:
    """Write the notices of several events in one go. Safe to run twice."""
    of_verb: dict[str, list[Event]] = {}
    for event in events:
        of_verb.setdefault(event.verb, []).append(event)
    for same in of_verb.values():
        if rule := rule_for(same[0]):
            readers = rule.keys_of(same)
            Notice.objects.bulk_create(
                [
                    Notice(
                        community_id=event.community_id,
                        event=event,
                        reader_id=reader,
                        urgency=rule.urgency,
                        link=rule.link(event),
                        told_at=at,
                    )
                    for event in same
                    for reader in sorted({*readers[event.pk]} - {event.actor_id})
                ],
                ignore_conflicts=True,
            )


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
