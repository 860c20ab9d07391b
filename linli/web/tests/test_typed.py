import pytest
from django.test import RequestFactory

from linli.web.typed import way_back, what_was_typed


def typed(**fields):
    return what_was_typed(RequestFactory().post("/cases/7/reply/", fields))


def test_sentences_and_numbers_come_back():
    assert typed(note="沟已疏通。", phone="13800000001", place="建安街 38 号") == [
        "沟已疏通。",
        "13800000001",
        "建安街 38 号",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"csrfmiddlewaretoken": "长长的一串"},
        {"password": "很长的密码"},
        {"new_password1": "很长的密码"},
        {"next": "/去那里/"},
        {"category": "drain"},
        {"zone": "12"},
        {"ladder": "officer secretary"},
        {"arrived_at": "2026-03-02T09:46"},
        {"day": "2026-03-02"},
        {"note": "  "},
    ],
)
def test_secrets_and_choices_do_not(fields):
    assert typed(**fields) == []


def test_the_words_of_a_code_come_back_where_they_were_written():
    assert typed(note="officer secretary") == ["officer secretary"]


def test_a_page_that_was_only_opened_typed_nothing():
    assert what_was_typed(RequestFactory().get("/?q=水沟")) == []


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/cases/7/?tab=1", "/cases/7/?tab=1"),
        ("https://elsewhere.example/cases/", "/cases/7/reply/"),
        ("", "/cases/7/reply/"),
        ("javascript:alert(1)", "/cases/7/reply/"),
    ],
)
def test_the_way_back_stays_in_the_house(referer, back):
    assert way_back(RequestFactory().post("/cases/7/reply/", headers={"referer": referer})) == back


def test_from_nowhere_back_means_the_start():
    assert way_back(RequestFactory().get("/cases/7/")) == "/"
