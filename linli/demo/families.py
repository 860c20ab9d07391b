"""Residents: made-up people with made-up phones, and identity numbers nobody can hold.

Every number has region 451102 and a birth in 1900: the region did not exist before 2002 (domain reference §8.1), so
no living person has one. The real-looking birth dates stand in `birth_on`, as an archive's may differ from a number.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from linli.residents.actions import enter_person
from linli.residents.models import Household, HouseholdMember, Person
from linli.residents.numbers import identity_check
from linli.residents.phones import normalise
from linli.territory.models import Dwelling

from .stage import DATA, Resident, Stage

FIRST_PHONE = 13800001000  # the range 1380000xxxx; the first thousand belongs to people the stories name
HOUSEHOLDS = {"lingfeng": 170, "qianjin": 50}
OFTEN = 6  # every sixth resident calls more often than the others


def settle(key: str, stage: Stage) -> None:
    """Let households move in, enter their people on the register, and remember whom the stories can call on."""
    names = tomllib.loads((DATA / "residents.toml").read_text(encoding="utf-8"))
    rng = Random(f"families of {key}")
    identity = _identity_numbers(key)
    moved_in = stage.now - timedelta(days=400)
    homes = {(home.lane, home.number): home for home in stage.homes}
    dwellings = list(Dwelling.objects.filter(community=stage.community).select_related("door__lane").order_by("pk"))
    if key == "lingfeng":
        for line in names["named"]:
            dwelling = next(d for d in dwellings if _door(d) == tuple(line["home"]))
            dwellings.remove(dwelling)
            resident = Resident(
                line["name"], line["sex"], normalise(line["phone"]), homes[_door(dwelling)], is_named=True
            )
            person = _enter(stage, resident, line["birth_on"], next(identity)[line["sex"]], moved_in)
            _move_in(stage, dwelling, [person], moved_in)
            stage.residents.append(resident)
    for n, dwelling in enumerate(rng.sample(dwellings, min(HOUSEHOLDS[key], len(dwellings)))):
        home = homes[_door(dwelling)]
        members = []
        surname = rng.choice(names["surnames"])
        for m in range(rng.choice([1, 1, 2, 2, 3])):
            sex = rng.choice("12")
            given = rng.choice(names["male" if sex == "1" else "female"])
            phone = f"+86{FIRST_PHONE + 1000 * (key == 'qianjin') + n * 5 + m}"
            resident = Resident(surname + given, sex, phone, home, calls_often=n % OFTEN == 0 and m == 0)
            numbers = next(identity)
            born = date(rng.randint(1938, 2004), rng.randint(1, 12), rng.randint(1, 28))
            members.append(_enter(stage, resident, born, numbers[sex] if n % 3 else "", moved_in))
            stage.residents.append(resident)
        _move_in(stage, dwelling, members, moved_in)


def _door(dwelling: Dwelling) -> tuple[str, int]:
    return dwelling.door.lane.name, dwelling.door.number


def _enter(stage: Stage, resident: Resident, born: date, number: str, at: datetime) -> Person:
    return enter_person(
        stage.community,
        name=resident.name,
        sex=resident.sex,
        birth_on=born,
        id_number=number,
        phone=resident.phone,
        by=next(iter(stage.users.values())),
        at=at,
    )


def _move_in(stage: Stage, dwelling: Dwelling, people: list[Person], at: datetime) -> None:
    since = at.date()
    household = Household.objects.create(community=stage.community, dwelling=dwelling, from_on=since)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            community=stage.community, household=household, person=person, is_head=person is people[0], from_on=since
        )
        for person in people
    )


def _identity_numbers(key: str) -> Iterator[dict[str, str]]:
    """Yield pairs of valid numbers, "1" for a man and "2" for a woman; another month of 1900 for each community."""
    month = 1 if key == "lingfeng" else 7
    for n in range(1, 6 * 28 * 400):
        day = date(1900, month, 1) + timedelta(days=n % 150)
        pair = 2 * (n // 150) + 40
        seventeen = [f"451102{day:%Y%m%d}{sequence:03}" for sequence in (pair + 1, pair)]
        man, woman = (number + identity_check(number) for number in seventeen)
        yield {"1": man, "2": woman}
