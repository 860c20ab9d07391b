"""One vocabulary for narrowing cases: the desk, its saved filters, the list and search all speak it.

An address such as `?state=late&zone=3&channel=hotline` reads as a `CaseFilter` and a `CaseFilter` writes itself as that
address, always in the same order, so that two equal filters are one text. What cannot be understood filters nothing:
an address passed on between colleagues must never end in an error.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from linli.accounts.models import User

from ..models import ENDED, OPEN, Channel, CoHandling, Offer, Promise, Status, Urgency

IN_WORK = ("open", "waiting", "soon", "late", "callback", "filing")
"""Standings of which a community has few: what the desk shows and may count at any time."""
STATES = (*IN_WORK, "ended", "today")
"""And "today": what was resolved this day."""
NONE = "none"
"""`zone=none`: in no zone. `who=none`: in nobody's hand."""
ME = "me"
WORDS_AT_MOST = 60
EARLIEST = date(1900, 1, 1)
"""No case is older; a day of the year 1 in an address has no moment in every zone."""
MOST_OF_A_KIND = 12


@dataclass(frozen=True)
class CaseFilter:
    """What cases are narrowed to. Blank parts narrow nothing; several values of a part mean any of them.

    `zones` are keys of zones as text, or "none"; `categories` are codes, a parent standing for its children too;
    `who` is a person's key as text, "me" (whoever reads) or "none"; `unit` a unit's key as text, asked to help or to
    handle. `since` and `until` are days of reception in local time, both inclusive. `q` is free text; how it is looked
    for is the business of whoever searches (see `condition`).
    """

    q: str = ""
    state: str = ""
    zones: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()
    who: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        """Understand an address's parts; other parts of the address are left alone."""
        state, who = given.get("state", ""), given.get("who", "")
        return cls(
            q=" ".join(given.get("q", "").replace("\x00", "").split())[:WORDS_AT_MOST],
            state=state if state in STATES else "",
            zones=_several(given, "zone", lambda one: one == NONE or _is_key(one)),
            categories=_several(given, "category", lambda one: one.replace(".", "").replace("_", "").isalnum()),
            channels=_several(given, "channel", lambda one: one in Channel.values),
            urgencies=_several(given, "urgency", lambda one: one in Urgency.values),
            who=who if who in (ME, NONE) or _is_key(who) else "",
            unit=unit if _is_key(unit := given.get("unit", "")) else "",
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
        )

    @property
    def address(self) -> str:
        """The filter as the part of an address after the question mark; blank when it narrows nothing."""
        query = QueryDict(mutable=True)
        for part in fields(self):
            value = getattr(self, part.name)
            name = _IN_ADDRESS.get(part.name, part.name)
            if isinstance(value, tuple):
                query.setlist(name, list(value))
            elif value:
                query[name] = value.isoformat() if isinstance(value, date) else value
        return query.urlencode()

    def __bool__(self) -> bool:
        return self != CaseFilter()

    def but(self, **changes: object) -> Self:
        """Return the same filter with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def is_in_work(self) -> bool:
        return self.state in IN_WORK

    def condition(self, user: User, now: datetime) -> Q:
        """Return everything but `q` as one condition on cases; `user` is whom "me" means."""
        wanted = standing(self.state, now)
        if self.zones:
            keys = [int(one) for one in self.zones if one != NONE]
            wanted &= Q(zone__in=keys) | Q(zone=None) if NONE in self.zones else Q(zone__in=keys)
        if self.categories:
            wanted &= Q(category__code__in=self.categories) | Q(category__parent__code__in=self.categories)
        if self.channels:
            wanted &= Q(channel__in=self.channels)
        if self.urgencies:
            wanted &= Q(urgency__in=self.urgencies)
        if self.who == NONE:
            wanted &= Q(handler=None)
        elif self.who:
            person = user.pk if self.who == ME else int(self.who)
            wanted &= Q(handler=person) | Q(pk__in=Offer.objects.filter(to=person, answer="").values("case"))
        if self.unit:
            unit = int(self.unit)
            wanted &= Q(pk__in=Offer.objects.filter(unit=unit, answer="").values("case")) | Q(
                pk__in=CoHandling.objects.filter(unit=unit, done_at=None).values("case")
            )
        if self.since:
            wanted &= Q(received_at__gte=_begin(self.since))
        if self.until and self.until < date.max:
            wanted &= Q(received_at__lt=_begin(self.until + timedelta(days=1)))
        return wanted


_IN_ADDRESS = {"zones": "zone", "categories": "category", "channels": "channel", "urgencies": "urgency"}


def standing(state: str, now: datetime) -> Q:
    """Return the condition of one tab of the desk, of "ended" or of "today"; a blank state is every case."""
    in_work = Q(status__in=OPEN)
    match state:
        case "open":
            return in_work
        case "waiting":
            return Q(status__in=[Status.REGISTERED, Status.OFFERED])
        case "soon":
            return in_work & Q(pk__in=_soon(now)) & ~Q(next_due_at__lt=now)
        case "late":
            return in_work & Q(next_due_at__lt=now)
        case "callback":
            return Q(status=Status.RESOLVED)
        case "filing":
            return Q(status=Status.CALLED_BACK)
        case "ended":
            return Q(status__in=ENDED)
        case "today":
            return Q(resolved_at__gte=_begin(timezone.localdate(now)))
        case _:
            return Q()


def in_words(q: str) -> Q:
    """Every word of `q` stands in the number, the title or the place: enough for the few cases in work."""
    wanted = Q()
    for word in q.split():
        wanted &= Q(number__icontains=word) | Q(title__icontains=word) | Q(place_text__icontains=word)
    return wanted


def _soon(now: datetime) -> QuerySet[Promise, Any]:
    running = Promise.objects.filter(kept_at=None, broken_at=None, waived_at=None, paused_at=None)
    return running.filter(warn_at__lte=now, due_at__gte=now).values("case")


def _several(query: QueryDict, name: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(sorted({one for one in query.getlist(name) if one and is_known(one)}))[:MOST_OF_A_KIND]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _begin(day: date) -> datetime:
    """Return the first moment of a local day; cases are indexed by moments, not by days."""
    return timezone.make_aware(datetime.combine(max(day, EARLIEST), time()))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
