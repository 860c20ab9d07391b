"""账号与职务: opening accounts, giving duties, resetting passwords."""

import pytest
from django.contrib.auth import authenticate

from linli.accounts.actions import ActsElsewhereToo, NotInOffice, appoint, open_account, reset_password
from linli.accounts.models import Duty, User
from linli.journal.models import Event

Role = Duty.Role


@pytest.fixture
def keeper_of_accounts(town):
    user = User.objects.create(username="admin", name="龙翔", must_change_password=False)
    Duty.objects.create(user=user, role=Role.SYS_ADMIN, community=town.guihua, from_on="2020-01-01")
    return user


def test_a_new_account_signs_in_with_the_password_said_once(town, keeper_of_accounts, at):
    user, password = open_account(
        town.guihua, name="方敏", username="fang", role=Role.DUTY_OPERATOR, by=keeper_of_accounts, at=at
    )

    assert user.must_change_password
    assert authenticate(None, username="fang", password=password) == user
    assert Event.objects.filter(verb="accounts.account_opened").count() == 1
    assert password not in str(list(Event.objects.values_list("facts", flat=True)))


def test_the_old_password_ends_with_a_new_one(town, keeper_of_accounts, at):
    town.operator_lin.set_password("the old one 1")
    town.operator_lin.save()

    new = reset_password(town.operator_lin.duties.get(), by=keeper_of_accounts, at=at)

    assert authenticate(None, username="lin", password="the old one 1") is None
    assert authenticate(None, username="lin", password=new) == town.operator_lin


def test_somebody_who_acts_elsewhere_too_is_out_of_reach(town, keeper_of_accounts, at):
    Duty.objects.create(
        user=town.operator_lin, role=Role.COMMUNITY_WORKER, community=town.yinxing, from_on="2020-01-01"
    )
    before = User.objects.get(pk=town.operator_lin.pk).password

    with pytest.raises(ActsElsewhereToo, match="街道管账号"):
        reset_password(town.operator_lin.duties.get(community=town.guihua), by=keeper_of_accounts, at=at)

    assert User.objects.get(pk=town.operator_lin.pk).password == before


def test_a_duty_held_already_is_refused(town, keeper_of_accounts, at):
    with pytest.raises(NotInOffice, match="已经有这个职务"):
        appoint(town.operator_lin, Role.DUTY_OPERATOR, community=town.guihua, by=keeper_of_accounts, at=at)

    assert town.operator_lin.duties.count() == 1


def test_the_page_opens_an_account_and_shows_its_password(client, town, keeper_of_accounts):
    client.force_login(keeper_of_accounts)

    page = client.post("/accounts/people/new/", {"name": "方敏", "username": "fang", "role": Role.COMMUNITY_WORKER})

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert User.objects.get(username="fang").duties.get().role == Role.COMMUNITY_WORKER


def test_a_fourth_keeper_is_refused_and_nothing_changed(client, town, keeper_of_accounts):
    client.force_login(keeper_of_accounts)
    client.post(
        "/accounts/people/new/", {"name": "三", "username": "san", "role": Role.ZONE_KEEPER, "zone": town.zone.pk}
    )

    page = client.post(
        "/accounts/people/new/", {"name": "四", "username": "si", "role": Role.ZONE_KEEPER, "zone": town.zone.pk}
    )

    assert page.status_code == 409
    assert "2 至 3 名" in page.content.decode()
    assert list(User.objects.filter(username__in=["san", "si"]).values_list("username", flat=True)) == ["san"]


@pytest.mark.parametrize(
    ("who", "status"), [("operator_lin", 403), ("auditor_shen", 403), ("secretary_liao", 403), ("operator_zhao", 403)]
)
def test_others_do_not_keep_accounts(client, town, who, status):
    client.force_login(getattr(town, who))

    assert client.get("/accounts/people/").status_code == status


def test_the_other_community_is_not_there(client, town, keeper_of_accounts):
    client.force_login(keeper_of_accounts)

    assert "赵一鸣" not in client.get("/accounts/people/").content.decode()
    assert client.get(f"/accounts/people/{town.operator_zhao.pk}/").status_code == 404
    assert client.post(f"/accounts/people/{town.operator_zhao.pk}/password/").status_code == 404


def test_nobody_keeps_their_own_account(client, town, keeper_of_accounts):
    client.force_login(keeper_of_accounts)

    assert client.post(f"/accounts/people/{keeper_of_accounts.pk}/password/").status_code == 403
