import re

import pytest
from django.test import RequestFactory

from linli.web.context import page_frame

pytestmark = pytest.mark.urls("linli.web.tests.addresses")


def test_elder_mode_is_remembered_without_a_script(client, db):
    answer = client.post("/web/mode/", {"mode": "elder", "next": "/phone/"})

    assert (answer.status_code, answer.url) == (302, "/phone/")
    assert answer.cookies["mode"].value == "elder"
    assert 'data-mode="elder"' in client.get("/phone/").content.decode()
    client.post("/web/mode/", {"mode": "standard", "next": "/phone/"})
    assert "data-mode" not in client.get("/phone/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", ""])
def test_the_switch_never_leads_out_of_the_house(client, db, elsewhere):
    assert client.post("/web/mode/", {"mode": "elder", "next": elsewhere}).url == "/"


def test_the_switch_is_not_a_link(client, db):
    assert client.get("/web/mode/").status_code == 405


def test_the_language_is_chosen_in_the_footer(client, db):
    assert 'lang="zh-Hans"' in client.get("/phone/").content.decode()
    client.post("/web/language/", {"language": "en", "next": "/phone/"})
    assert '<html lang="en"' in client.get("/phone/").content.decode()


def test_a_page_has_its_landmarks_and_a_way_past_the_menu(client, db):
    text = client.get("/phone/").content.decode()

    assert text.index('class="skip" href="#content"') < text.index("<header")
    assert '<main class="page" id="content"' in text
    assert 'id="notices"' in text
    assert re.search(r'data-now="\d{4}-\d\d-\d\dT', text)
    assert ">登录<" in text


def test_a_phone_has_the_switch_alone_at_its_top(client, db):
    top = client.get("/phone/").content.decode().partition("<main")[0]

    assert "长者模式" in top
    assert "无障碍" not in top


def test_the_frame_asks_the_database_nothing_by_itself():
    request = RequestFactory().get("/")  # no user: reading one would fail

    assert page_frame(request)["mode"] == ""


def test_blank_filing_numbers_leave_no_trace(settings):
    settings.SITE_FILINGS = {"icp": "桂ICP备1号", "police": ""}

    assert page_frame(RequestFactory().get("/"))["filings"] == ["桂ICP备1号"]


def test_the_gallery_is_for_those_who_build(client, db, settings):
    settings.GALLERY_OPEN = False
    assert client.get("/web/gallery/").status_code == 404
    settings.GALLERY_OPEN = True
    assert client.get("/web/gallery/").status_code == 200


@pytest.mark.parametrize("name", ["mode", "language", "ease", "gallery"])
def test_every_door_of_the_toolkit_says_it_is_public(name):
    from linli.web import views

    view = getattr(views, name)

    assert (view.permission, view.login_required) == ("public", False)
