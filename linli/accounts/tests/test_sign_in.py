"""Signing in: the first time one chooses one's own password; after five wrong ones the door stays shut for a while."""

import pytest
from django.core.cache import cache

from linli.accounts.models import User

SIGN_IN, CHANGE = "/sign-in/login/", "/sign-in/password/change/"
GIVEN, OWN = "given-on-paper-1", "my own long words 7"


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.fixture
def newcomer(town):
    user = User.objects.create_user("newcomer", GIVEN, name="黎明")
    town.worker_mo.duties.update(user=user)
    return user


def sign_in(client, password, username="newcomer"):
    return client.post(SIGN_IN, {"login": username, "password": password})


def signed_in(client):
    return "_auth_user_id" in client.session


def test_with_the_right_password_one_is_in(client, newcomer):
    answer = sign_in(client, GIVEN)

    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/", True)


def test_with_a_wrong_one_one_is_not_and_hears_neither_which_part_was_wrong(client, newcomer):
    wrong, unknown = sign_in(client, "wrong"), sign_in(client, GIVEN, username="nobody")

    assert (wrong.status_code, unknown.status_code, signed_in(client)) == (200, 200, False)
    assert [str(error) for error in wrong.context["form"].non_field_errors()] == [
        str(error) for error in unknown.context["form"].non_field_errors()
    ]


def test_who_is_locked_out_does_not_come_in(client, newcomer):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    sign_in(client, GIVEN)

    assert signed_in(client) is False


@pytest.mark.parametrize("url", ["/", "/desk/", "/cases/", "/notices/", "/accounts/me/", "/accounts/audit/"])
def test_the_first_time_every_way_leads_to_ones_own_password(client, newcomer, url):
    sign_in(client, GIVEN)

    answer = client.get(url)

    assert (answer.status_code, answer.url) == (302, CHANGE)


def test_nor_is_anything_posted_before_that(client, newcomer):
    sign_in(client, GIVEN)

    answer = client.post("/cases/new/", {"content": "门口水沟堵了", "channel": "hotline"})

    assert (answer.status_code, answer.url) == (302, CHANGE)


def test_after_choosing_it_the_house_is_open(client, newcomer):
    sign_in(client, GIVEN)

    client.post(CHANGE, {"oldpassword": GIVEN, "password1": OWN, "password2": OWN})

    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, newcomer.check_password(OWN)) == (False, True)
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("weak", ["short", "12345678901", "password123", "newcomer99"])
def test_a_weak_one_is_not_taken(client, newcomer, weak):
    sign_in(client, GIVEN)

    client.post(CHANGE, {"oldpassword": GIVEN, "password1": weak, "password2": weak})

    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, newcomer.check_password(GIVEN)) == (True, True)


def test_after_five_wrong_passwords_even_the_right_one_waits(client, newcomer):
    for _try in range(5):
        sign_in(client, "wrong")

    answer = sign_in(client, GIVEN)

    assert signed_in(client) is False
    assert answer.status_code in {200, 429}


def test_after_four_it_does_not(client, newcomer):
    for _try in range(4):
        sign_in(client, "wrong")

    sign_in(client, GIVEN)

    assert signed_in(client) is True


def test_one_persons_wrong_tries_do_not_lock_another_out(client, town, newcomer):
    for _try in range(5):
        sign_in(client, "wrong", username="lin")

    sign_in(client, GIVEN)

    assert signed_in(client) is True


def test_nobody_opens_an_account_by_themselves(client, town):
    answer = client.post("/sign-in/signup/", {"username": "x", "password1": OWN, "password2": OWN})

    assert User.objects.filter(username="x").exists() is False
    assert answer.status_code == 200


def test_a_session_ends_with_the_browser_and_after_half_an_hour(client, newcomer, settings):
    sign_in(client, GIVEN)

    assert (client.session.get_expire_at_browser_close(), settings.SESSION_COOKIE_AGE) == (True, 1800)


def test_signing_out_asks_first(client, town):
    client.force_login(town.operator_lin)

    assert (client.get("/sign-in/logout/").status_code, signed_in(client)) == (200, True)
    client.post("/sign-in/logout/")
    assert signed_in(client) is False
