"""Which zone a door lies in, told by its history alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.accounts.models import KeeperOverride
from linli.territory.models import Door, DoorZone, Zone
from tests.cast import LONG_AGO

TODAY = timezone.localdate()


def new_zone(town, community, name):
    """A zone without keepers: nothing here asks for them."""
    zone = Zone.objects.create(community=community, number=4, name=name, drawn_on=LONG_AGO)
    ends = TODAY + timedelta(days=9)
    KeeperOverride.objects.create(
        zone=zone, reason="刚划定", approved_by=town.secretary_liao, from_on=LONG_AGO, until_on=ends
    )
    return zone


@pytest.fixture
def next_door(town):
    return new_zone(town, town.guihua, "贤德北巷责任区")


def moved(town, zone, on):
    DoorZone.objects.filter(door=town.door, until_on=None).update(until_on=on)
    return DoorZone.objects.create(community=town.guihua, door=town.door, zone=zone, from_on=on)


def test_a_new_door_begins_its_history_when_its_zone_was_drawn(town):
    term = DoorZone.objects.get(door=town.door)

    assert (term.zone, term.from_on, term.until_on) == (town.zone, LONG_AGO, None)


def test_a_door_reads_its_zone_of_today(town, next_door):
    moved(town, next_door, TODAY)

    town.door.refresh_from_db()
    assert town.door.zone == next_door


def test_a_move_planned_for_tomorrow_changes_nothing_today(town, next_door):
    moved(town, next_door, TODAY + timedelta(days=1))

    town.door.refresh_from_db()
    assert town.door.zone == town.zone
    assert [term.zone for term in DoorZone.objects.on(TODAY + timedelta(days=1))] == [next_door]


def test_a_door_is_not_moved_behind_the_back_of_its_history(town, next_door):
    with pytest.raises(IntegrityError, match="lies where its history"), transaction.atomic():
        Door.objects.filter(pk=town.door.pk).update(zone=next_door)

    town.door.refresh_from_db()
    assert town.door.zone == town.zone


def test_a_door_lies_in_one_zone_at_a_time(town, next_door):
    with pytest.raises(IntegrityError, match="a_door_lies_in_one_zone_at_a_time"), transaction.atomic():
        DoorZone.objects.create(community=town.guihua, door=town.door, zone=next_door, from_on=TODAY)


def test_a_door_lies_in_a_zone_of_its_own_community(town):
    elsewhere = new_zone(town, town.yinxing, "银杏路责任区")

    with pytest.raises(IntegrityError, match="different communities"), transaction.atomic():
        moved(town, elsewhere, TODAY)
