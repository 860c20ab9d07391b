"""账号与职务: one keeper of accounts opens doors for others, in their own community, and never for themselves."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.journal.models import Event

Role = Duty.Role
PEOPLE = "/accounts/people/"
ONE_TIME = re.compile(r"(?:[a-z3-9]{4}-){2}[a-z3-9]{4}")


@pytest.fixture
def admin(town):
    user = User.objects.create(username="admin", name="管小雅", must_change_password=False)
    Duty.objects.create(user=user, role=Role.SYS_ADMIN, community=town.guihua, from_on=timezone.localdate())
    return user


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def of(user):
    return f"{PEOPLE}{user.pk}/"


def written():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# Who may


@pytest.mark.parametrize(
    "who", ["operator_lin", "keeper_wei", "secretary_liao", "auditor_shen", "supervisor_chen", "operator_zhao"]
)
def test_nobody_but_the_keeper_of_accounts(client, town, who):
    client.force_login(getattr(town, who))

    pages = [PEOPLE, f"{PEOPLE}new/", of(town.worker_mo)]
    assert {client.get(url).status_code for url in pages} <= {403, 404}
    assert client.post(f"{of(town.worker_mo)}password/").status_code in {403, 404}
    assert written() == []


def test_the_keeper_of_accounts_sees_the_people_and_none_of_their_business(desk, town):
    page = desk.get(PEOPLE)

    assert {user.username for user in page.context["people"]} >= {"lin", "wei", "li", "mo", "admin"}
    assert [desk.get(url).status_code for url in ("/desk/", "/cases/", "/tasks/", "/accounts/audit/", "/figures/")] == [
        403
    ] * 5


def test_people_of_the_other_community_do_not_exist(desk, town):
    page = desk.get(PEOPLE)

    assert {"zhao", "chen"} & {user.username for user in page.context["people"]} == set()
    assert [desk.get(of(user)).status_code for user in (town.operator_zhao, town.supervisor_chen)] == [404, 404]
    assert desk.post(f"{of(town.operator_zhao)}password/").status_code == 404
    assert desk.post(f"/accounts/duties/{town.operator_zhao.duties.get().pk}/end/").status_code == 404


def test_nobody_opens_a_door_for_themselves(desk, admin):
    assert desk.get(of(admin)).status_code == 403
    for deed, typed in (("password", {}), ("entry", {"let_in": "no"}), ("duty", {"role": "branch_secretary"})):
        assert (deed, desk.post(f"{of(admin)}{deed}/", typed).status_code) == (deed, 403)
    assert desk.post(f"/accounts/duties/{admin.duties.get().pk}/end/").status_code == 403
    assert written() == []


@pytest.mark.parametrize("deed", ["password/", "entry/", "duty/"])
def test_what_is_done_with_a_click_is_not_done_with_a_link(desk, town, deed):
    assert desk.get(of(town.worker_mo) + deed).status_code == 405


# What they do


def test_an_account_is_opened_and_its_password_said_once(desk, town):
    page = desk.post(f"{PEOPLE}new/", {"name": "黎明", "username": "liming", "role": "community_worker"})

    user, (password,) = User.objects.get(username="liming"), ONE_TIME.findall(page.content.decode())
    assert (user.check_password(password), user.must_change_password) == (True, True)
    assert [(duty.role, duty.community, duty.from_on) for duty in user.duties.all()] == [
        ("community_worker", town.guihua, timezone.localdate())
    ]
    assert written() == ["accounts.duty_granted", "accounts.account_opened"]
    assert password not in desk.get(of(user)).content.decode()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"username": "lin"}, "username"),
        ({"username": "two words"}, "username"),
        ({"name": ""}, "name"),
        ({"role": "zone_keeper"}, "zone"),
        ({"role": "audit_admin"}, "role"),
        ({"role": "sys_admin"}, "role"),
        ({"role": "street_supervisor"}, "role"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field(desk, typed, wrong):
    given = {"name": "黎明", "username": "liming", "role": "community_worker"}

    page = desk.post(f"{PEOPLE}new/", {**given, **typed})

    assert (page.status_code, list(page.context["form"].errors)) == (200, [wrong])
    assert (User.objects.filter(name="黎明").exists(), written()) == (False, [])


def test_a_fourth_keeper_is_refused_and_no_account_is_left_behind(desk, town):
    typed = {"role": "zone_keeper", "zone": town.zone.pk}
    desk.post(f"{PEOPLE}new/", {"name": "甲", "username": "jia", **typed})

    page = desk.post(f"{PEOPLE}new/", {"name": "乙", "username": "yi", **typed})

    assert (page.status_code, "2 至 3 名" in page.content.decode()) == (409, True)
    assert (User.objects.filter(username="yi").exists(), Duty.objects.filter(zone=town.zone).count()) == (False, 3)


def test_a_duty_more_and_its_end(desk, town):
    desk.post(f"{of(town.worker_mo)}duty/", {"role": "duty_operator"})
    assert sorted(town.worker_mo.duties.values_list("role", flat=True)) == ["community_worker", "duty_operator"]

    duty = town.worker_mo.duties.get(role="community_worker")
    answer = desk.post(f"/accounts/duties/{duty.pk}/end/")

    duty.refresh_from_db()
    assert (answer.url, duty.until_on) == (of(town.worker_mo), timezone.localdate())
    assert written() == ["accounts.duty_granted", "accounts.duty_ended"]


def test_the_same_duty_twice_is_refused(desk, town):
    page = desk.post(f"{of(town.worker_mo)}duty/", {"role": "community_worker"})

    assert (page.status_code, "莫秀丽已经有这个职务了" in page.content.decode()) == (409, True)


def test_a_keeper_whose_zone_would_be_left_short_stays(desk, town):
    page = desk.post(f"/accounts/duties/{town.keeper_li.duties.get().pk}/end/")

    assert (page.status_code, town.keeper_li.duties.get().until_on) == (409, None)
    assert written() == []


def test_a_duty_that_is_over_is_not_ended_again(desk, town):
    duty = town.worker_mo.duties.get()
    desk.post(f"/accounts/duties/{duty.pk}/end/")

    assert desk.post(f"/accounts/duties/{duty.pk}/end/").status_code == 409


def test_a_new_password_and_a_locked_account(desk, client, town):
    page = desk.post(f"{of(town.worker_mo)}password/")
    (password,) = ONE_TIME.findall(page.content.decode())
    assert User.objects.get(username="mo").check_password(password)

    desk.post(f"{of(town.worker_mo)}entry/", {"let_in": "no"})
    assert User.objects.get(username="mo").is_active is False
    desk.post(f"{of(town.worker_mo)}entry/", {"let_in": "yes"})
    assert User.objects.get(username="mo").is_active is True
    assert written() == ["accounts.password_reset", "accounts.account_locked", "accounts.account_unlocked"]


def test_the_page_with_the_password_is_kept_by_no_cache(desk, town):
    assert "no-store" in desk.post(f"{of(town.worker_mo)}password/").headers.get("Cache-Control", "")


# However many


def test_the_list_asks_the_same_number_of_questions(desk, town):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            desk.get(PEOPLE)
        return len(asked)

    questions()
    few = questions()
    for n in range(20):
        user = User.objects.create(username=f"u{n}", name=f"黎{n}")
        Duty.objects.create(user=user, role=Role.COMMUNITY_WORKER, community=town.guihua, from_on=timezone.localdate())

    assert questions() == few


def test_people_are_found_by_name_and_account(desk, town):
    def found(word):
        return [user.username for user in desk.get(PEOPLE, {"q": word}).context["people"]]

    assert (found("莫"), found("mo"), found("nobody")) == (["mo"], ["mo"], [])
