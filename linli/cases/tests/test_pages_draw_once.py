"""What is drawn once for the same facts never shows other facts, nor another language."""

import pytest
from django.utils import timezone

from linli.cases.actions import ask_help, offer_to
from linli.cases.models import Case, Category, Promise
from linli.cases.queries.filters import CaseFilter
from linli.cases.queries.rows import queue_rows
from linli.live.actions import come, leave
from linli.live.queries import SILENT
from linli.rota.actions import note_absence, plan_shift
from linli.rota.models import Post
from linli.territory.models import Lane, Zone

from .builders import a_case, a_case_in_hand, a_case_on_site, fresh, pause


@pytest.fixture
def desk(client, town):
    client.force_login(town.operator_lin)
    return client


def shown(client, url="/desk/", **query):
    return client.get(url, query).content.decode()


def test_a_renamed_handler_shows_at_once_wherever_their_case_does(desk, town):
    case = a_case_in_hand(town, at=timezone.now())
    before = [shown(desk), shown(desk, "/cases/"), shown(desk, "/cases/", q="水沟")]
    name, town.keeper_wei.name = town.keeper_wei.name, "韦大明"
    town.keeper_wei.save()

    assert fresh(case).handler == town.keeper_wei
    assert all(name in page for page in before)
    for page in (shown(desk), shown(desk, "/cases/"), shown(desk, "/cases/", q="水沟")):
        assert ("韦大明" in page, name in page) == (True, False)


def test_so_does_whatever_else_a_row_says(desk, town, minutes):
    now = timezone.now()
    case = a_case_on_site(town, at=now - minutes(8))
    shown(desk)
    ask_help(case, wanted="梯子", helper=town.keeper_li, by=town.keeper_wei, at=now)
    assert "协办 李*芳" in shown(desk)
    pause(case, by=town.keeper_wei, at=now, until=now + minutes(900))
    assert "暂停中" in shown(desk)
    Case.objects.update(title="<b>水</b>", place_text="")
    page = shown(desk)
    assert "&lt;b&gt;水&lt;/b&gt;" in page
    assert "<b>水</b>" not in page
    assert "—" in page


def test_a_row_waits_for_those_who_are_asked_now(desk, town, at):
    case = a_case(town, at=timezone.now())
    assert town.keeper_wei.name in shown(desk)
    offer_to(case, town.keeper_li, by=town.operator_lin, at=timezone.now())

    (row,) = queue_rows(Case.objects.filter(pk=case.pk), timezone.localtime())
    assert (row.who, row.asked) == (town.keeper_li.name, (town.keeper_li.name,))
    assert row.who in shown(desk)


def test_a_row_names_who_else_has_the_case_open(desk, town):
    case, now = a_case(town, at=timezone.now()), timezone.now()

    def comes(person, at):
        return come(f"cases.case:{case.pk}", community_id=case.community_id, doing="", process="p", by=person, at=at)

    comes(town.operator_lin, now)
    comes(town.keeper_wei, now - 2 * SILENT)
    assert "正在看" not in shown(desk) + shown(desk, "/cases/")
    here = comes(town.worker_mo, now)
    assert all(f"{town.worker_mo.name}正在看" in page for page in (shown(desk), shown(desk, "/cases/")))
    other = comes(town.keeper_li, now)
    assert "2 人正在看" in shown(desk)
    assert f"{town.keeper_li.name}、{town.worker_mo.name}" in shown(desk)
    leave([here.pk, other.pk])
    assert "正在看" not in shown(desk) + shown(desk, "/cases/")


def test_the_desk_says_who_stands_in_for_whom(desk, town, minutes):
    now = timezone.now()
    post = Post.objects.create(community=town.guihua, name="民声热线", kind=Post.Kind.HOTLINE)
    plan_shift(
        post, person=town.keeper_wei, backup=town.worker_mo, starts_at=now - minutes(9), ends_at=now + minutes(60),
        by=None, at=now,
    )  # fmt: skip

    def duty():
        return desk.get("/desk/", headers={"Live-Pieces": "duty"}).content.decode()

    assert f"备班 {town.worker_mo.name}" in duty()
    note_absence(
        town.keeper_wei, community_id=town.guihua.pk, starts_at=now, ends_at=now + minutes(60), reason="", by=None,
        at=now,
    )  # fmt: skip
    assert f"替 {town.keeper_wei.name}" in duty()
    assert "备班" not in duty()


def test_the_clock_of_a_row_goes_on(town, at, minutes):
    case = a_case(town, at=at)
    due = case.promises.get(kind=Promise.Kind.ARRIVE).due_at

    def words(now):
        (row,) = queue_rows(Case.objects.filter(pk=case.pk), now)
        return row.clock.rings[0].words, row.is_late

    assert words(due - minutes(5)) == ("还剩 5:00", False)
    assert words(due - minutes(4)) == ("还剩 4:00", False)
    assert words(due + minutes(1)) == ("超时 1:00", True)


def test_a_new_lane_and_a_renamed_category_are_in_the_empty_form_at_once(desk, town):
    assert '<option value="新开巷">' not in shown(desk)
    Lane.objects.create(community=town.guihua, name="新开巷", kind=Lane.Kind.LANE)
    Category.objects.filter(code="municipal.drain").update(name="排水沟渠", name_en="Ditches")

    assert '<option value="新开巷">' in (page := shown(desk))
    assert "排水沟渠" in page
    assert "排水沟渠" in shown(desk, "/cases/", q="水沟")
    desk.cookies["django_language"] = "en"
    assert "Ditches" in shown(desk)
    assert "排水沟渠" not in shown(desk)


def test_a_renamed_zone_is_in_the_filters_at_once(desk, town):
    assert town.zone.name in shown(desk, "/cases/")
    Zone.objects.filter(pk=town.zone.pk).update(name="新街责任区")

    assert "新街责任区" in shown(desk, "/cases/")


def test_the_filters_keep_what_was_chosen_and_say_what_is_wrong(desk, town):
    page = shown(desk, "/cases/", channel="letter", since="2026-13-01")

    assert '<option value="letter" selected>' in page
    assert 'value="2026-13-01"' in page
    assert "selected>来信" not in shown(desk, "/cases/")


def test_every_form_has_a_key_of_its_own(desk):
    keys = {shown(desk).partition('name="key" value="')[2][:36] for _look in range(3)}

    assert len(keys) == 3


def test_nobody_of_another_community_is_in_a_row(town, minutes):
    """The queryset chooses; a filter nothing can fit is no mistake."""
    a_case(town, at=timezone.now())
    nowhere = Case.objects.filter(CaseFilter(zones=("0",)).condition(town.operator_lin, timezone.now()))

    assert queue_rows(nowhere, timezone.localtime()) == []
    assert queue_rows(Case.objects.filter(pk__in=[]), timezone.localtime()) == []
    assert queue_rows(Case.objects.visible_to(town.operator_zhao), timezone.localtime()) == []
