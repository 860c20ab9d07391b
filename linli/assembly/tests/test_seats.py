"""Who sits in a body on a day: seats given out, the members of an organisation, everybody grown up who lives here."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from linli.assembly.actions import SitsAlready, SlipIsOld, WrongDays, end_seat, replace_seat, undo_seat
from linli.assembly.actions.seats import HasNoSeats, NobodyNamed
from linli.assembly.models import Seat
from linli.assembly.queries.sitting import how_many_sit, page_of_sitters, sits_in, sitting
from linli.party.actions import transfer_member
from linli.party.tests.builders import a_small_party
from linli.residents.actions import enter_person

from .builders import a_body, a_committee, a_seat, units


@pytest.fixture
def huang(town, at):
    return enter_person(town.guihua, name="黄桂香", birth_on=date(1960, 5, 1), by=None, at=at)


def names(body, on):
    return [sitter.name for sitter in sitting(body, on)]


def test_a_seat_has_days_and_nobody_sits_twice(town, at, huang):
    body = a_body(town, "representatives", at)
    seat = a_seat(body, at, person=huang, post="居民代表", until_on=date(2026, 6, 1))

    assert (names(body, date(2026, 5, 31)), names(body, date(2026, 6, 1))) == (["黄桂香"], [])
    with pytest.raises(SitsAlready) as why:
        a_seat(body, at, person=huang, from_on=date(2026, 5, 1))
    assert why.value.field == "person"
    assert a_seat(body, at, person=huang, from_on=date(2026, 6, 1)).body == seat.body


def test_a_delegate_of_a_unit_sits_by_name(town, at):
    body, (unit,) = a_body(town, "conference", at), units(town, at, count=1)
    a_seat(body, at, name="陈建国", unit=unit, post="党组织书记", user=town.worker_mo)

    (sitter,) = sitting(body, at.date())
    assert (sitter.name, sitter.unit, sitter.post, sitter.user, sitter.person) == (
        "陈建国", unit, "党组织书记", town.worker_mo, None,
    )  # fmt: skip
    assert sits_in(town.worker_mo, body, at.date())
    with pytest.raises(NobodyNamed):
        a_seat(body, at, unit=unit)


def test_one_step_passes_a_seat_on(town, at):
    body, (unit,) = a_body(town, "conference", at), units(town, at, count=1)
    seat = a_seat(body, at, name="陈建国", unit=unit, post="党组织书记")
    on = date(2026, 3, 1)

    new = replace_seat(seat, on=on, reason="调走了", name="林志明", by=town.secretary_liao, at=at)

    assert (new.unit, new.post) == (unit, "党组织书记")
    assert (names(body, on - timedelta(days=1)), names(body, on)) == (["陈建国"], ["林志明"])
    seat.refresh_from_db()
    assert seat.end_reason == "调走了"
    with pytest.raises(WrongDays):
        end_seat(new, on=on, reason="不来了", by=town.secretary_liao, at=at)


def test_a_slip_is_taken_back_the_same_day_only(town, at):
    body = a_committee(town, at, town.keeper_wei)
    seat = body.seats.get()
    seat_before = a_seat(body, at, name="写错的人")
    at_once = seat_before.pk

    with pytest.raises(SlipIsOld):
        undo_seat(seat, by=town.secretary_liao, at=at + timedelta(days=1))
    undo_seat(seat_before, by=town.secretary_liao, at=at + timedelta(hours=3))
    assert not Seat.objects.filter(pk=at_once).exists()
    assert Seat.objects.filter(pk=seat.pk).exists()


def test_members_sit_by_their_organisation_on_that_day(town, at):
    party = a_small_party(town, at)
    council = a_body(town, "member_council", at, organisation=party.general)
    ours = a_body(town, "member_council", at, name="第一支部议事会", organisation=party.first)
    on = at.date()

    assert set(names(council, on)) == {"廖建华", "黄桂香", "罗福生", "农素英"}
    assert {sitter.post for sitter in sitting(ours, on) if sitter.name == "廖建华"} == {"书记"}
    transfer_member(party.luo, to=party.second, on=on, by=town.secretary_liao, at=at)
    assert "罗福生" in names(ours, on - timedelta(days=1))
    assert "罗福生" not in names(ours, on)
    assert (sits_in(town.secretary_liao, ours, on), sits_in(town.worker_mo, ours, on)) == (True, False)
    with pytest.raises(HasNoSeats):
        a_seat(ours, at, name="外人")


def test_every_grown_up_sits_in_the_residents_meeting(town, at, huang, django_assert_num_queries):
    body, on = a_body(town, "residents", at), at.date()
    enter_person(town.guihua, name="小黄", birth_on=on - timedelta(days=17 * 365), by=None, at=at)
    enter_person(town.guihua, name="不知道生日", by=None, at=at)
    enter_person(town.yinxing, name="邻社区", birth_on=date(1960, 5, 1), by=None, at=at)
    for n in range(60):
        enter_person(town.guihua, name=f"居民{n:02}", birth_on=date(1970, 1, 1), by=None, at=at)

    assert how_many_sit(body, on) == 61
    assert "小黄" not in names(body, on)
    with django_assert_num_queries(1):
        first, has_more = page_of_sitters(body, on, 1)
    assert (len(first), has_more) == (50, True)
    second, has_more = page_of_sitters(body, on, 2)
    assert (len(second), has_more) == (11, False)


def test_the_worker_seats_a_resident_and_a_delegate_and_passes_a_seat_on(town, at, huang, client):
    body, (unit,) = a_body(town, "representatives", at), units(town, at, count=1)
    client.force_login(town.worker_mo)
    new = reverse("assembly:new_seat", args=[body.pk])

    assert "请选一位居民" in client.post(new, {"from_on": "2026-01-01"}).content.decode()
    client.post(new, {"person_words": "黄桂香", "from_on": "2026-01-01", "post": "居民代表"})
    client.post(new, {"name": "陈建国", "unit": unit.pk, "from_on": "2026-01-01"})
    assert sorted(names(body, at.date())) == ["陈建国", "黄桂香"]
    seat = body.seats.get(name="陈建国")
    client.post(
        reverse("assembly:replacement", args=[seat.pk]), {"name": "林志明", "from_on": "2026-02-01", "reason": "调走了"}
    )
    page = client.get(reverse("assembly:sitters", args=[body.pk])).content.decode()
    assert "林志明" in page
    assert "调走了" in page


def test_the_list_of_sitters_asks_as_often_for_three_as_for_one(town, at, client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    body = a_body(town, "representatives", at)
    client.force_login(town.worker_mo)
    address, asked = reverse("assembly:sitters", args=[body.pk]), []
    for n in range(3):
        a_seat(body, at, person=enter_person(town.guihua, name=f"代表{n}", by=None, at=at))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[2]
