"""Lanes, doors and dwellings kept by hand: entered, named, placed, and taken back while nothing hangs on them."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.journal.models import Event
from linli.residents.models import Household
from linli.territory.models import Door, DoorZone, Dwelling, Lane, ZoneShape
from linli.zones.actions import (
    CannotMoveThen,
    DoorsAreThere,
    DwellingIsThere,
    NameIsTaken,
    StillUsed,
    enter_doors,
    enter_dwellings,
    enter_lane,
    place_door,
    remove_door,
    remove_dwelling,
    remove_lane,
    rename_dwelling,
    rename_lane,
    settle_borders,
)
from linli.zones.ranges import read_numbers
from tests.visiting import inside

TODAY = timezone.localdate()


@pytest.fixture
def doing(town):
    return {"by": town.worker_mo, "at": timezone.now()}


@pytest.fixture
def worker(client, town):
    client.force_login(town.worker_mo)
    return client


@contextmanager
def refused(why, match=None):
    """What is refused is undone, and the test goes on."""
    with pytest.raises(why, match=match), transaction.atomic():
        yield


def lines_of(thing):
    return list(Event.objects.filter(subject_id=thing.pk, verb__startswith="zones.").values_list("verb", flat=True))


def test_numbers_are_read_as_they_are_said():
    said = ["38", "2—8 号 双号、9", "1-3", "92-1，９２", "1—7 单号，\n3"]

    assert [read_numbers(words) for words in said] == [
        [(38, "")], [(2, ""), (4, ""), (6, ""), (8, ""), (9, "")], [(1, ""), (2, ""), (3, "")], [(92, ""), (92, "1")],
        [(1, ""), (3, ""), (5, ""), (7, "")],
    ]  # fmt: skip


def test_numbers_that_mean_nothing_are_explained():
    for words in ("0—5", "9—3", "1—9999", "甲", "92-1，１２号甲"):
        with pytest.raises(ValueError, match=r"。$"):
            read_numbers(words)


def test_a_lane_is_entered_and_found_by_every_name_once(town, land, doing):
    lane = enter_lane(town.guihua, name="新兴街", kind="street", aliases=["新兴路", "新兴街"], **doing)

    assert (lane.aliases, lines_of(lane)) == (["新兴路"], ["zones.lane_entered"])
    for name, aliases in (("贤德北", []), ("别的街", ["新兴路"])):
        with refused(NameIsTaken):
            enter_lane(town.guihua, name=name, kind="lane", aliases=aliases, **doing)


def test_a_lane_renamed_is_still_found_by_its_old_name(town, land, doing):
    rename_lane(land.lane, name="贤德街", kind="street", aliases=["贤德北"], keeps_old_name=True, **doing)

    land.lane.refresh_from_db()
    assert (land.lane.name, land.lane.kind, land.lane.aliases) == ("贤德街", "street", ["贤德北", "贤德北巷"])


def test_new_doors_lie_in_their_zone_from_today_and_not_before(town, land, doing):
    new = enter_doors(land.lane, numbers=[(6, ""), (7, ""), (8, "1")], zone=land.xiande, **doing)

    assert [(door.number, door.suffix) for door in new] == [(7, ""), (8, "1")]
    assert set(DoorZone.objects.filter(door__in=new).values_list("zone", "from_on", "until_on")) == {
        (land.xiande.pk, TODAY, None)
    }
    assert set(Door.objects.filter(pk__in=[door.pk for door in new]).values_list("zone", flat=True)) == {land.xiande.pk}
    assert lines_of(land.xiande) == ["zones.border_moved"]
    with refused(DoorsAreThere):
        enter_doors(land.lane, numbers=[(7, "")], zone=None, **doing)


def test_doors_do_not_come_into_a_zone_that_ended(town, land, doing):
    land.xiande.ended_on = TODAY
    land.xiande.save()

    with refused(CannotMoveThen):
        enter_doors(land.lane, numbers=[(9, "")], zone=land.xiande, **doing)


def test_a_door_placed_is_inside_its_zone_as_drawn(town, land, doing):
    settle_borders(town.guihua.pk, on=TODAY - timedelta(days=3))
    (door,) = enter_doors(land.lane, numbers=[(9, "")], zone=land.xiande, **doing)
    before = ZoneShape.objects.get(zone=land.xiande, until_on=None).shape

    place_door(door, lon=Decimal("111.55120000"), lat=Decimal("24.40850000"), **doing)

    assert ZoneShape.objects.get(zone=land.xiande, until_on=None).shape != before
    assert lines_of(door)[-1] == "zones.door_placed"


def test_what_something_hangs_on_is_not_removed_and_the_refusal_says_what(town, land, doing):
    door = land.lane.doors.first()
    home, spare = enter_dwellings(door, labels=["302", "303", "302"], **doing)
    Household.objects.create(community=town.guihua, dwelling=home, from_on=TODAY)

    for remove, thing, what in (
        (remove_dwelling, home, "住过的户 1"), (remove_door, door, "住处 2"), (remove_lane, land.lane, "门牌 6"),
    ):  # fmt: skip
        with refused(StillUsed, match=what):
            remove(thing, **doing)
    remove_dwelling(spare, **doing)
    assert list(Dwelling.objects.filter(door=door).values_list("label", flat=True)) == ["302"]


def test_what_nobody_used_goes_and_leaves_a_line(town, land, doing):
    door = land.lane.doors.last()
    remove_door(door, **doing)
    lane = enter_lane(town.guihua, name="写错街", kind="street", aliases=[], **doing)
    remove_lane(lane, **doing)

    assert not Lane.objects.filter(name="写错街").exists()
    assert (land.lane.doors.count(), "zones.door_removed" in lines_of(land.lane)) == (5, True)


def test_two_homes_of_a_door_are_never_called_the_same(town, land, doing):
    _first, second = enter_dwellings(land.lane.doors.first(), labels=["1 楼", "2 楼"], **doing)

    with refused(DwellingIsThere):
        rename_dwelling(second, label="1 楼", **doing)
    rename_dwelling(second, label="二楼", **doing)
    second.refresh_from_db()
    assert second.label == "二楼"


PEOPLE = (
    "operator_lin",
    "keeper_wei",
    "secretary_liao",
    "worker_mo",
    "auditor_shen",
    "supervisor_chen",
    "operator_zhao",
)
TABLE = """
lanes            -        200 200 200 200 403 200 200
lane             lane     200 200 200 200 403 200 404
door             door     200 200 200 200 403 200 404
new_lane         -        403 403 200 200 403 403 403
lane_name        lane     403 403 200 200 403 403 404
lane_removal     lane     403 403 200 200 403 403 404
new_doors        lane     403 403 200 200 403 403 404
building         door     403 403 200 200 403 403 404
position         door     403 403 200 200 403 403 404
door_removal     door     403 403 200 200 403 403 404
new_dwellings    door     403 403 200 200 403 403 404
dwelling         dwelling 403 403 200 200 403 403 404
dwelling_removal dwelling 403 403 200 200 403 403 404
"""


def test_who_enters(client, town, land):
    door = land.lane.doors.first()
    dwelling = Dwelling.objects.create(community=town.guihua, door=door, label="302")
    things = {"lane": land.lane.pk, "door": door.pk, "dwelling": dwelling.pk}
    found = []
    for line in TABLE.strip().splitlines():
        name, about, *_answers = line.split()
        address = reverse(f"zones:{name}", args=[things[about]] if about in things else [])
        answers = []
        for who in PEOPLE:
            client.force_login(getattr(town, who))
            answers.append(client.get(address).status_code)
        found.append(f"{name:<16} {about:<8} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_doors_are_seen_before_they_are_put_up(worker, town, land):
    address = reverse("zones:new_doors", args=[land.lane.pk])
    typed = {"numbers": "5—9 号", "zone": land.xiande.pk, "building_name": ""}

    seen = worker.post(address, typed)
    again = worker.post(address, typed | {"agreed": "yes", "again": "yes"})

    assert (seen.context["new"], seen.context["skipped"]) == (["7", "8", "9"], ["5", "6"])
    assert "5—9 号</textarea>" in again.content.decode()
    with inside(town):
        assert land.lane.doors.count() == 6
    worker.post(address, typed | {"agreed": "yes"})
    with inside(town):
        assert land.lane.doors.filter(zone=land.xiande).count() == 9


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("111.55 ", "要么都写，要么都空着"), ("24.41 55.2", "公里"), ("111.55 124", "90")],
)
def test_a_place_that_cannot_be_is_explained_beside_what_was_typed(worker, land, typed, sentence):
    lon, lat = typed.split(" ")
    door = min(land.doors(land.lane, 1))

    page = worker.post(reverse("zones:position", args=[door]), {"lon": lon, "lat": lat}).content.decode()

    assert sentence in page
    assert f'value="{lon}"' in page


def test_a_place_is_kept_and_taken_away_from_a_page(worker, town, land):
    address = reverse("zones:position", args=[land.lane.doors.first().pk])

    worker.post(address, {"lon": "111.55010000", "lat": "24.40850001"})
    with inside(town):
        kept = land.lane.doors.first()
    worker.post(address, {"lon": "", "lat": ""})

    assert (kept.lon, kept.lat) == (Decimal("111.55010000"), Decimal("24.40850001"))
    with inside(town):
        assert land.lane.doors.first().lon is None


def test_lists_ask_as_often_for_more_rows(worker, town, land):
    def asked():
        count = []
        for address in (reverse("zones:lanes"), reverse("zones:lane", args=[land.lane.pk])):
            with CaptureQueriesContext(connection) as queries:
                worker.get(address)
            count.append(len(queries))
        return count

    asked()
    before = asked()
    with inside(town):
        Lane.objects.create(community=town.guihua, name="三街", kind="street")
        Door.objects.bulk_create(Door(community=town.guihua, lane=land.lane, number=number) for number in range(20, 90))
    assert asked() == before


def test_a_long_lane_is_leafed_through_and_searched(worker, town, land):
    with inside(town):
        Door.objects.bulk_create(
            Door(community=town.guihua, lane=land.lane, number=number, building_name="桂花大厦" if number == 60 else "")
            for number in range(20, 70)
        )
    address = reverse("zones:lane", args=[land.lane.pk])

    def numbers(**asked):
        return [door.number for door in worker.get(address, asked).context["page"].rows]

    assert numbers() == [*range(1, 7), *range(20, 64)]
    assert (numbers(start="50"), numbers(q="60"), numbers(q="桂花")) == ([*range(64, 70)], [60], [60])
