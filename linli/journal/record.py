import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText

from linli.fence.asking import ask
from linli.fence.straight import write_many

from .models import Event

INSERT = """
    INSERT INTO journal_event
        (community_id, verb, at, recorded_at, actor_id, duty, subject_type_id, subject_id, facts)
    VALUES"""
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
FEW = 4
"""So many lines an action writes at once; its statements, one for each number, keep their plans."""


@dataclass(frozen=True)
class Verb:
    """A kind of happening and how it reads on a timeline.

    `sentence` may name facts in braces. Facts named in `codes` (fact → its TextChoices) are kept as codes and read in
    the reader's language; those in `moments` and `days` are kept as ISO text and read as local times and as days.
    `shown_to_resident` verbs appear behind the query code.
    """

    name: str
    sentence: str | LazyText
    shown_to_resident: bool = False
    codes: Mapping[str, Any] = field(default_factory=dict)
    moments: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


Listener = Callable[[Sequence[Event]], None]
_listeners: list[Listener] = []
_verbs: dict[str, Verb] = {}
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def verb(
    name: str,
    sentence: str | LazyText,
    *,
    shown_to_resident: bool = False,
    codes: Mapping[str, Any] | None = None,
    moments: tuple[str, ...] = (),
    days: tuple[str, ...] = (),
) -> Verb:
    """Declare a verb; two of one name are a mistake."""
    if name in _verbs:
        raise ValueError(f"the verb {name} is declared twice")
    _verbs[name] = Verb(name, sentence, shown_to_resident, codes or {}, moments, days)
    return _verbs[name]


def sentence_of(event: Event) -> str:
    """Return how `event` reads, in the reader's language and local time."""
    known = verb_of(event)
    facts = dict(event.facts)
    for key, choices in known.codes.items():
        if facts.get(key):
            facts[key] = choices(facts[key]).label
    for key in known.moments:
        if facts.get(key):
            facts[key] = _clock(datetime.fromisoformat(facts[key]), event.at)
    for key in known.days:
        if facts.get(key):
            facts[key] = date_format(date.fromisoformat(facts[key]), "DATE_FORMAT")
    return str(known.sentence).format_map(_Facts(facts))


class _Facts(dict[str, Any]):
    """Facts of an event; one that was never written reads as nothing (an old event, a newer sentence)."""

    def __missing__(self, key: str) -> str:
        return ""


def _clock(moment: datetime, beside: datetime) -> str:
    """Return the time of day, with the date when it is not the day of `beside`."""
    moment, beside = timezone.localtime(moment), timezone.localtime(beside)
    return date_format(moment, "H:i" if moment.date() == beside.date() else "SHORT_DATETIME_FORMAT")


def verb_of(event: Event) -> Verb:
    return _verbs.get(event.verb) or Verb(event.verb, event.verb)


def declared_verbs() -> list[Verb]:
    return sorted(_verbs.values(), key=lambda each: each.name)


def verbs_shown_to_residents() -> list[str]:
    return [name for name, known in _verbs.items() if known.shown_to_resident]


def on_record(listener: Listener) -> None:
    """Let `listener` hear of every event inside the transaction that writes it; once of what is written in one go."""
    _listeners.append(listener)


@contextmanager
def without_listeners() -> Iterator[None]:
    """Write events nobody is told about: for loading history that is long over."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def record(
    verb: Verb, subject: Any, *, by: Any, at: datetime, recorded_at: datetime | None = None, **facts: Any
) -> Event:
    """Write one event into the journal, in the caller's transaction.

    `by` is None when the clock itself did it. Moments and dates among `facts` are kept as ISO text.
    """
    event = event_of(verb, subject, by=by, at=at, recorded_at=recorded_at, **facts)
    record_all([event])
    return event


def event_of(
    verb: Verb, subject: Any, *, by: Any, at: datetime, recorded_at: datetime | None = None, **facts: Any
) -> Event:
    """Return an event as `record` writes it, for `record_all`."""
    return Event(
        verb=verb.name,
        subject=subject,
        community_id=subject.community_id,
        actor=by,
        duty=_duty_of(by, subject.community_id),
        at=at,
        recorded_at=recorded_at or at,
        facts={key: _plain(value) for key, value in facts.items()},
    )


def events_of(verb: Verb, subjects: Sequence[Any], *, by: Any, at: datetime, **facts: Any) -> list[Event]:
    """Return the same event of many things of one community and table, for `record_all`; the duty is looked up once."""
    if not subjects:
        return []
    first = event_of(verb, subjects[0], by=by, at=at, **facts)
    same = {"verb": first.verb, "community_id": first.community_id, "actor_id": first.actor_id, "duty": first.duty}
    return [
        Event(
            **same, at=at, recorded_at=at, facts=first.facts, subject_type_id=first.subject_type_id, subject_id=each.pk
        )
        for each in subjects
    ]


def record_all(events: Sequence[Event]) -> None:
    """Write events into the journal in one go, in the caller's transaction and in this order."""
    if 0 < len(events) <= FEW:
        _write(events)
    else:
        write_many(events)
    if events and not _quiet.get():
        for listener in _listeners:
            listener(events)


def _write(events: Sequence[Event]) -> None:
    """Insert a few events, as the models' manager would at three times the price: hardly an action goes without."""
    statement = f"{INSERT} {', '.join([ROW] * len(events))} RETURNING id"
    values = [
        value
        for event in events
        for value in (
            event.community_id, event.verb, event.at, event.recorded_at, event.actor_id, event.duty,
            event.subject_type_id, event.subject_id, json.dumps(event.facts),
        )
    ]  # fmt: skip
    for event, (key,) in zip(events, ask(statement, values), strict=True):
        event.pk = key
        event._state.adding = False  # noqa: SLF001  as Django's own insert leaves it


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat()
    if isinstance(value, date | LazyText):
        return str(value)
    return value


def _duty_of(actor: Any, community_id: int) -> str:
    """Return the name of the duty acted in, in the house's own language whatever the actor reads."""
    if actor is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return str(actor.duty_in(community_id))
