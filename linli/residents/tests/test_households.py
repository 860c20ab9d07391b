"""Moving in, out and on; who is at the head; verifying; the page of a household."""

from datetime import timedelta

import pytest

from linli.journal.models import Event
from linli.residents.actions import (
    Comer,
    end_household,
    join_household,
    leave_household,
    move_household,
    name_head,
    note_death,
    verify_household,
)
from linli.residents.actions.households import HasMovedOn, LivesElsewhere
from linli.residents.actions.people import DiedTooSoon
from linli.residents.models import Household, HouseholdMember
from linli.territory.models import Door

from .builders import LONG_AGO, enter, settle

DAY = timedelta(days=1)


@pytest.fixture
def family(town, at):
    """黄大海 with his wife and a child, in 建安街 38 号."""
    head, wife, child = (enter(town, at, name) for name in ("黄大海", "覃桂香", "黄小妹"))
    household = settle(town, at, head, Comer(wife, "10"), Comer(child, "30"))
    return household, head, wife, child


def living(household):
    members = household.members.filter(until_on=None).order_by("-is_head", "pk")
    return [(member.person.name, member.is_head, member.relation) for member in members]


def place_of(person):
    return HouseholdMember.objects.get(person=person, until_on=None)


def verbs():
    return list(Event.objects.order_by("pk").exclude(verb="residents.person_entered").values_list("verb", flat=True))


def test_a_household_begins_with_its_people(family):
    household, *_people = family

    assert str(household) == "建安街 38 号"
    assert living(household) == [("黄大海", True, "01"), ("覃桂香", False, "10"), ("黄小妹", False, "30")]
    assert verbs() == ["residents.household_formed"]


def test_who_moves_in_moves_out_elsewhere(town, at, family):
    household, _head, wife, _child = family
    elsewhere = settle(town, at, enter(town, at, "罗福生"), label="2 楼")

    join_household(elsewhere, person=wife, relation="97", from_on=at.date(), by=town.worker_mo, at=at)
    assert [name for name, *_rest in living(household)] == ["黄大海", "黄小妹"]
    assert household.members.get(person=wife).until_on == at.date()
    assert place_of(wife).household == elsewhere


def test_nobody_moves_in_before_they_moved_in_elsewhere(town, at, family):
    _household, _head, wife, _child = family
    elsewhere = settle(town, at, enter(town, at, "罗福生"), label="2 楼")

    with pytest.raises(LivesElsewhere, match="覃桂香那几天登记住在别处"):
        join_household(elsewhere, person=wife, relation="97", from_on=LONG_AGO - 30 * DAY, by=town.worker_mo, at=at)
    assert place_of(wife).household == family[0]


def test_when_a_head_leaves_the_spouse_follows(town, at, family):
    household, head, _wife, _child = family

    leave_household(place_of(head), on=at.date(), by=town.worker_mo, at=at)
    assert living(household) == [("覃桂香", True, "01"), ("黄小妹", False, "")]


def test_with_the_last_one_a_household_ends(town, at, family):
    household = family[0]
    for person in family[1:]:
        leave_household(place_of(person), on=at.date(), by=town.worker_mo, at=at)

    household.refresh_from_db()
    assert household.until_on == at.date()
    with pytest.raises(HasMovedOn, match="已经搬走了"):
        join_household(household, person=family[1], from_on=at.date(), by=town.worker_mo, at=at)


def test_what_began_and_ended_on_one_day_was_a_mistake(town, at):
    person = enter(town, at)
    household = settle(town, at, person, since=at.date())

    leave_household(place_of(person), on=at.date(), by=town.worker_mo, at=at)
    assert (Household.objects.count(), HouseholdMember.objects.count()) == (0, 0)
    assert household.pk


def test_all_of_them_move_on_together(town, at, family):
    door = Door.objects.create(community=town.guihua, lane=town.lane, number=40)

    moved = move_household(family[0], door=door, label="3 楼", on=at.date(), by=town.worker_mo, at=at)
    assert str(moved) == "建安街 40 号 3 楼"
    assert living(moved) == [("黄大海", True, "01"), ("覃桂香", False, "10"), ("黄小妹", False, "30")]
    family[0].refresh_from_db()
    assert (family[0].until_on, family[0].members.filter(until_on=at.date()).count()) == (at.date(), 3)


