"""Two households of 建安街: 黄桂香 alone at 38 号, in the zone of 韦 and 李; 覃家 at the same door, upstairs."""

from dataclasses import dataclass
from datetime import date

import pytest

from linli.care.actions import Agreement, Helper, enter_group, pair
from linli.care.models import Pairing
from linli.residents.actions import enter_person
from linli.residents.models import Consent, Household, HouseholdMember, Person
from linli.territory.models import Dwelling

MOVED_IN = date(2015, 1, 1)


@dataclass(frozen=True)
class Neighbours:
    """黄 lives alone; 覃 and her son are a household; 韦 is keeper 韦启明 on the register; 苏 lives elsewhere."""

    huang: Person
    qin: Person
    son: Person
    home: Household
    wei: Person
    su: Person


def lives(town, dwelling, *people) -> Household:
    home = Household.objects.create(community=town.guihua, dwelling=dwelling, from_on=MOVED_IN)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            community=town.guihua, household=home, person=person, is_head=person is people[0], from_on=MOVED_IN
        )
        for person in people
    )
    return home


@pytest.fixture
def neighbours(town, at):
    def enter(name, **facts):
        return enter_person(town.guihua, name=name, by=town.worker_mo, at=at, **facts)

    huang = enter("黄桂香", phone="13800000001", birth_on=date(1944, 3, 4))
    qin, son, su = enter("覃凤英"), enter("覃小军"), enter("苏远")
    wei = enter("韦启明", user=town.keeper_wei)
    ground = Dwelling.objects.create(community=town.guihua, door=town.door, label="")
    upstairs = Dwelling.objects.create(community=town.guihua, door=town.door, label="2 楼")
    lives(town, ground, huang)
    return Neighbours(huang, qin, son, lives(town, upstairs, qin, son), wei, su)


@pytest.fixture
def agreed(at):
    """What is recorded together with a pairing where nobody agreed before."""
    return Agreement(Consent.Channel.PAPER, at.date(), "同意书第 1 号")


@pytest.fixture
def pairing(town, neighbours, at, agreed) -> Pairing:
    return pair(
        neighbours.huang, helper=Helper(person=neighbours.wei), cause="illness", needs="腿不好，买菜难",
        plan="每周买菜", starts_on=at.date(), agreement=agreed, by=town.worker_mo, at=at,
    )  # fmt: skip


@pytest.fixture
def aged(town, neighbours, at):
    return enter_group(
        neighbours.huang, group="living_alone", from_on=at.date(), source_document="名册", by=town.worker_mo, at=at
    )
