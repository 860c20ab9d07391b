"""Entries that are likely one person: found by what two entries share, never by comparing each with each."""

from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Q, QuerySet

from linli.fence.asking import ask
from linli.fence.sealing import keyed_hash

from .. import naming, phones
from ..models import Merger, NotSame, Person

SHOWN = 50


def likes(people: QuerySet[Person], *, name: str, phone: str = "") -> list[Person]:
    """Return who of `people` may be meant by this name or phone already: up to five, to be looked at while entering."""
    same = Q()
    if name := naming.tidy(name):
        same |= Q(name=name)
    with suppress(phones.WrongPhone):
        same |= Q(phone_hash=keyed_hash("phone", phones.normalise(phone))) if phone else Q()
    return list(people.filter(same).order_by("pk")[:5]) if same else []


class Pair(NamedTuple):
    """Two entries that are likely one person, and what they share: phone, birth or door."""

    one: int
    other: int
    shares: str


EACH = "SELECT array_agg(p.id ORDER BY p.id) FROM residents_person p"
STANDING = "p.community_id = %(community)s AND p.merged_into_id IS NULL AND p.frozen_on IS NULL"
LIVING = """JOIN residents_householdmember m ON m.person_id = p.id AND m.until_on IS NULL
    JOIN residents_household h ON h.id = m.household_id JOIN territory_dwelling d ON d.id = h.dwelling_id"""
SEVERAL = "HAVING count(*) > 1 LIMIT %(most)s"
GROUPS = {
    "phone": f"{EACH} WHERE {STANDING} AND p.phone_hash <> '' GROUP BY p.phone_hash, p.pinyin {SEVERAL}",
    "birth": f"{EACH} WHERE {STANDING} AND p.birth_on IS NOT NULL GROUP BY p.name, p.birth_on {SEVERAL}",
    "door": f"{EACH} {LIVING} WHERE {STANDING} GROUP BY d.door_id, p.name {SEVERAL}",
}
"""Each reads its people once, in the order of an index: what shares most with itself costs no more than the rest."""


def likely_pairs(community_id: int, most: int = SHOWN) -> list[Pair]:
    """Return entries of one name that share a phone, a birth or a door and nobody has told apart.

    With the same phone names that are only read alike count, too (黄琴, 黄勤): two names with one phone are a family.
    """
    apart = set(NotSame.objects.filter(community=community_id).values_list("one_id", "other_id"))
    found: dict[tuple[int, int], Pair] = {}
    for shares, grouped in GROUPS.items():
        for (keys,) in ask(grouped, {"community": community_id, "most": most + len(apart)}):
            for one, other in pairwise(keys):
                if (one, other) not in apart:
                    found.setdefault((one, other), Pair(one, other, shares))
    return list(found.values())[:most]


def mergers_of(community_id: int, most: int = 20) -> QuerySet[Merger]:
    """Return what was merged lately and not taken apart again, newest first."""
    mergers = Merger.objects.filter(community=community_id, undone_at=None).select_related("stays", "gone", "by")
    return mergers.defer("remembered").order_by("-at")[:most]
