"""Residents: made-up people with made-up phones, and identity numbers nobody can hold.

Every number has region 451102 and a birth in 1900: the region did not exist before 2002 (domain reference §8.1), so
no living person has one. The real-looking birth dates stand in `birth_on`, as an archive's may differ from a number.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from linli.residents.actions import enter_people
from linli.residents.models import Household, HouseholdMember, Person, Relation, Work
from linli.residents.numbers import identity_check
from linli.residents.phones import normalise
from linli.territory.models import Dwelling

from .kin import Family, Someone, facts, families
from .stage import DATA, Home, Resident, Stage

FIRST_PHONE = {"lingfeng": 13800001000, "qianjin": 13800006000}  # the first thousand of 1380000 the stories name
HOUSEHOLDS = {"lingfeng": 430, "qianjin": 50}
OFTEN = 6  # every sixth household has somebody who calls more often than the others
TWICE = 3  # so many heads stand on the register twice, as happens when two people type
GROWN = 16
TENURES = ("01",) * 6 + ("02",) * 3 + ("05",)


@dataclass
class Moving:
    """One family on its way into a dwelling."""

    family: Family
    dwelling: Dwelling
    home: Home
    since: date
    people: list[Person] = field(default_factory=list)


def settle(key: str, stage: Stage) -> None:
    """Let households move in, enter their people on the register, and remember whom the stories can call on."""
    rng, today = Random(f"families of {key}"), stage.now.date()
    moving = list(_moving(key, stage, rng))
    _give_phones(key, moving, rng, today)
    _enter(key, stage, moving, rng)
    _move_in(stage, moving, rng)
    _work(stage, moving, rng)
    _enter_twice(stage, moving[-1 : -1 - TWICE : -1])
    for n, each in enumerate(moving):
        _remember(stage, each, calls_often=n % OFTEN == 0)


def _moving(key: str, stage: Stage, rng: Random) -> Iterator[Moving]:
    """Yield every family with the dwelling it takes: first who is known by name, then whoever is made up."""
    names = tomllib.loads((DATA / "residents.toml").read_text(encoding="utf-8"))
    today = stage.now.date()
    homes = {(home.lane, home.number): home for home in stage.homes}
    dwellings = list(Dwelling.objects.filter(community=stage.community).select_related("door__lane").order_by("pk"))
    rng.shuffle(dwellings)
    made_up = families(names, HOUSEHOLDS[key], today=today, seed=f"kin of {key}")
    if key == "lingfeng":
        for family, fits in [*_named(names), *_with_accounts(names, stage, made_up)]:
            dwelling = next(each for each in dwellings if fits(each))
            dwellings.remove(dwelling)
            yield Moving(family, dwelling, homes[_door(dwelling)], _since(family, rng, today))
        made_up = [*(_unusual(line) for line in names["unusual"]), *made_up]
    wanted = min(HOUSEHOLDS[key], len(made_up), len(dwellings))
    for family, dwelling in zip(made_up, rng.sample(dwellings, wanted), strict=False):
        yield Moving(family, dwelling, homes[_door(dwelling)], _since(family, rng, today))


def _named(names: dict[str, Any]) -> Iterator[tuple[Family, Any]]:
    for line in names["named"]:
        person = Someone(line["name"], line["sex"], line["birth_on"], phone=normalise(line["phone"]))
        yield [person], lambda dwelling, at=tuple(line["home"]): _door(dwelling) == at


def _with_accounts(names: dict[str, Any], stage: Stage, made_up: list[Family]) -> Iterator[tuple[Family, Any]]:
    """Let everybody who signs in live here too, at the head of a family that fits their age, keepers in their zone."""
    for line in names["staff"].strip().splitlines():
        username, sex, year, zone = line.split()
        user = stage.users[username]
        fitting = (f for f in made_up if f[0].sex == sex and abs(f[0].born.year - int(year)) < 8)
        family = next(fitting, None) or next(f for f in made_up if f[0].sex == sex and len(f) == 1)
        made_up.remove(family)
        head = family[0]
        for child in family[1:]:
            if child.name[0] == head.name[0]:
                child.name = user.name[0] + child.name[1:]
        head.name, head.username, head.phone = user.name, username, user.phone
        head.born = head.born.replace(year=int(year), day=min(head.born.day, 28))
        yield family, lambda dwelling, number=int(zone): dwelling.door.zone_id == stage.zones[number].pk


def _unusual(line: list[str]) -> Family:
    """Return a family whose names try out what a form, a font or a list may stumble over."""
    family: Family = []
    for words in line:
        name, sex, year = words.rsplit(" ", 2)
        relation = HouseholdMember.ToHead.OTHER if family else HouseholdMember.ToHead.SELF
        family.append(Someone(name, sex, date(int(year), 5, 20), relation))
    return family


def _since(family: Family, rng: Random, today: date) -> date:
    """Return when a family moved in: no earlier than its head was grown."""
    years = min(rng.choice((1, 2, 4, 8, 15, 25, 35)), max(family[0].age(today) - 20, 1))
    return today - timedelta(days=365 * years + rng.randint(30, 300))


def _door(dwelling: Dwelling) -> tuple[str, int]:
    return dwelling.door.lane.name, dwelling.door.number


def _give_phones(key: str, moving: list[Moving], rng: Random, today: date) -> None:
    """Give grown-ups a phone of their own; of the very old some have none."""
    number = FIRST_PHONE[key]
    for each in moving:
        for someone in each.family:
            age = someone.age(today)
            number += 1
            if not someone.phone and age >= GROWN and (age < 80 or rng.random() < 0.6):
                someone.phone = f"+86{number}"


def _enter(key: str, stage: Stage, moving: list[Moving], rng: Random) -> None:
    """Enter all of them at once, as a ledger would have brought them."""
    identity, today = _identity_numbers(key), stage.now.date()
    rows: list[Any] = []
    for each in moving:
        for someone in each.family:
            numbers = next(identity)
            row: dict[str, Any] = {"name": someone.name, "sex": someone.sex, "phone": someone.phone}
            row |= facts(someone, rng, today=today)
            row["id_number"] = numbers[someone.sex] if rng.random() < 0.7 else ""
            if someone.username:
                row["user"] = stage.users[someone.username]
            rows.append(row)
    entered = enter_people(
        stage.community, rows, by=next(iter(stage.users.values())), at=stage.now - timedelta(days=400)
    )
    people = iter(entered)
    for each in moving:
        each.people = [next(people) for _someone in each.family]


def _enter_twice(stage: Stage, moving: list[Moving]) -> None:
    """Enter somebody again under their phone, or under their name and birthday: doubles to be found and merged."""
    heads = [each.people[0] for each in moving if each.people[0].phone]
    rows: list[Any] = [
        {"name": head.name, "phone": head.phone}
        if n % 2
        else {"name": head.name, "sex": head.sex, "birth_on": head.birth_on}
        for n, head in enumerate(heads)
    ]
    enter_people(stage.community, rows, by=next(iter(stage.users.values())), at=stage.now - timedelta(days=30))


def _move_in(stage: Stage, moving: list[Moving], rng: Random) -> None:
    community, today = stage.community, stage.now.date()
    households = Household.objects.bulk_create(
        Household(
            community=community, dwelling=each.dwelling, from_on=each.since, tenure=rng.choice(TENURES),
            is_registered_here=rng.random() < 0.6, last_verified_on=each.people[0].last_verified_on,
        )
        for each in moving
    )  # fmt: skip
    members, guardians = [], []
    for each, household in zip(moving, households, strict=True):
        for someone, person in zip(each.family, each.people, strict=True):
            members.append(
                HouseholdMember(
                    community=community, household=household, person=person, relation=someone.relation,
                    is_head=person is each.people[0], from_on=max(each.since, someone.born),
                )
            )  # fmt: skip
            if someone.age(today) < 14:
                kind = Relation.Kind.GUARDIAN
                guardians.append(Relation(community=community, person=person, other=each.people[0], kind=kind))
    HouseholdMember.objects.bulk_create(members)
    Relation.objects.bulk_create(guardians)


def _work(stage: Stage, moving: list[Moving], rng: Random) -> None:
    """Let some of them work at a unit of the community, elsewhere, or have worked where it is closed now."""
    names = tomllib.loads((DATA / "residents.toml").read_text(encoding="utf-8"))
    units, today, works = list(stage.units.values()), stage.now.date(), []
    for each in moving:
        for someone, person in zip(each.family, each.people, strict=True):
            work = Work(community=stage.community, person=person)
            age = someone.age(today)
            if 22 <= age < 60 and rng.random() < 0.5:
                work.from_on = today - timedelta(days=rng.randint(100, 3000))
                if rng.random() < 0.3:
                    work.unit = rng.choice(units)
                else:
                    work.employer = rng.choice(names["employers"])
            elif age >= 60 and rng.random() < 0.4:
                work.employer = rng.choice(names["old_employers"])
                work.until_on = date(min(someone.born.year + 60, today.year), 1, 1)
            else:
                continue
            works.append(work)
    Work.objects.bulk_create(works)


def _remember(stage: Stage, each: Moving, *, calls_often: bool) -> None:
    """Let the stories call on who has a phone; who has an account is met otherwise."""
    for someone, person in zip(each.family, each.people, strict=True):
        if not person.phone or someone.username:
            continue
        is_named = person.phone < f"+86{min(FIRST_PHONE.values())}"
        stage.residents.append(
            Resident(
                person.name, person.sex, person.phone, each.home, is_named=is_named,
                calls_often=calls_often and not is_named and someone is each.family[0],
            )
        )  # fmt: skip


def _identity_numbers(key: str) -> Iterator[dict[str, str]]:
    """Yield pairs of valid numbers, "1" for a man and "2" for a woman; another month of 1900 for each community."""
    month = 1 if key == "lingfeng" else 7
    for n in range(1, 6 * 28 * 400):
        day = date(1900, month, 1) + timedelta(days=n % 150)
        pair = 2 * (n // 150) + 40
        seventeen = [f"451102{day:%Y%m%d}{sequence:03}" for sequence in (pair + 1, pair)]
        man, woman = (number + identity_check(number) for number in seventeen)
        yield {"1": man, "2": woman}
