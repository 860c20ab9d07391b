"""Which lane, door and zone a few words of a caller name."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from linli.accounts.models import Duty
from linli.territory.models import Community, Door, Lane, Zone
from linli.territory.queries import lane_names, place_from_text


@pytest.fixture
def other_zone(town):
    """A second zone with the same keepers, across the street."""
    zone = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=date(2020, 1, 1))
    for user in (town.keeper_wei, town.keeper_li):
        Duty.objects.create(
            user=user, role=Duty.Role.ZONE_KEEPER, community=town.guihua, zone=zone, from_on=date(2020, 1, 1)
        )
    return zone


def place(town, text):
    found = place_from_text(town.guihua.pk, text)
    return (found.lane and found.lane.name, found.door and found.door.number, found.zone and found.zone.number)


@pytest.mark.parametrize(
    "text",
    [
        "建安街38号",
        "建安街38号门口",
        "建安街 38 号",
        "建安街３８号",
        "建安街第38号",
        "就在建安街38号对面的水沟",
        "建安街38",
        "建安街38#",
        "  建安街38号  ",
    ],
)
def test_a_door_is_found_however_it_is_said(town, text):
    assert place(town, text) == ("建安街", 38, 3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("建安街", ("建安街", None, 3)),
        ("建安街菜市场旁", ("建安街", None, 3)),
        ("建安街39号", ("建安街", None, 3)),
        ("河边大榕树下", (None, None, None)),
        ("38号", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_what_is_not_said_or_not_known_stays_open(town, text, found):
    assert place(town, text) == found


def test_a_door_with_a_suffix_is_another_door(town, other_zone):
    Door.objects.create(community=town.guihua, lane=town.lane, number=38, suffix="1", zone=other_zone)

    assert [place(town, text)[2] for text in ("建安街38号", "建安街38-1号", "建安街38之1", "建安街38－1号")] == [
        3,
        4,
        4,
        4,
    ]


def test_a_lane_that_crosses_zones_needs_its_number(town, other_zone):
    Door.objects.create(community=town.guihua, lane=town.lane, number=99, zone=other_zone)

    assert place(town, "建安街") == ("建安街", None, None)
    assert place(town, "建安街99号") == ("建安街", 99, 4)


def test_the_longest_name_wins(town):
    Lane.objects.create(community=town.guihua, name="建安", kind=Lane.Kind.LANE)
    Lane.objects.create(community=town.guihua, name="建安街二巷", kind=Lane.Kind.LANE)

    assert [place(town, text)[0] for text in ("建安街二巷3号", "建安街38号", "建安巷口")] == [
        "建安街二巷",
        "建安街",
        "建安",
    ]


def test_a_lane_is_found_by_what_people_call_it(town):
    Lane.objects.filter(pk=town.lane.pk).update(aliases=["老米行"])

    assert place(town, "老米行38号") == ("建安街", 38, 3)


def test_a_zone_that_was_merged_away_is_not_proposed(town, other_zone):
    Door.objects.create(community=town.guihua, lane=town.lane, number=99, zone=other_zone)
    Zone.objects.filter(pk=other_zone.pk).update(ended_on=date(2021, 1, 1))

    assert place(town, "建安街") == ("建安街", None, 3)


def test_lanes_of_the_other_community_are_not_offered(town):
    Lane.objects.create(community=town.yinxing, name="银杏路", kind=Lane.Kind.STREET)

    assert lane_names(town.guihua.pk) == ["建安街"]
    assert place_from_text(town.guihua.pk, "银杏路3号").lane is None


def test_doors_read_as_people_say_them(town):
    compound = Lane.objects.create(community=town.guihua, name="灵峰小区", kind=Lane.Kind.COMPOUND)

    doors = [town.door, Door(lane=town.lane, number=7, suffix="2"), Door(lane=compound, number=5)]
    assert [str(door) for door in doors] == ["建安街 38 号", "建安街 7-2 号", "灵峰小区 5 栋"]


@pytest.mark.parametrize("prefix", ["gh", "桂花", "", "G1"])
def test_a_number_begins_with_one_to_four_capital_letters(town, prefix):
    with pytest.raises(IntegrityError, match="number_prefix_is_capital_letters"), transaction.atomic():
        Community.objects.create(street=town.street, name="x", number_prefix=prefix, hotline="110")


def test_one_door_of_each_number(town):
    with pytest.raises(IntegrityError, match="one_door_of_each_number"), transaction.atomic():
        Door.objects.create(community=town.guihua, lane=town.lane, number=38)
