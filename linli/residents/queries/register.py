"""The register as a list: who is looked for, and what narrows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import HouseholdMember, Person
from .people import homes_of, keys_in_zones, living_on
from .search import each_once, search

SIZE = 30
LAST = 3000
"""Nobody leafs further than this: who is not found by then needs more words."""
AGES: tuple[tuple[str, Any, int, int], ...] = (
    ("under14", _("14 岁以下"), 0, 13), ("under18", _("14–17 岁"), 14, 17), ("grown", _("18–59 岁"), 18, 59),
    ("old", _("60–79 岁"), 60, 79), ("very_old", _("80 岁以上"), 80, 200),
)  # fmt: skip
STATES = (("here", _("住在社区")), ("away", _("没有登记住处")), ("died", _("已去世")))


@dataclass(frozen=True)
class Listed:
    """One line of the list: the person and where they live."""

    person: Person
    home: HouseholdMember | None


@dataclass(frozen=True)
class Found:
    """A page of the list; `following` is where the next one begins, None on the last."""

    lines: Sequence[Listed]
    start: int
    following: int | None


def look_up(people: QuerySet[Person], wanted: dict[str, Any], *, community_id: int, on: date, start: int = 0) -> Found:
    """Return the page from `start` on of who of `people` is wanted (clean values of RegisterForm): three statements."""
    words = str(wanted.get("q") or "").strip()
    people = narrowed(people, wanted, on)
    found = search(people, words, community_id=community_id) if words else people.order_by("pinyin", "pk")
    start = max(0, min(start, LAST))
    shown = each_once(found, start, SIZE + 1)
    homes = homes_of([person.pk for person in shown], on)
    lines = [Listed(person, homes.get(person.pk)) for person in shown[:SIZE]]
    return Found(lines, start, start + SIZE if len(shown) > SIZE and start + SIZE <= LAST else None)


def narrowed(people: QuerySet[Person], wanted: dict[str, Any], on: date) -> QuerySet[Person]:
    """Return `people` as narrowed by zone, age, where they live and when somebody looked last."""
    if zone := wanted.get("zone"):
        people = people.filter(pk__in=keys_in_zones([int(zone)], on))
    if age := wanted.get("age"):
        youngest, oldest = next((low, high) for code, _label, low, high in AGES if code == age)
        people = people.filter(birth_on__lte=years_before(on, youngest), birth_on__gt=years_before(on, oldest + 1))
    if before := wanted.get("verified_before"):
        people = people.filter(Q(last_verified_on=None) | Q(last_verified_on__lt=before))
    living = Exists(HouseholdMember.objects.filter(living_on(on), person=OuterRef("pk")))
    match wanted.get("state"):
        case "here":
            people = people.filter(living)
        case "away":
            people = people.filter(~living, died_on=None)
        case "died":
            people = people.filter(died_on__isnull=False)
    return people


def years_before(on: date, years: int) -> date:
    """Return the day so many years before; 28 February for a 29th that is not there."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
