"""责任区一览表 brought in: weighed before anything is written, taken once, each wrong cell with its sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.sheets.registry import Given, Setting
from linli.territory.models import DoorZone, Zone
from linli.zones.actions.bringing import take_zones, weigh_zones
from linli.zones.incoming import COLUMNS, judge, key_of
from linli.zones.queries.ground import ground

TODAY = timezone.localdate()


@pytest.fixture
def setting(town, land):
    return Setting(
        community=town.guihua, sender="社区", option="", layout=None, by=town.secretary_liao, at=timezone.now()
    )


def a_row(line=2, **cells):
    values = {column.code: column.read(cells.get(column.code)) for column in COLUMNS}
    assert list(judge(values, timezone.now())) == []
    return Given(line, key_of(values), values, list(cells.values()))


def doors_of(zone):
    return {door.pk for door in ground(zone.community_id, TODAY).of_zone(zone.pk)}


def keepers_of(zone):
    duties = Duty.objects.in_force(TODAY).filter(zone=zone).order_by("-is_lead", "user__name")
    return [duty.user.name for duty in duties]


def fates(outcomes):
    return [str(each.fate) for each in outcomes]


@pytest.fixture
def new(town):
    return {
        "number": "第5责任区",
        "name": "桂花里责任区",
        "doors": "建安街 1—4 号；贤德北 5、6",
        "keepers": f"{town.worker_mo.name}、tan（兼）",
    }


def test_a_new_zone_is_founded_with_its_doors_and_keepers(town, land, setting, new):
    assert fates(weigh_zones(setting, [a_row(**new)])) == ["new"]
    assert Zone.objects.filter(number=5).count() == 0

    assert fates(take_zones(setting, [a_row(**new)])) == ["new"]
    zone = Zone.objects.get(community=town.guihua, number=5)
    assert doors_of(zone) == land.doors(land.street, 1, 2, 3, 4) | land.doors(land.lane, 5, 6)
    assert keepers_of(zone) == [town.worker_mo.name, "tan"]
    assert doors_of(land.xiande) == land.doors(land.lane, 1, 2, 3, 4)

    assert fates(take_zones(setting, [a_row(**new)])) == ["same"]
    assert Zone.objects.filter(community=town.guihua).count() == 3


def test_a_known_zone_changes_only_in_what_its_row_says(land, setting):
    row = a_row(number="4", name="贤德里责任区", doors="贤德北巷 全部；建安街 9、10 号", keepers="lu、mo2")
    Duty.objects.create(
        user=land.keepers[2], role=Duty.Role.DUTY_OPERATOR, community=land.xiande.community, from_on=TODAY
    )
    [outcome] = weigh_zones(setting, [row])
    assert (str(outcome.fate), outcome.changes) == ("changed", ["name", "doors", "keepers"])

    take_zones(setting, [row])
    land.xiande.refresh_from_db()
    assert (land.xiande.name, keepers_of(land.xiande)) == ("贤德里责任区", ["lu", "mo2"])
    assert doors_of(land.xiande) == land.doors(land.lane, *range(1, 7)) | land.doors(land.street, 9, 10)
    moved = DoorZone.objects.filter(door__in=land.doors(land.street, 9)).order_by("from_on")
    assert [(term.zone_id, term.until_on) for term in moved] == [(land.jianan.pk, TODAY), (land.xiande.pk, None)]
    assert fates(weigh_zones(setting, [row, a_row(3, number="3")])) == ["same", "same"]


@pytest.mark.parametrize(
    ("said", "column", "sentence"),
    [
        ({"doors": "没有这条街 1 号"}, "doors", "登记册里没有这条街巷"),
        ({"doors": "建安街 88 号"}, "doors", "没有这样的门牌"),
        ({"keepers": "tan"}, "keepers", "要写 2 至 3 位党员"),
        ({"keepers": "tan、没有这人"}, "keepers", "没有叫没有这人的账号"),
        ({"keepers": "tan、双名"}, "keepers", "分不出是哪一位"),
        ({"number": "3", "name": "", "doors": "建安街 1—8 号"}, "doors", "这样写，建安街 9—10 号就不归哪个责任区了"),
        ({"name": "贤德北巷责任区", "number": "3"}, "number", "请对照登记"),
        ({"on": str(TODAY - timedelta(days=2))}, "on", "今天或以后"),
        ({"number": ""}, "number", "请写编号"),
        ({"keepers": ""}, "keepers", "请写 2 至 3 位"),
    ],
)
def test_a_wrong_cell_has_its_sentence(*, town, land, setting, new, said, column, sentence):
    for name in ("one", "two"):
        twin = User.objects.create(username=name, name="双名", must_change_password=False)
        Duty.objects.create(user=twin, role=Duty.Role.DUTY_OPERATOR, community=town.guihua, from_on=TODAY)

    [outcome] = take_zones(setting, [a_row(**new | said)])
    assert (str(outcome.fate), outcome.problems[0][0]) == ("wrong", column)
    assert sentence in outcome.problems[0][1]
    assert (Zone.objects.filter(community=town.guihua).count(), len(doors_of(land.jianan))) == (2, 10)


def test_one_door_in_two_rows_is_asked_about(town, land, setting, new):
    rows = [a_row(**new), a_row(3, number="4", doors="贤德北巷 全部")]

    found = take_zones(setting, rows)
    assert fates(found) == ["new", "wrong"]
    assert "一个门牌只归一个责任区" in found[1].problems[0][1]


def test_what_a_rule_refuses_keeps_no_other_row_from_being_taken(town, land, setting, new):
    rows = [a_row(number="4", doors="建安街 全部；贤德北巷 全部", name="建安街责任区"), a_row(3, **new | {"doors": ""})]

    found = take_zones(setting, rows)
    assert fates(found) == ["wrong", "new"]
    assert "请对照登记" in found[0].problems[0][1]


def test_the_other_community_brings_nothing_here(town, land, setting, new):
    there = Setting(
        community=town.yinxing, sender="社区", option="", layout=None, by=town.operator_zhao, at=timezone.now()
    )
    assert not town.operator_zhao.has_perm("zones.bring_zones")
    assert fates(weigh_zones(there, [a_row(**new)])) == ["wrong"]


def test_doors_one_row_gives_up_go_to_the_row_that_names_them(town, land, setting):
    rows = [a_row(number="3", doors="建安街 1—8 号"), a_row(3, number="4", doors="贤德北巷 全部；建安街 9、10 号")]

    assert fates(take_zones(setting, rows)) == ["changed", "changed"]
    assert doors_of(land.jianan) == land.doors(land.street, *range(1, 9))
    assert doors_of(land.xiande) == land.doors(land.lane, *range(1, 7)) | land.doors(land.street, 9, 10)


def test_two_of_one_name_are_told_apart_by_their_accounts(town, land, setting, new):
    for name in ("shuang1", "shuang2"):
        twin = User.objects.create(username=name, name="双名", must_change_password=False)
        Duty.objects.create(user=twin, role=Duty.Role.DUTY_OPERATOR, community=town.guihua, from_on=TODAY)

    assert fates(take_zones(setting, [a_row(**new | {"keepers": "tan、shuang2"})])) == ["new"]
    assert keepers_of(Zone.objects.get(number=5)) == ["tan", "双名"]
