"""The second step of signing in: a code from a device (TOTP), and codes on paper for the day it is lost."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.core.cache import cache

PASSWORD = "my own long words 7"


@pytest.fixture(autouse=True)
def patient_codes(db, settings):
    cache.clear()
    settings.MFA_TOTP_TOLERANCE = 1  # the code of the half minute before is still good


@pytest.fixture
def mo(town):
    town.worker_mo.set_password(PASSWORD)
    town.worker_mo.save()
    return town.worker_mo


def code(secret: str, *, half_minutes_ago: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - half_minutes_ago))


def sign_in(client):
    return client.post("/sign-in/login/", {"login": "mo", "password": PASSWORD})


def take_a_device(client) -> str:
    """Sign in, say the password once more, and add a device; return its secret."""
    sign_in(client)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    client.get("/sign-in/2fa/totp/activate/")
    secret = client.session[SECRET_SESSION_KEY]
    assert client.post("/sign-in/2fa/totp/activate/", {"code": code(secret, half_minutes_ago=1)}).status_code == 302
    client.post("/sign-in/logout/")
    return secret


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_with_a_device_the_password_alone_opens_nothing(client, mo):
    take_a_device(client)

    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, "/sign-in/2fa/authenticate/")
    assert not is_in(client)
    assert client.get("/desk/").status_code == 302


def test_the_code_of_the_device_opens(client, mo):
    secret = take_a_device(client)
    sign_in(client)

    client.post("/sign-in/2fa/authenticate/", {"code": code(secret)})

    assert is_in(client)


def test_a_wrong_code_does_not(client, mo):
    secret = take_a_device(client)
    sign_in(client)

    page = client.post("/sign-in/2fa/authenticate/", {"code": code(secret, half_minutes_ago=40)})

    assert page.status_code == 200
    assert not is_in(client)


def test_the_secret_is_stored_sealed(client, mo):
    secret = take_a_device(client)

    stored = Authenticator.objects.get(user=mo, type=Authenticator.Type.TOTP).data["secret"]

    assert secret not in stored


def test_a_code_on_paper_opens_once(client, mo):
    take_a_device(client)
    paper = Authenticator.objects.get(user=mo, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    sign_in(client)
    client.post("/sign-in/2fa/authenticate/", {"code": paper})
    assert is_in(client)
    client.post("/sign-in/logout/")
    sign_in(client)

    client.post("/sign-in/2fa/authenticate/", {"code": paper})

    assert not is_in(client)
