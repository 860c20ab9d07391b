"""What the desk finds out while a matter is typed: the caller, the place, the category, what is already known."""

from uuid import uuid4

import pytest
from django.utils import timezone

from linli.cases.models import Case
from linli.rota.actions import note_absence

from .builders import a_case, a_resolved_case, category, everything

INTAKE, LOOK = "/cases/new/", "/cases/new/look/"
INTAKE, LOOK = "/cases/new/", "/cases/new/look/"


@pytest.fixture
def desk(client, town):
    client.force_login(town.operator_lin)
    return client


def send(client, **but):
    given = {"content": "门口水沟堵了。", "channel": "hotline", "key": str(uuid4()), "do": "register"}
    return client.post(INTAKE, {**given, **but})


def look(client, **typed):
    return client.post(LOOK, typed, headers={"HX-Request": "true"})


def test_a_phone_number_shows_the_callers_earlier_cases(desk, town, at):
    case = a_case(town, at=at)

    page = look(desk, phone="138-0000-0001")

    assert page.context["found"].earlier == [case]
    assert case.title in page.content.decode()


def test_a_place_shows_its_zone_and_keepers_and_who_is_away(desk, town, minutes):
    now = timezone.now()
    note_absence(
        town.keeper_li,
        community_id=town.guihua.pk,
        starts_at=now,
        ends_at=now + minutes(60),
        reason="",
        by=None,
        at=now,
    )

    found = look(desk, place_text="建安街38号").context["found"]

    assert (found.place.zone, [(keeper.user.name, keeper.is_away) for keeper in found.keepers]) == (
        town.zone, [("韦启明", False), ("李春芳", True)],
    )  # fmt: skip


def test_the_matter_proposes_its_category_and_its_promise(desk):
    found = look(desk, content="楼下路灯不亮了").context["found"]

    assert (found.category, found.policy.arrive_within_minutes, found.policy.resolve_within) == (
        category("municipal.lamp"), 10, 30,
    )  # fmt: skip


def test_the_longest_keyword_wins(desk):
    assert look(desk, content="下水道堵了，路面都是水").context["found"].category == category("municipal.drain")


def test_similar_open_cases_come_first_and_ended_ones_beside_them(desk, town, at, minutes):
    now = timezone.now()
    still_open = a_case(town, at=now - minutes(5))
    ended = a_resolved_case(town, at=now - minutes(600))
    a_case(town, at=now, category=category("municipal.lamp"))
    a_resolved_case(town, at=now - minutes(60 * 24 * 366))

    found = look(desk, place_text="建安街9号", content="水沟堵了").context["found"]

    assert (found.similar, found.nearby) == ([still_open], [ended])


def test_a_look_changes_nothing(desk, town, at):
    a_case(town, at=at)
    before = everything()

    look(desk, phone="13800000001", place_text="建安街38号", content="水沟堵了")

    assert everything() == before


@pytest.mark.parametrize("typed", [{}, {"phone": "12"}, {"received_at": "x"}, {"channel": "x"}, {"category": "x"}])
def test_what_is_half_typed_is_not_complained_about(desk, typed):
    page = look(desk, **typed)

    assert (page.status_code, "请" in page.content.decode()) == (200, False)


def test_without_scripts_a_button_looks(desk, town, at):
    case = a_case(town, at=timezone.now())

    page = send(desk, do="look", place_text="建安街38号", phone="13800000001", name="黄女士")

    assert (page.status_code, Case.objects.count()) == (200, 1)
    assert (page.context["found"].similar, page.context["found"].earlier) == ([case], [case])
    assert page.context["form"]["name"].value() == "黄女士"
    assert f'name="join" value="{case.number}"' in page.content.decode()
