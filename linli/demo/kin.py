"""Families nobody has ever met: who lives together, how old they are, what they are called. The same seed, the same
families."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from linli.residents.dates import lunar_of
from linli.residents.models import HouseholdMember

ToHead = HouseholdMember.ToHead
MAN, WOMAN = "1", "2"
PEOPLES = ("01",) * 60 + ("08",) * 22 + ("13",) * 14 + ("06", "12", "32", "11")
SCHOOLING = (
    (1950, ("81", "81", "90", "71", "83")),
    (1970, ("71", "71", "81", "61", "41", "31")),
    (1985, ("71", "61", "41", "31", "21")),
    (2004, ("61", "31", "21", "21", "41", "14")),
)


@dataclass
class Someone:
    """One person of a family; `relation` is to its head, who comes first."""

    name: str
    sex: str
    born: date
    relation: str = ToHead.SELF
    precision: str = "day"
    username: str = ""
    phone: str = ""

    def age(self, on: date) -> int:
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


Family = list[Someone]


class Naming:
    """Names as people of each time were given, never twice the same in one town."""

    def __init__(self, names: dict[str, Any], rng: Random) -> None:
        self.rng, self.surnames = rng, names["surnames"]
        self.given = {MAN: [each.split() for each in names["men"]], WOMAN: [each.split() for each in names["women"]]}
        self.taken: set[str] = {line["name"] for line in names["named"]}

    def name(self, surname: str, sex: str, year: int) -> str:
        pool = self.given[sex][0 if year < 1960 else 1 if year < 1990 else 2]
        for _attempt in range(40):
            name = surname + self.rng.choice(pool)
            if name not in self.taken:
                break
        self.taken.add(name)
        return name

    def surname(self) -> str:
        return str(self.rng.choice(self.surnames))

    def someone(self, sex: str, year: int, relation: str = ToHead.SELF, surname: str = "") -> Someone:
        born = date(year, 1, 1) + timedelta(days=self.rng.randrange(365))
        return Someone(self.name(surname or self.surname(), sex, year), sex, born, relation)


def families(names: dict[str, Any], count: int, *, today: date, seed: str) -> list[Family]:
    """Return `count` families as live in an old part of a town: many old people, renters, three generations."""
    rng = Random(seed)
    naming = Naming(names, rng)
    found = []
    for _n in range(count):
        shape = rng.choices(SHAPES, weights=[weight for _shape, weight in WEIGHTS])[0]
        found.append(shape(naming, today))
    return found


def _alone(naming: Naming, today: date) -> Family:
    old = naming.rng.random() < 0.55
    year = today.year - (naming.rng.randint(66, 92) if old else naming.rng.randint(22, 48))
    return [naming.someone(naming.rng.choice((MAN, WOMAN, WOMAN)), year)]


def _couple(naming: Naming, today: date) -> Family:
    year = today.year - naming.rng.choice((naming.rng.randint(60, 85), naming.rng.randint(25, 55)))
    return _husband_and_wife(naming, year)


def _with_children(naming: Naming, today: date) -> Family:
    year = today.year - naming.rng.randint(29, 48)
    parents = _husband_and_wife(naming, year)
    return parents + _children(naming, parents[0], year, today, most=2)


def _three_generations(naming: Naming, today: date) -> Family:
    year = today.year - naming.rng.randint(62, 78)
    grandparents = _husband_and_wife(naming, year)[: naming.rng.choice((1, 2, 2))]
    head = grandparents[0]
    surname = head.name[0] if head.sex == MAN else naming.surname()
    son_year = year + naming.rng.randint(24, 30)
    son = naming.someone(MAN, son_year, ToHead.SON, surname)
    wife = naming.someone(WOMAN, son_year + naming.rng.randint(0, 3), ToHead.OTHER)
    children = _children(naming, son, son_year, today, most=2)
    for child in children:
        child.relation = ToHead.GRANDCHILD
    return [*grandparents, son, wife, *children]


def _one_parent(naming: Naming, today: date) -> Family:
    year = today.year - naming.rng.randint(28, 45)
    parent = naming.someone(naming.rng.choice((MAN, WOMAN, WOMAN)), year)
    return [parent, *_children(naming, parent, year, today, most=1)]


def _with_grandchild(naming: Naming, today: date) -> Family:
    """Grandparents with the child of somebody who works far away."""
    year = today.year - naming.rng.randint(58, 72)
    pair = _husband_and_wife(naming, year)
    child = naming.someone(naming.rng.choice((MAN, WOMAN)), today.year - naming.rng.randint(3, 15), ToHead.GRANDCHILD)
    return [*pair, child]


def _workmates(naming: Naming, today: date) -> Family:
    head, *others = (
        naming.someone(MAN, today.year - naming.rng.randint(20, 50)) for _n in range(naming.rng.choice((2, 3)))
    )
    for other in others:
        other.relation = ToHead.OTHER
    return [head, *others]


def _husband_and_wife(naming: Naming, year: int) -> Family:
    husband = naming.someone(MAN, year)
    wife = naming.someone(WOMAN, year + naming.rng.randint(-1, 4), ToHead.SPOUSE)
    return [husband, wife]


def _children(naming: Naming, of: Someone, parents_year: int, today: date, *, most: int) -> Family:
    children: Family = []
    for n in range(naming.rng.randint(1, most)):
        year = min(parents_year + naming.rng.randint(23, 28) + 3 * n, today.year - 1)
        sex = naming.rng.choice((MAN, WOMAN))
        relation = ToHead.SON if sex == MAN else ToHead.DAUGHTER
        children.append(naming.someone(sex, year, relation, of.name[0]))
    return children


WEIGHTS: list[tuple[Callable[[Naming, date], Family], int]] = [
    (_alone, 20), (_couple, 20), (_with_children, 28), (_three_generations, 16), (_one_parent, 5),
    (_with_grandchild, 6), (_workmates, 5),
]  # fmt: skip
SHAPES = [shape for shape, _weight in WEIGHTS]


def facts(someone: Someone, rng: Random, *, today: date) -> dict[str, Any]:
    """Return what the register knows of somebody beside name, sex and phone: less of the old, lunar days of some."""
    year = someone.born.year
    known: dict[str, Any] = {"birth_on": someone.born, "birth_precision": someone.precision}
    if "·" not in someone.name:
        known["ethnicity"] = rng.choice(PEOPLES)
    if year < 1962 and rng.random() < 0.4 and (lunar := lunar_of(someone.born)):
        known |= {"lunar_month": lunar[0], "lunar_day": lunar[1]}
    if year < 1940 and rng.random() < 0.3:
        known |= {"birth_on": date(year, 1, 1), "birth_precision": "year", "birth_as_told": f"{year} 年，属相记得"}
        known |= {"lunar_month": None, "lunar_day": None}
    schooling = next((codes for until, codes in SCHOOLING if year < until), ())
    if schooling and rng.random() < 0.7:
        known["education"] = rng.choice(schooling)
    if rng.random() < 0.75:
        known["last_verified_on"] = today - timedelta(days=rng.randint(5, 700))
    if rng.random() < 0.3:
        known["native_place"] = rng.choice(("广西贺州", "广西昭平", "广西钟山", "广西富川", "广东怀集", "湖南江华"))
    return known
