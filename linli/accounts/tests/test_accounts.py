"""Accounts are opened by the community, protected, and closed without losing the past."""

import re
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from linli.accounts.actions import ActsElsewhereToo, let_in, open_account, reset_password
from linli.accounts.models import Duty, User
from linli.journal.models import Event

Role = Duty.Role


@pytest.fixture
def keeper_of_accounts(town):
    user = User.objects.create(username="admin", name="管小雅", must_change_password=False)
    Duty.objects.create(user=user, role=Role.SYS_ADMIN, community=town.guihua, from_on=timezone.localdate())
    return user


def open_for(town, by, **but):
    given = {"name": "黎明", "username": "liming", "role": Role.COMMUNITY_WORKER}
    with transaction.atomic():
        return open_account(town.guihua, by=by, at=timezone.now(), **{**given, **but})


def test_an_account_comes_with_a_duty_and_a_password_said_once(town, keeper_of_accounts):
    user, password = open_for(town, keeper_of_accounts)

    assert re.fullmatch(r"([abdefhkmnpqrstwxy3-9]{4}-){2}[abdefhkmnpqrstwxy3-9]{4}", password)
    assert (user.check_password(password), user.must_change_password, user.is_active) == (True, True, True)
    assert [(duty.role, duty.community) for duty in user.duties.all()] == [("community_worker", town.guihua)]
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "accounts.duty_granted", "accounts.account_opened",
    ]  # fmt: skip


def test_the_password_stands_nowhere(town, keeper_of_accounts):
    _user, password = open_for(town, keeper_of_accounts)

    assert [row for row in map(str, Event.objects.values_list()) if password in row] == []


def test_no_two_passwords_are_the_same(town, keeper_of_accounts):
    passwords = {open_for(town, keeper_of_accounts, username=f"u{n}")[1] for n in range(5)}

    assert len(passwords) == 5


def test_a_username_is_given_once(town, keeper_of_accounts):
    open_for(town, keeper_of_accounts)

    with pytest.raises(IntegrityError):
        open_for(town, keeper_of_accounts)
    assert User.objects.filter(name="黎明").count() == 1


def test_a_new_password_ends_the_old_one_and_every_session(client, town, keeper_of_accounts):
    client.force_login(town.worker_mo)
    assert client.get("/accounts/me/").status_code == 200

    password = reset_password(town.worker_mo.duties.get(), by=keeper_of_accounts, at=timezone.now())

    user = User.objects.get(pk=town.worker_mo.pk)
    assert (user.check_password(password), user.must_change_password) == (True, True)
    assert client.get("/accounts/me/").status_code == 302
    assert Event.objects.get(verb="accounts.password_reset").facts == {"holder": "莫秀丽"}


def test_who_is_locked_out_is_out_at_once_and_can_be_let_in_again(client, town, keeper_of_accounts):
    client.force_login(town.worker_mo)

    let_in(town.worker_mo.duties.get(), is_let_in=False, by=keeper_of_accounts, at=timezone.now())
    assert client.get("/accounts/me/").status_code == 302
    let_in(town.worker_mo.duties.get(), is_let_in=True, by=keeper_of_accounts, at=timezone.now())
    client.force_login(town.worker_mo)
    assert client.get("/accounts/me/").status_code == 200

    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.account_locked", "accounts.account_unlocked"]


@pytest.mark.parametrize("deed", [reset_password, partial(let_in, is_let_in=False)], ids=["reset", "lock"])
def test_who_also_acts_elsewhere_is_beyond_ones_reach(town, keeper_of_accounts, deed):
    Duty.objects.create(
        user=town.worker_mo, role=Role.COMMUNITY_WORKER, community=town.yinxing, from_on=timezone.localdate()
    )
    duty, before = town.worker_mo.duties.first(), User.objects.get(pk=town.worker_mo.pk).password

    with pytest.raises(ActsElsewhereToo, match="莫秀丽在别的社区或街道也有职务"):
        deed(duty, by=keeper_of_accounts, at=timezone.now())
    after = User.objects.get(pk=town.worker_mo.pk)
    assert (after.password, after.is_active, Event.objects.count()) == (before, True, 0)


def test_a_phone_number_of_staff_is_sealed(town):
    User.objects.filter(pk=town.worker_mo.pk).update(phone="+8613800000009")

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [town.worker_mo.pk])
        assert "13800000009" not in cursor.fetchone()[0]
    assert User.objects.get(pk=town.worker_mo.pk).phone == "+8613800000009"
