"""Looking for cases by words: numbers, the matter, the place, callers, ends of phone numbers, what was answered.

The database's function `cases_found` gives the keys of cases in which all words stand, newest first, out of the
communities whose fence is open (migrations/0004, docs/decisions/0014). Which of them this person may see is asked here
of `visible_to`, as on every other page, and whatever else the filter says.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.fence.sealing import keyed_hash
from linli.residents import phones
from linli.territory.models import Community

from ..models import Case, Category, Requester
from ..models.case import WHOLE_COMMUNITY
from .filters import NONE, CaseFilter
from .found import BY_KEY, BY_WORDS, FoundCase, read_found

SHOWN = 50
"""Cases on one page of results."""
FEWEST_SIGNS = 2
STEPS = (SHOWN + 1, 400, 2000, 8000)
"""How many candidates are fetched, step after step, until a page is full of those the person may see."""
MOST_IN_WORK = 5000
SPACES = re.compile(r"""[，。！？；：、（）《》【】〈〉「」『』“”‘’…—,.!?;:()\[\]<>"'|/\\]""")  # catalogue: data
NUMBER = re.compile(r"([A-Z]{1,4})?(\d{8}-\d{1,6}(?:-\d{1,2})?)")
PHONE_END = 4

Cursor = tuple[datetime, int]


class TooShort(ValueError):
    """Nothing to look for: every word is a single sign."""


@dataclass(frozen=True)
class Found:
    """One page of results. `after` is where the next page begins, None at the end.

    `by_phone_end` says the typed digits were found only as the end of a phone number: these four.
    """

    cases: list[FoundCase]
    words: tuple[str, ...]
    after: Cursor | None
    by_phone_end: str = ""


@dataclass(frozen=True)
class _Ask:
    """What the database's function is asked, apart from words and cursor."""

    zones: list[int] | None = None
    besides: list[int] | None = None
    categories: list[int] | None = None
    channels: list[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    among: list[int] | None = None


def plain(text: str) -> str:
    """Write `text` the way it is compared: half width, small letters, punctuation as blanks (as search_plain does)."""
    return SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower())


def words_of(q: str) -> tuple[str, ...]:
    """Return the words to look for; raise TooShort when none has two signs."""
    words = tuple(dict.fromkeys(word for each in q.split() if (word := plain(each).strip())))
    if not any(len(word) >= FEWEST_SIGNS for word in words):
        raise TooShort
    return words


def search(user: User, wanted: CaseFilter, now: datetime, after: Cursor | None = None) -> Found:
    """Return the newest cases `user` may see in which every word of `wanted.q` stands, from `after` on."""
    words = words_of(wanted.q)
    seen = Case.objects.visible_to(user).filter(wanted.condition(user, now))
    ask = _narrowed(user, wanted)
    named, others = _named_by(user, words)
    if named is not None:
        ask = _Ask(among=named)
        if not others:
            _keys, rows = read_found(BY_KEY, [named], seen)
            return Found(rows[:SHOWN], words, None)
    elif wanted.is_in_work:
        ask = _Ask(among=list(seen.values_list("pk", flat=True)[:MOST_IN_WORK]))
    rows, following = _page(seen, others if named is not None else words, ask, after)
    if not rows and after is None and (end := _phone_end(words)):
        rows, following = _page(seen, [f"☎{end}" if word.isdigit() else word for word in words], ask, None)
        return Found(rows, words, following, by_phone_end=end if rows else "")
    return Found(rows, words, following)


def _page(
    seen: QuerySet[Case], words: Sequence[str], ask: _Ask, after: Cursor | None
) -> tuple[list[FoundCase], Cursor | None]:
    """Fetch candidates in growing steps until a page is full; return it and where the next one begins."""
    rows: list[FoundCase] = []
    for step in STEPS:
        keys, some = read_found(BY_WORDS, _asked(words, ask, after, step), seen)
        rows += some
        if len(rows) > SHOWN:
            return rows[:SHOWN], (rows[SHOWN - 1].received_at, rows[SHOWN - 1].pk)
        if len(keys) < step:
            return rows, None
        after = (keys[-1][1], keys[-1][0])
    return rows, after


def _asked(words: Sequence[str], ask: _Ask, after: Cursor | None, wanted: int) -> list[Any]:
    before_at, before_id = after or (None, None)
    return [
        list(words), ask.zones, ask.besides, ask.categories, ask.channels, ask.since, ask.until, before_at, before_id,
        ask.among, wanted,
    ]  # fmt: skip


def _narrowed(user: User, wanted: CaseFilter) -> _Ask:
    """Return what the database can narrow by itself; `condition` and `visible_to` decide in the end."""
    zones: list[int] | None = None
    besides: list[int] | None = None
    if not any(duty.role in WHOLE_COMMUNITY for duty in user.duties_meant):
        zones = sorted(user.zone_ids)
        elsewhere = Case.objects.visible_to(user).exclude(zone__in=zones)
        besides = list(elsewhere.values_list("pk", flat=True)[:MOST_IN_WORK])
    elif wanted.zones and NONE not in wanted.zones:
        zones = [int(one) for one in wanted.zones]
    categories = None
    if wanted.categories:
        meant = Q(code__in=wanted.categories) | Q(parent__code__in=wanted.categories)
        categories = list(Category.objects.filter(meant).values_list("pk", flat=True))
    return _Ask(
        zones=zones,
        besides=besides,
        categories=categories,
        channels=list(wanted.channels) or None,
        since=_begin(wanted.since) if wanted.since else None,
        until=_begin(wanted.until + timedelta(days=1)) if wanted.until else None,
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _named_by(user: User, words: Sequence[str]) -> tuple[list[int] | None, list[str]]:
    """Return the cases one of `words` names (number, outside number, whole phone number), and the other words.

    None when no word names a case: then they are all looked for as text.
    """
    for word in words:
        if sum(sign.isdigit() for sign in word) < PHONE_END:
            continue
        if named := list(_named(user, word)[:MOST_IN_WORK]):
            return named, [other for other in words if other != word]
    return None, list(words)


def _named(user: User, word: str) -> QuerySet[Case, Any]:
    rows = Case.objects.filter(community__in=user.community_ids)
    if told := NUMBER.fullmatch(word.upper()):
        if told[1]:
            return rows.filter(number=told[0]).values_list("pk", flat=True)
        prefixes = Community.objects.filter(pk__in=user.community_ids).values_list("number_prefix", flat=True)
        return rows.filter(number__in=[f"{prefix}{told[2]}" for prefix in prefixes]).values_list("pk", flat=True)
    named = Q(external_number=word.upper())
    try:
        hashed = keyed_hash("phone", phones.normalise(word))
    except ValueError:
        return rows.filter(named).exclude(external_number="").values_list("pk", flat=True)
    callers = Requester.objects.filter(community__in=user.community_ids, phone_hash=hashed).exclude(phone_hash="")
    return rows.filter(pk__in=callers.values("case")).order_by("-received_at").values_list("pk", flat=True)


def _phone_end(words: Sequence[str]) -> str:
    """Return the last four of the digits typed. More of a number is not compared: its middle cannot be guessed here."""
    return next((word[-PHONE_END:] for word in words if word.isdigit() and PHONE_END < len(word) <= 12), "")


def cursor_from(text: str) -> Cursor | None:
    """Read where a page begins (microseconds and key); what cannot be read is the first page."""
    moment, _, key = text.partition("-")
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(moment)), int(key)
    except (ValueError, OverflowError):
        return None


def cursor_text(cursor: Cursor) -> str:
    return f"{(cursor[0] - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)}-{cursor[1]}"
