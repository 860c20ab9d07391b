from collections.abc import Callable, Iterable
from dataclasses import dataclass

from linli.accounts.models import User
from linli.journal.models import Event
from linli.journal.record import Verb

from .models import Notice

Readers = Callable[[Event], Iterable[User]]


@dataclass(frozen=True)
class Rule:
    readers: Readers
    urgency: str
    link: Callable[[Event], str]


_rules: dict[str, Rule] = {}


def when(
    verb: Verb, *, link: Callable[[Event], str], urgency: str = Notice.Urgency.KNOW
) -> Callable[[Readers], Readers]:
    """Declare who hears about `verb`: decorates a function from an event to its readers. `link` is where it leads."""

    def remember(readers: Readers) -> Readers:
        _rules[verb.name] = Rule(readers, urgency, link)
        return readers

    return remember


def rule_for(event: Event) -> Rule | None:
    return _rules.get(event.verb)
