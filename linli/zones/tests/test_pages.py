"""The pages of zones: who enters, what is shown before anything is written, what is given back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import Duty, KeeperOverride, User
from linli.territory.models import DoorZone, Zone, ZoneShape
from linli.zones.actions import settle_borders
from tests.cast import LONG_AGO
from tests.visiting import inside

TODAY = timezone.localdate()
PEOPLE = (
    "operator_lin",
    "keeper_wei",
    "secretary_liao",
    "organiser",
    "auditor_shen",
    "supervisor_chen",
    "operator_zhao",
)
TABLE = """
GET  zones        -        200 200 200 200 403 200 200
GET  zone         zone     200 200 200 200 403 200 404
GET  history      zone     200 200 200 200 403 200 404
GET  board_file   zone     200 200 200 200 403 200 404
GET  border       zone     403 403 200 403 403 403 404
GET  draw         zone     403 403 200 403 403 403 404
GET  name         zone     403 403 200 403 403 403 404
GET  end          zone     403 403 200 403 403 403 404
GET  new_zone     -        403 403 200 403 403 403 403
GET  keepers      zone     403 403 200 403 403 403 404
GET  new_override zone     403 403 200 403 403 403 404
POST override_end override 403 403 302 403 403 403 404
GET  board        zone     403 403 200 200 403 403 404
GET  photo        duty     403 403 200 200 403 403 404
"""


@pytest.fixture
def people(town):
    organiser = User.objects.create(username="zu", name="组织委员", must_change_password=False)
    Duty.objects.create(user=organiser, role=Duty.Role.ORGANIZATION_OFFICER, community=town.guihua, from_on=LONG_AGO)
    return {who: organiser if who == "organiser" else getattr(town, who) for who in PEOPLE}


def test_who_enters(client, town, land, people):
    override = KeeperOverride.objects.create(
        zone=land.jianan, reason="一时凑不齐", approved_by=town.secretary_liao, from_on=LONG_AGO,
        until_on=TODAY + timedelta(days=5),
    )  # fmt: skip
    things = {"zone": land.jianan.pk, "override": override.pk, "duty": land.jianan.duties.first().pk}
    found = []
    for line in TABLE.strip().splitlines():
        method, name, about, *_answers = line.split()
        address = reverse(f"zones:{name}", args=[things[about]] if about in things else [])
        answers = []
        for user in people.values():
            client.force_login(user)
            answers.append(client.generic(method, address).status_code)
        found.append(f"{method:<4} {name:<12} {about:<8} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


@pytest.fixture
def secretary(client, town, land):
    with inside(town):
        settle_borders(town.guihua.pk, on=TODAY)
    client.force_login(town.secretary_liao)
    return client


def test_a_border_is_seen_before_it_is_moved(secretary, town, land):
    address = reverse("zones:border", args=[land.xiande.pk])
    typed = {"doors": "贤德北巷 全部\n建安街 1—3 号", "on": TODAY.isoformat(), "reason": "就近", "leftover": ""}

    seen = secretary.post(address, typed)

    with inside(town):
        assert DoorZone.objects.filter(zone=land.xiande).count() == 6
    assert [(group.other, group.words) for group in seen.context["plan"].came] == [(land.jianan, ("建安街 1—3 号",))]
    secretary.post(address, typed | {"agreed": seen.context["plan"].fingerprint})
    with inside(town):
        assert DoorZone.objects.filter(zone=land.xiande).count() == 9


def test_again_gives_back_what_was_typed(secretary, land):
    typed = {"doors": "建安街 1 号", "on": TODAY.isoformat(), "reason": "就近", "again": "yes", "agreed": "x"}

    page = secretary.post(reverse("zones:border", args=[land.xiande.pk]), typed)

    assert "建安街 1 号</textarea>" in page.content.decode()


def test_wrong_lines_stand_beside_the_field_with_what_was_typed(secretary, land):
    page = secretary.post(
        reverse("zones:border", args=[land.xiande.pk]), {"doors": "建安接 1—8 号", "on": TODAY.isoformat()}
    )

    assert "登记册里没有这条街巷" in page.content.decode()
    assert "建安接 1—8 号</textarea>" in page.content.decode()


def test_a_drawn_border_is_seen_and_kept(secretary, town, land):
    address = reverse("zones:draw", args=[land.xiande.pk])
    corner = secretary.get(address).context["form"].initial["corner"]
    typed = {
        "points": "0,0 95,0 95,400 0,400", "corner": corner, "on": TODAY.isoformat(), "leftover": land.jianan.pk,
    }  # fmt: skip

    plan = secretary.post(address, typed).context["plan"]
    secretary.post(address, typed | {"agreed": plan.fingerprint})

    with inside(town):
        assert ZoneShape.objects.get(zone=land.xiande, until_on=None).is_by_hand
        assert DoorZone.objects.on(TODAY).filter(zone=land.xiande).count() == plan.doors


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("1,1 2,2", "至少要三个点"),
        ("0,0 20,0 20,20", "圈里一个门牌也没有"),
        ("甲,乙", "点没看懂"),
    ],
)
def test_points_that_make_no_border_are_explained(secretary, land, points, sentence):
    address = reverse("zones:draw", args=[land.xiande.pk])
    corner = secretary.get(address).context["form"].initial["corner"]

    page = secretary.post(address, {"points": points, "corner": corner, "on": TODAY.isoformat()})

    assert sentence in page.content.decode()


def test_a_drawing_begins_with_the_border_as_it_is(secretary, town, land):
    form = secretary.get(reverse("zones:draw", args=[land.xiande.pk])).context["form"]

    typed = {"points": form.initial["points"], "corner": form.initial["corner"], "on": TODAY.isoformat()}
    plan = secretary.post(reverse("zones:draw", args=[land.xiande.pk]), typed).context["plan"]

    assert (plan.doors, plan.moves) == (6, {})


def test_a_new_zone_is_founded_from_a_page(secretary, town, land):
    typed = {
        "number": 7, "name": "东责任区", "doors": "建安街 8—10 号", "keeper_0": town.worker_mo.pk,
        "keeper_1": town.officer_zheng.pk, "on": TODAY.isoformat(),
    }  # fmt: skip

    plan = secretary.post(reverse("zones:new_zone"), typed).context["plan"]
    secretary.post(reverse("zones:new_zone"), typed | {"agreed": plan.fingerprint})

    zone = Zone.objects.get(community=town.guihua, number=7)
    assert [duty.user for duty in zone.duties.all()] == [town.worker_mo, town.officer_zheng]


def test_a_zone_is_renamed_from_a_page(secretary, town, land):
    address = reverse("zones:name", args=[land.xiande.pk])

    taken = secretary.post(address, {"number": 3, "name": "贤德责任区"})
    secretary.post(address, {"number": 8, "name": "贤德责任区"})

    land.xiande.refresh_from_db()
    assert (taken.status_code, land.xiande.number, land.xiande.name) == (409, 8, "贤德责任区")


def test_a_zone_is_ended_from_a_page(secretary, town, land):
    address = reverse("zones:end", args=[land.xiande.pk])
    plan = secretary.post(address, {"into": land.jianan.pk, "reason": "并区"}).context["plan"]

    secretary.post(address, {"into": land.jianan.pk, "reason": "并区", "agreed": plan.fingerprint})

    land.xiande.refresh_from_db()
    assert land.xiande.ended_on == TODAY


def test_the_list_asks_as_often_for_three_zones_as_for_two(secretary, town, land):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            secretary.get(reverse("zones:zones"))
        return len(queries)

    before = asked()
    with inside(town):
        third = Zone.objects.create(community=town.guihua, number=9, name="三责任区", drawn_on=LONG_AGO)
        for user in (town.worker_mo, town.officer_zheng):
            Duty.objects.create(user=user, role="zone_keeper", community=town.guihua, zone=third, from_on=LONG_AGO)

    assert asked() == before


@pytest.mark.parametrize(("word", "found"), [("4", [4]), ("建安街7号", [3]), ("韦启明", [3]), ("没有", [])])
def test_a_zone_is_found_by_number_address_or_keeper(secretary, town, land, word, found):
    page = secretary.get(reverse("zones:zones"), {"q": word})

    assert [line.zone.number for line in page.context["lines"]] == found


def test_the_history_shows_the_zone_as_it_lay_on_a_day(secretary, town, land):
    with inside(town):
        doors = DoorZone.objects.filter(zone=land.jianan, door__number__gt=5)
        keys = list(doors.values_list("door", flat=True))
        doors.update(until_on=TODAY)
        assert len(keys) == 5

    then = secretary.get(reverse("zones:history", args=[land.jianan.pk]), {"on": "2021-01-01"})
    now = secretary.get(reverse("zones:history", args=[land.jianan.pk]))

    assert (then.context["words"], now.context["words"]) == (["建安街 1—10 号"], ["建安街 1—5 号"])
