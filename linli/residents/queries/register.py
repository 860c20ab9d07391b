"""The register as a list: who is looked for, and what narrows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User

from ..models import Person
from .addresses import Address, addresses_of
from .finding import LIVES, Question, find, in_zones, readers

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
    home: Address | None


@dataclass(frozen=True)
class Found:
    """A page of the list; `following` is where the next one begins, None on the last."""

    lines: Sequence[Listed]
    start: int
    following: int | None


def look_up(user: User, wanted: dict[str, Any], *, community_id: int, on: date, start: int = 0) -> Found:
    """Return the page from `start` on of whom `user` wants (clean values of RegisterForm): three statements at most."""
    question = readers(user, community_id, on)
    _narrow(question, wanted, on)
    start = max(0, min(start, LAST))
    words = str(wanted.get("q") or "").strip()
    shown = find(question, words, community_id=community_id, start=start, most=SIZE + 1)
    homes = addresses_of([person.pk for person in shown[:SIZE]], on)
    lines = [Listed(person, homes.get(person.pk)) for person in shown[:SIZE]]
    return Found(lines, start, start + SIZE if len(shown) > SIZE and start + SIZE <= LAST else None)


def _narrow(question: Question, wanted: dict[str, Any], on: date) -> None:
    """Narrow a question by zone, age, where people live and when somebody looked last."""
    if zone := wanted.get("zone"):
        in_zones(question, [int(zone)], on)
    if age := wanted.get("age"):
        youngest, oldest = next((low, high) for code, _label, low, high in AGES if code == age)
        question.that("p.birth_on <= %s AND p.birth_on > %s", years_before(on, youngest), years_before(on, oldest + 1))
    if before := wanted.get("verified_before"):
        question.that("(p.last_verified_on IS NULL OR p.last_verified_on < %s)", before)
    match wanted.get("state"):
        case "here":
            question.that(f"EXISTS ({LIVES})", on, on)
        case "away":
            question.that(f"NOT EXISTS ({LIVES}) AND p.died_on IS NULL", on, on)
        case "died":
            question.that("p.died_on IS NOT NULL")


def years_before(on: date, years: int) -> date:
    """Return the day so many years before; 28 February for a 29th that is not there."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
