from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.accounts.models import User
from linli.journal.models import Event
from linli.journal.record import Verb

from .models import Notice

Readers = Callable[[Event], Iterable[User]]
ReadersOfMany = Callable[[Sequence[Event]], Mapping[int, Iterable[int]]]


@dataclass(frozen=True)
class Rule:
    readers: Readers
    urgency: str
    link: Callable[[Event], str]
    readers_of_many: ReadersOfMany | None = None

    def keys_of(self, events: Sequence[Event]) -> Mapping[int, Iterable[int]]:
        """Return the keys of the readers of each event, by the event's key."""
        if self.readers_of_many:
            return self.readers_of_many(events)
        return {event.pk: [reader.pk for reader in self.readers(event)] for event in events}


_rules: dict[str, Rule] = {}


def when(
    verb: Verb,
    *,
    link: Callable[[Event], str],
    urgency: str = Notice.Urgency.KNOW,
    of_many: ReadersOfMany | None = None,
) -> Callable[[Readers], Readers]:
    """Declare who hears about `verb`: decorates a function from an event to its readers. `link` is where it leads.

    What happens by the thousand at once (promises falling due) also says `of_many`: from events to the keys of their
    readers in a fixed number of queries, the same people `readers` names one by one.
    """

    def remember(readers: Readers) -> Readers:
        _rules[verb.name] = Rule(readers, urgency, link, of_many)
        return readers

    return remember


def rule_for(event: Event) -> Rule | None:
    return _rules.get(event.verb)
