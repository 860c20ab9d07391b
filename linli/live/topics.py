"""What a page may listen to. Each room declares its topics in `hearing.py`, with who may hear them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from linli.accounts.models import User

MOST_ON_A_PAGE = 12


@dataclass(frozen=True)
class Heard:
    """What one topic means for one person: the channels it is told by, and the thing the page has open, if any.

    A channel is a text the database notifies: "cases.case@3" (any case of community 3), "cases.case:17" (that one),
    "notices.reader:5". `open_thing` is the name of the thing in `Presence`, in `community_id`.
    """

    channels: tuple[str, ...] = ()
    open_thing: str = ""
    community_id: int = 0


Opens = Callable[[User, str], Heard | None]
_topics: dict[str, Opens] = {}


def topic(name: str) -> Callable[[Opens], Opens]:
    """Declare a topic. The function is asked inside the person's open fence and says None to whoever may not hear it.

    It is given what stands behind the name: for "case:GH-1" the topic "case" is asked about "GH-1".
    """

    def remember(opens: Opens) -> Opens:
        _topics[name] = opens
        return opens

    return remember


def anything_in(user: User, label: str) -> Heard | None:
    """Return the channels of every change to a kind of thing in the communities `user` acts in."""
    channels = tuple(f"{label}@{pk}" for pk in sorted(user.community_ids))
    return Heard(channels) if channels else None


def understand(words: Iterable[str], user: User) -> dict[str, Heard]:
    """Return what each topic a page asked for means for `user`; what they may not hear is left out without a word."""
    found: dict[str, Heard] = {}
    for word in list(words)[:MOST_ON_A_PAGE]:
        name, _, rest = word.partition(":")
        heard = _topics[name](user, rest) if name in _topics and len(word) <= 80 else None
        if heard:
            found[word] = heard
    return found
