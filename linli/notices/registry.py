"""Who hears of what. Rooms declare it in their `notify.py`; every question is asked for many events at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from linli.journal.models import Event
from linli.journal.record import Verb

from .models import Notice

Events = Sequence[Event]
Readers = Mapping[int, Iterable[int | None]]
"""The keys of those who should hear, by the event's key: in any order and more than once; None is nobody."""
Links = Mapping[int, str]
"""Where a notice leads, by the event's key."""


@dataclass(frozen=True)
class Rule:
    readers: Callable[[Events], Readers]
    links: Callable[[Events], Links]
    urgency: str


_rules: dict[str, dict[type[Model] | None, Rule]] = {}
_moot: dict[str, list[str]] = {}


def when(
    *verbs: Verb,
    link: Callable[[Events], Links],
    urgency: str = Notice.Urgency.KNOW,
    about: type[Model] | None = None,
) -> Callable[[Callable[[Events], Readers]], Callable[[Events], Readers]]:
    """Declare who hears of `verbs`: decorates a function from events to their readers. `link` is where it leads.

    A verb of a lower room is recorded about things of several rooms (a photo of a case, of an activity): `about` says
    whose things a rule is for. Both are asked once for everything that waits, in a fixed number of queries, inside the
    fence of one community.
    """

    def remember(readers: Callable[[Events], Readers]) -> Callable[[Events], Readers]:
        for verb in verbs:
            _rules.setdefault(verb.name, {})[about] = Rule(readers, link, urgency)
        return readers

    return remember


def settles(verb: Verb, *earlier: Verb) -> None:
    """Declare that `verb` leaves nothing to do of what `earlier` ones told about the same subject: unread, it is read.

    Somebody has to hear of `verb`: what nobody hears of is not looked at again.
    """
    _moot[verb.name] = [each.name for each in earlier]


def moot_after(event: Event) -> list[str]:
    return _moot.get(event.verb, [])


def rule_for(event: Event) -> Rule | None:
    """Return the rule for what the event is about, or for anything."""
    rules = _rules.get(event.verb, {})
    for about, rule in rules.items():
        if about and ContentType.objects.get_for_model(about).pk == event.subject_type_id:
            return rule
    return rules.get(None)


# Words the rooms' rules are written with


def always_to(url_name: str) -> Callable[[Events], Links]:
    """Return a link that is the same for all events."""

    def to_it(told: Events) -> Links:
        return dict.fromkeys((event.pk for event in told), reverse(url_name))

    return to_it


def keys_in(event: Event, fact: str) -> list[int]:
    """Return the keys of rows an event names by a fact: one, several or none."""
    named = event.facts.get(fact)
    return named if isinstance(named, list) else [named] if isinstance(named, int) else []


def all_keys_in(told: Events, fact: str) -> set[int]:
    return {key for event in told for key in keys_in(event, fact)}


def subjects_in(told: Events) -> set[int]:
    """Return the keys of what the events are about."""
    return {event.subject_id for event in told}


def by_day(told: Events) -> Iterator[tuple[int, date, list[Event]]]:
    """Yield the events of each community and local day they were recorded on; mostly there is one."""

    def place(event: Event) -> tuple[int, date]:
        return event.community_id, timezone.localdate(event.recorded_at)

    for (community_id, day), theirs in groupby(sorted(told, key=place), key=place):
        yield community_id, day, list(theirs)
