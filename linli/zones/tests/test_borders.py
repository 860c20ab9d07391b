"""A border moves from a day on: doors, shapes and lines in the journal; what was before stays."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from linli.cases.tests.builders import a_case
from linli.journal.models import Event
from linli.territory.models import Door, DoorZone, ZoneShape
from linli.zones.actions import (
    BorderMovedMeanwhile,
    CannotEndZone,
    CannotMoveThen,
    NothingMoves,
    NumberIsTaken,
    end_zone,
    found_zone,
    move_border,
    settle_borders,
)
from linli.zones.queries.ground import changes_of, ground, shapes
from linli.zones.queries.plan import plan_of
from linli.zones.shapes import drawn, fits, frame_around, inside, places_of

TODAY = timezone.localdate()


@pytest.fixture
def say(town):
    return {"by": town.secretary_liao, "at": timezone.now()}


def lying_in(zone, on=TODAY):
    return {door.pk for door in ground(zone.community_id, on).of_zone(zone.pk)}


def holds(community, on=TODAY):
    """Say whether every zone's shape encloses exactly its doors."""
    land = ground(community.pk, on)
    frame = frame_around(land.doors.values())
    places = places_of(frame, land.doors.values())
    found = shapes(community.pk, on)
    return found and all(
        fits(frame.flatten(each.shape), places, {door.pk for door in land.of_zone(pk)}) for pk, each in found.items()
    )


def take(land, *numbers):
    """All of 贤德北巷's zone and these numbers of 建安街."""
    return lying_in(land.xiande) | land.doors(land.street, *numbers)


def test_doors_move_from_the_day_on_and_lay_elsewhere_before(town, land, say):
    move_border(land.xiande, doors=take(land, 1, 2), leftover=None, on=TODAY, reason="路修通了", **say)

    assert lying_in(land.xiande) == land.doors(land.lane, *range(1, 7)) | land.doors(land.street, 1, 2)
    assert lying_in(land.xiande, TODAY - timedelta(days=1)) == land.doors(land.lane, *range(1, 7))
    assert set(Door.objects.filter(zone=land.xiande).values_list("pk", flat=True)) == lying_in(land.xiande)


def test_both_zones_are_told_of_in_the_journal(town, land, say):
    move_border(land.xiande, doors=take(land, 1, 2), leftover=None, on=TODAY, reason="路修通了", **say)

    lines = Event.objects.filter(verb="zones.border_moved").order_by("pk")
    assert [(e.subject_id, e.facts["came"], e.facts["left"], e.facts["reason"]) for e in lines] == [
        (land.xiande.pk, 2, 0, "路修通了"),
        (land.jianan.pk, 0, 2, "路修通了"),
    ]


def test_a_case_keeps_the_zone_it_had(town, land, say, at):
    case = a_case(town, at=at, place_text="建安街 1 号")
    assert case.zone == land.jianan

    plan = move_border(land.xiande, doors=take(land, 1), leftover=None, on=TODAY, **say)

    case.refresh_from_db()
    assert (case.zone, plan.open_cases) == (land.jianan, 1)


def test_a_move_planned_for_later_happens_on_its_day(town, land, say):
    later = TODAY + timedelta(days=3)
    move_border(land.xiande, doors=take(land, 1), leftover=None, on=later, **say)

    assert lying_in(land.jianan) == land.doors(land.street, *range(1, 11))
    assert lying_in(land.xiande, later) == take(land, 1)
    assert holds(town.guihua, later)


def test_a_new_decision_replaces_what_was_planned(town, land, say):
    move_border(land.xiande, doors=take(land, 1), leftover=None, on=TODAY + timedelta(days=3), **say)

    move_border(land.jianan, doors=land.doors(land.street, 1), leftover=land.xiande, on=TODAY, **say)

    assert lying_in(land.jianan, TODAY + timedelta(days=9)) == land.doors(land.street, 1)


def test_what_moved_today_moves_back_today(town, land, say):
    before = list(DoorZone.objects.order_by("door").values_list("door", "zone", "from_on", "until_on"))
    move_border(land.xiande, doors=take(land, 1), leftover=None, on=TODAY, **say)

    move_border(
        land.xiande, doors=land.doors(land.lane, *range(1, 7)), leftover=land.jianan, on=TODAY, **say
    )  # fmt: skip

    assert list(DoorZone.objects.order_by("door").values_list("door", "zone", "from_on", "until_on")) == before


def test_the_past_is_not_written_over(town, land, say):
    move_border(land.xiande, doors=take(land, 1), leftover=None, on=TODAY, **say)

    every = land.doors(land.street, *range(1, 11))
    with pytest.raises(CannotMoveThen, match=r"建安街 1 号是 .* 划进贤德北巷责任区的"), transaction.atomic():
        move_border(land.xiande, doors=every, leftover=None, on=TODAY - timedelta(days=9), **say)

    assert lying_in(land.xiande) == take(land, 1)


def test_a_door_may_come_to_lie_in_no_zone(town, land, say):
    plan = move_border(land.jianan, doors=land.doors(land.street, 1, 2, 3), leftover=None, on=TODAY, **say)

    assert [(group.other, group.words) for group in plan.left] == [(None, ("建安街 4—10 号",))]
    assert Door.objects.get(lane=land.street, number=9).zone is None
    latest = changes_of(land.jianan)[0]
    assert (latest.on, latest.left) == (TODAY, {None: sorted(land.doors(land.street, *range(4, 11)))})


