import pytest
from django.test import Client, RequestFactory

from linli.web import errors

pytestmark = pytest.mark.urls("linli.web.tests.addresses")
HTMX = {"HX-Request": "true"}


def test_403_gives_the_reason_it_was_given(client, db):
    assert "今天不归您值班。" in client.get("/forbids/?reason=今天不归您值班。").content.decode()


def test_403_without_a_reason_says_whom_to_ask(client, db):
    page = client.get("/forbids/")

    assert page.status_code == 403
    assert "请找管这件事的人" in page.content.decode()


def test_404_does_not_tell_missing_from_hidden(client, db):
    page = client.get("/nowhere/")

    assert page.status_code == 404
    assert "地址可能写错了，或者这件事不在您的社区。" in page.content.decode()


def test_500_gives_back_what_was_typed_and_asks_the_database_nothing():
    page = errors.server_error(RequestFactory().post("/x/", {"note": "写了很多字"}))
    text = page.content.decode()

    assert page.status_code == 500
    assert "我们这边出了错" in text
    assert "写了很多字" in text


def test_500_keeps_elder_mode():
    request = RequestFactory().get("/")
    request.COOKIES["mode"] = "elder"

    assert 'data-mode="elder"' in errors.server_error(request).content.decode()


def test_429_and_400_say_what_to_do(db):
    request = RequestFactory().get("/")

    assert errors.too_many_requests(request).status_code == 429
    assert errors.bad_request(request).status_code == 400


@pytest.mark.parametrize("path", ["/forbids/", "/nowhere/"])
def test_pieces_of_pages_get_a_notice(client, db, path):
    piece = client.get(path, headers=HTMX)

    assert piece.headers["HX-Retarget"] == "#notices"
    assert "<html" not in piece.content.decode()


def test_a_crash_in_a_piece_gets_a_notice_with_the_number(client, db):
    client.raise_request_exception = False
    piece = client.get("/crashes/", headers=HTMX)

    assert piece.status_code == 500
    assert piece.headers["X-Request-Id"] in piece.content.decode()


def test_a_form_that_was_open_too_long_gives_back_what_was_typed(db):
    page = Client(enforce_csrf_checks=True).post("/refuses/", {"note": "沟已疏通"})
    text = page.content.decode()

    assert page.status_code == 403
    assert "沟已疏通" in text
    assert 'name="note"' not in text, "it is shown, never sent again with a fresh token"
