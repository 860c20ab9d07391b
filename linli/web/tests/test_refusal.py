import pytest
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy

from linli.web.refusal import Refusal

pytestmark = pytest.mark.urls("linli.web.tests.addresses")


class NotYours(Refusal):
    message = gettext_lazy("这不是您的事。")


def test_a_refusal_is_its_sentence():
    assert str(Refusal("不行。")) == "不行。"
    assert (str(NotYours()), NotYours().field) == ("这不是您的事。", None)
    assert str(NotYours("另一句。", field="note")) == "另一句。"


def test_the_page_says_why_and_gives_back_what_was_typed(client, db):
    page = client.post(
        "/refuses/",
        {"note": "沟已疏通，\n路面冲洗干净。", "choice": "done"},
        headers={"referer": "http://testserver/phone/"},
    )
    text = page.content.decode()

    assert page.status_code == 409
    assert "谁办的谁不核查。" in text
    assert "沟已疏通，" in text
    assert ">done<" not in text
    assert 'href="/phone/"' in text
    assert "data-refused" in text


def test_a_piece_of_a_page_gets_a_notice_at_the_top(client, db):
    piece = client.post("/refuses/", {"note": "沟已疏通"}, headers={"HX-Request": "true"})

    assert piece.status_code == 409
    assert (piece.headers["HX-Retarget"], piece.headers["HX-Reswap"]) == ("#notices", "innerHTML show:top")
    assert piece.content.decode().startswith('<div class="notice" data-tone="vermilion" role="alert">')
    assert "<html" not in piece.content.decode()


def test_a_boosted_link_gets_a_page(client, db):
    page = client.post("/refuses/", headers={"HX-Request": "true", "HX-Boosted": "true"})

    assert "<html" in page.content.decode()


def test_what_is_written_is_escaped(client, db):
    page = client.post("/refuses/", {"note": "<script>坏</script>"})

    assert "<script>坏" not in page.content.decode()


def test_nothing_is_half_done(client, committed_db):
    client.post("/writes-and-refuses/")

    assert not Session.objects.filter(pk="half-done").exists()