def test_or_away(town, at, family):
    end_household(family[0], on=at.date(), by=town.worker_mo, at=at)

    assert HouseholdMember.objects.filter(until_on=None).count() == 0
    with pytest.raises(HasMovedOn):
        end_household(family[0], on=at.date(), by=town.worker_mo, at=at)


def test_nobody_leaves_before_they_came(town, at, family):
    with pytest.raises(HasMovedOn, match="2020-01-01 才搬来的"):
        leave_household(place_of(family[1]), on=LONG_AGO - DAY, by=town.worker_mo, at=at)
    assert len(living(family[0])) == 3


def test_another_head_is_named(town, at, family):
    household, _head, wife, _child = family

    name_head(household, member=place_of(wife), by=town.worker_mo, at=at)
    assert living(household) == [("覃桂香", True, "01"), ("黄大海", False, ""), ("黄小妹", False, "")]


def test_verifying_stamps_everybody_who_lives_there(town, at, family):
    assert verify_household(family[0], by=town.keeper_wei, at=at) == 3

    for person in family[1:]:
        person.refresh_from_db()
        assert (person.last_verified_on, person.verified_by) == (at.date(), town.keeper_wei)
    assert Event.objects.get(verb="residents.household_verified").facts == {"count": 3}


def test_who_died_lives_nowhere(town, at, family):
    household, head, _wife, _child = family

    note_death(head, on=at.date(), by=town.worker_mo, at=at)
    head.refresh_from_db()
    assert head.died_on == at.date()
    assert living(household) == [("覃桂香", True, "01"), ("黄小妹", False, "")]
    with pytest.raises(DiedTooSoon, match="还没有到"):
        note_death(family[2], on=at.date() + DAY, by=town.worker_mo, at=at)


def test_the_page_asks_as_much_for_six_as_for_one(client, town, at, django_assert_num_queries):
    alone = settle(town, at, enter(town, at, "罗福生"), label="2 楼")
    head, *others = (enter(town, at, f"黄{name}") for name in "一二三四五六")
    many = settle(town, at, head, *(Comer(each, "97") for each in others), label="3 楼")
    client.force_login(town.worker_mo)
    client.get(f"/residents/households/{alone.pk}/")

    def asked(household):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/residents/households/{household.pk}/").status_code == 200
        return len(queries)

    assert asked(alone) == asked(many)


def test_people_move_by_its_pages(client, town, at, family):
    client.force_login(town.worker_mo)
    household, head, wife, child = family

    page = client.get(f"/residents/households/{household.pk}/").content.decode()
    assert all(name in page for name in ("黄大海", "覃桂香", "黄小妹", "户主"))
    client.post(f"/residents/places/{place_of(child).pk}/leaving/", {"on": "2026-03-01"})
    client.post(f"/residents/places/{place_of(wife).pk}/head/")
    assert living(household) == [("覃桂香", True, "01"), ("黄大海", False, "")]
    client.post(f"/residents/households/{household.pk}/joining/", {"person": child.pk, "from_on": "2026-03-02"})
    client.post(f"/residents/households/{household.pk}/verification/")
    client.post(f"/residents/households/{household.pk}/change/", {"tenure": "02", "registered": "no"})
    household.refresh_from_db()
    assert (len(living(household)), household.tenure, household.is_registered_here) == (3, "02", False)
    sent = client.post(f"/residents/households/{household.pk}/move/", {"on": "2026-03-10", "place": "建安街 38 号 501"})
    assert client.get(sent.url).content.decode().count("建安街 38 号 501") >= 1
    refused = client.post(
        "/residents/households/new/", {"head": head.pk, "place": "无名路 1 号", "from_on": "2026-03-10"}
    )
    assert "没有找到「无名路 1 号」这个门牌" in refused.content.decode()


def test_a_keeper_sees_homes_of_their_own_zone_and_changes_none(client, town, at, family):
    other = Door.objects.create(community=town.guihua, lane=town.lane, number=40)
    away = settle(town, at, enter(town, at, "罗福生"), door=other)
    client.force_login(town.keeper_wei)

    assert client.get(f"/residents/households/{family[0].pk}/").status_code == 200
    assert client.get(f"/residents/households/{away.pk}/").status_code == 404
    assert client.get(f"/residents/households/{family[0].pk}/joining/").status_code == 403
    assert client.post(f"/residents/households/{family[0].pk}/verification/").status_code == 302
