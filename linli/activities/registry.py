"""What else stands in a person's own calendar: rooms above bring theirs, so that one address shows it all."""

from collections.abc import Callable, Iterable
from datetime import datetime

from icalendar import Event

from linli.accounts.models import User
from linli.territory.models import Community

Bringing = Callable[[User, Community, datetime, datetime], Iterable[Event]]
_bringing: list[Bringing] = []


def in_calendars(bring: Bringing) -> Bringing:
    """Declare a function that returns what one user's calendar shows of another room, between two moments."""
    _bringing.append(bring)
    return bring


def brought(user: User, community: Community, since: datetime, until: datetime) -> list[Event]:
    return [event for bring in _bringing for event in bring(user, community, since, until)]
