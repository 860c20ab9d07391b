"""Finding people by what somebody says of them: part of a name, its reading or initials, the end of a phone, a door.

Under the fence PostgreSQL uses an index only for comparisons that cannot leak: equality and ranges. So a name is looked
for among the slips its triggers wrote (see models.Slip), as a range of one index, in its order.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from linli.fence.sealing import keyed_hash
from linli.territory.models import Door, Lane
from linli.territory.queries import place_from_text

from .. import naming, numbers, phones
from ..models import HouseholdMember, Person, Slip

LAST_SIGN = "\U0010ffff"
BEHIND = r"\s*(?:[0-9]+(?:\s*[-之]\s*[0-9]+)?)?\s*[号栋幢]?"  # catalogue: data


@dataclass
class Wanted:
    """What the words of a search mean: beginnings of slips, ends of phones, whole numbers (hashed as a phone's and as
    an identity number's), and a place."""

    slips: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    door: Door | None = None
    lane: Lane | None = None

    @property
    def is_nothing(self) -> bool:
        return not (self.slips or self.tails or self.numbers or self.lane)


def search(people: QuerySet[Person], words: str, *, community_id: int | None = None) -> QuerySet[Person]:
    """Return who of `people` is meant by every one of the words, in the order of their names; nobody where nothing is
    said. With `community_id` a lane or door of it is understood, too.

    A word is part of a name, the beginning of a reading or of a given name's ("qin juan", "qinjuan", "juan"), initials,
    the last four digits of a phone, or a whole identity or phone number. For people another question has narrowed
    already; a page of the whole register is asked of `finding`.
    """
    wanted = understood(words, community_id)
    if wanted.is_nothing:
        return people.none()
    for word in wanted.slips:
        meant = Slip.objects.filter(piece__gte=word, piece__lt=word + LAST_SIGN)
        people = people.filter(pk__in=meant.values("person_id"))
    for tail in wanted.tails:
        people = people.filter(phone_tail=tail)
    for phone, id_number in wanted.numbers:
        people = people.filter(Q(phone_hash=phone) | Q(id_number_hash=id_number))
    return _at_home(people, wanted).order_by("pinyin", "pk")


def understood(words: str, community_id: int | None = None) -> Wanted:
    """Return what the words mean."""
    wanted = Wanted()
    if community_id is not None and re.search(r"[\u3400-\u9fff]", words):
        place = place_from_text(community_id, words)
        if place.lane is not None:
            wanted.lane, wanted.door = place.lane, place.door
            words = _without_place(words, place.lane)
    words = re.sub(r"(?<=[A-Za-z])\s+(?=[A-Za-z])", "", words)
    for word in words.split():
        _understand(naming.tidy(word), wanted)
    return wanted


def _understand(word: str, wanted: Wanted) -> None:
    digits = re.sub(r"[\s-]", "", word)
    if re.fullmatch(r"[0-9]{4}", digits):
        wanted.tails.append(digits)
    elif re.search(r"[0-9]{5}", digits):
        wanted.numbers.append((_print_of_phone(word), _print_of_id_number(word)))
    elif word:
        wanted.slips.append(word.lower()[:24])


def _at_home(people: QuerySet[Person], wanted: Wanted) -> QuerySet[Person]:
    if wanted.lane is None:
        return people
    there: dict[str, Any] = (
        {"household__dwelling__door": wanted.door}
        if wanted.door is not None
        else {"household__dwelling__door__lane": wanted.lane}
    )
    members = HouseholdMember.objects.filter(until_on=None, community=wanted.lane.community_id, **there)
    return people.filter(pk__in=members.values("person_id"))


def _without_place(words: str, lane: Lane) -> str:
    """Return the words without the lane (by the longest of its names that stands there) and the number behind it."""
    names = sorted((name for name in [lane.name, *lane.aliases] if name in words), key=len, reverse=True)
    return re.sub(re.escape(names[0]) + BEHIND, " ", words) if names else words


def _print_of_phone(word: str) -> str:
    try:
        return keyed_hash("phone", phones.normalise(word))
    except phones.WrongPhone:
        return "-"


def _print_of_id_number(word: str) -> str:
    try:
        return keyed_hash("identity number", numbers.normalise_identity_number(word))
    except numbers.WrongNumber:
        return "-"
