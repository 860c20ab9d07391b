"""Finding people by what somebody says of them: part of a name, its reading or initials, the end of a phone, a door.

Under the fence PostgreSQL uses an index only for comparisons that cannot leak: equality and ranges. So a name is looked
for among the slips its triggers wrote (see models.Slip), as a range of one index, in its order.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from linli.fence.sealing import keyed_hash
from linli.territory.models import Door, Lane
from linli.territory.queries import place_from_text

from .. import naming, numbers, phones
from ..models import HouseholdMember, Person, Slip

LAST_SIGN = "\U0010ffff"
BEHIND = r"\s*(?:[0-9]+(?:\s*[-之]\s*[0-9]+)?)?\s*[号栋幢]?"  # catalogue: data


@dataclass
class Wanted:
    """What the words of a search mean: beginnings of slips, and equalities of a person."""

    slips: list[str] = field(default_factory=list)
    equal: list[Q] = field(default_factory=list)
    door: Door | None = None
    lane: Lane | None = None


def search(people: QuerySet[Person], words: str, *, community_id: int | None = None) -> QuerySet[Person]:
    """Return who of `people` is meant by every one of the words, in the order of their names; nobody where nothing is
    said. With `community_id` a lane or door of it is understood, too.

    A word is part of a name, the beginning of a reading or of a given name's ("qin juan", "qinjuan", "juan"), initials,
    the last four digits of a phone, or a whole identity or phone number. Somebody whose name has a word twice may come
    twice: pages take each once (`each_once`).
    """
    wanted = understood(words, community_id)
    if not (wanted.slips or wanted.equal or wanted.lane):
        return people.none()
    people = _at_home(people, wanted)
    for equality in wanted.equal:
        people = people.filter(equality)
    if not wanted.slips:
        return people.order_by("pinyin", "pk")
    first, *others = sorted(wanted.slips, key=len, reverse=True)
    if wanted.equal or wanted.lane:  # few people: their slips are looked at, not the slips' people
        return _with_slips(people, wanted.slips, "pk").order_by("pinyin", "pk")
    through = {"slips__community": community_id} if community_id is not None else {}
    people = people.filter(_begins(first, "slips__"), **through)
    return _with_slips(people, others, "slips__person").order_by("slips__piece", "pk")


def _with_slips(people: QuerySet[Person], words: list[str], key: str) -> QuerySet[Person]:
    """Return who has a slip of each word. A value asked of each row, where EXISTS would be made a join: the planner
    takes a range of slips for a handful and would begin with it."""
    for n, word in enumerate(words):
        piece = Slip.objects.filter(_begins(word), person=OuterRef(key)).values("piece")[:1]
        people = people.alias(**{f"word_{n}": Subquery(piece)}).filter(**{f"word_{n}__isnull": False})
    return people


def each_once(people: QuerySet[Person], start: int, most: int) -> list[Person]:
    """Return up to `most` people from `start` on, nobody twice; what is sealed stays so until it is asked for."""
    rows = people.defer("id_number", "phone", "landline")[start : start + most]
    return list({person.pk: person for person in rows}.values())


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
        wanted.equal.append(Q(phone_tail=digits))
    elif re.search(r"[0-9]{5}", digits):
        wanted.equal.append(Q(phone_hash=_print_of_phone(word)) | Q(id_number_hash=_print_of_id_number(word)))
    elif word:
        wanted.slips.append(word.lower()[:24])


def _begins(word: str, through: str = "") -> Q:
    return Q(**{f"{through}piece__gte": word, f"{through}piece__lt": word + LAST_SIGN})


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