def test_nothing_to_move_is_said(town, land, say):
    with pytest.raises(NothingMoves), transaction.atomic():
        move_border(land.jianan, doors=lying_in(land.jianan), leftover=None, on=TODAY, **say)

    assert not Event.objects.filter(verb__startswith="zones.").exists()


def test_another_plan_than_the_one_agreed_to_is_refused(town, land, say):
    seen = plan_of(town.guihua.pk, land.xiande, take(land, 1, 2), leftover=None, on=TODAY, today=TODAY)
    move_border(land.xiande, doors=take(land, 2), leftover=None, on=TODAY, **say)

    with pytest.raises(BorderMovedMeanwhile), transaction.atomic():
        move_border(
            land.xiande, doors=take(land, 1, 2), leftover=None, on=TODAY, agreed=seen.fingerprint, **say
        )  # fmt: skip

    assert lying_in(land.xiande) == take(land, 2)


# Shapes


def test_after_every_change_of_the_list_the_shapes_fit_it(town, land, say):
    settle_borders(town.guihua.pk, on=TODAY)
    assert holds(town.guihua)

    move_border(land.xiande, doors=take(land, 5, 6), leftover=None, on=TODAY, **say)

    assert holds(town.guihua)


def polygon(land, community, *corners):
    frame = frame_around(ground(community.pk, TODAY).doors.values())
    return drawn(corners), frame


def test_a_drawn_border_takes_the_doors_inside_and_stays_as_drawn(town, land, say):
    area, frame = polygon(land, town.guihua, (0, 0), (95, 0), (95, 400), (0, 400))
    places = places_of(frame, ground(town.guihua.pk, TODAY).doors.values())
    wanted = inside(area, places)
    assert land.doors(land.street, 1, 2, 3) <= wanted

    move_border(land.xiande, doors=wanted, leftover=land.jianan, on=TODAY, drawn=(area, frame), **say)

    shape = ZoneShape.objects.get(zone=land.xiande, until_on=None)
    assert (shape.is_by_hand, lying_in(land.xiande)) == (True, wanted)
    assert abs(frame.flatten(shape.shape).area - area.area) < 5
    assert holds(town.guihua)


def test_a_drawn_border_gives_way_when_the_list_says_otherwise(town, land, say):
    area, frame = polygon(land, town.guihua, (0, 0), (95, 0), (95, 400), (0, 400))
    wanted = inside(area, places_of(frame, ground(town.guihua.pk, TODAY).doors.values()))
    move_border(land.xiande, doors=wanted, leftover=land.jianan, on=TODAY, drawn=(area, frame), **say)

    move_border(land.jianan, doors=lying_in(land.jianan) | land.doors(land.street, 1), leftover=None, on=TODAY, **say)

    assert not ZoneShape.objects.get(zone=land.xiande, until_on=None).is_by_hand
    assert holds(town.guihua)


def test_settling_twice_changes_nothing(town, land):
    settle_borders(town.guihua.pk, on=TODAY)
    before = list(ZoneShape.objects.values())

    assert settle_borders(town.guihua.pk, on=TODAY) == 0
    assert list(ZoneShape.objects.values()) == before


# A zone's life


def test_a_new_zone_takes_its_doors_and_has_its_keepers(town, land, say):
    zone = found_zone(
        town.guihua, number=7, name="建安街东责任区", on=TODAY, doors=land.doors(land.street, 7, 8, 9, 10),
        keepers=[land.keepers[2], town.worker_mo], **say,
    )  # fmt: skip

    assert lying_in(zone) == land.doors(land.street, 7, 8, 9, 10)
    assert [(duty.user, duty.is_lead) for duty in zone.duties.all()] == [
        (land.keepers[2], True), (town.worker_mo, False),
    ]  # fmt: skip
    assert holds(town.guihua)


def test_a_number_that_is_taken_is_refused_beside_its_field(town, land, say):
    with pytest.raises(NumberIsTaken, match="已经有 3 号责任区了") as refused, transaction.atomic():
        found_zone(
            town.guihua, number=3, name="东责任区", on=TODAY, doors=(), keepers=[land.keepers[2], town.worker_mo], **say
        )  # fmt: skip

    assert refused.value.field == "number"


def test_a_zone_is_merged_into_another(town, land, say):
    end_zone(land.xiande, into=land.jianan, reason="并区", **say)

    land.xiande.refresh_from_db()
    assert (land.xiande.ended_on, lying_in(land.xiande)) == (TODAY, set())
    assert Door.objects.filter(zone=land.jianan).count() == 16
    assert set(land.xiande.duties.values_list("until_on", flat=True)) == {TODAY}
    assert set(shapes(town.guihua.pk, TODAY)) == {land.jianan.pk}
    assert holds(town.guihua)


def test_a_zone_ends_once(town, land, say):
    end_zone(land.xiande, into=None, reason="撤了", **say)

    with pytest.raises(CannotEndZone, match="已经撤了"), transaction.atomic():
        end_zone(land.xiande, into=None, reason="撤了", **say)
