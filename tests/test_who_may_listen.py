"""Who is let in to listen, to what, and when that ends."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from linli.accounts.actions import end_duty
from linli.accounts.models import Duty
from linli.cases.tests.builders import a_case
from linli.live import entrance
from linli.live.models import Presence
from linli.live.queries import who_is_on


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch):
    """The test's own connection carries its transaction."""
    monkeypatch.setattr(entrance.connection, "close", lambda: None)


@pytest.fixture
def session():
    def session(user) -> str:
        client = Client()
        client.force_login(user)
        return client.cookies["sessionid"].value

    return session


def let_in(key, *words):
    return entrance.let_in(key, words, "resolution", "this process")


def test_everybody_hears_of_what_they_may_see_and_of_nothing_else(town, session, at):
    case = a_case(town, at=at)
    words = ("cases", "on", f"case:{case.number}", f"on:{case.number}", "notices", "case:GH-0", "nothing", "x" * 200)
    here, one = town.guihua.pk, f"cases.case:{case.pk}"

    lin = let_in(session(town.operator_lin), *words)
    assert dict(lin.topics) == {
        f"cases.case@{here}": "cases",
        f"on cases.case@{here}": "on",
        one: f"case:{case.number}",
        f"on {one}": f"on:{case.number}",
        f"notices.reader:{town.operator_lin.pk}": "notices",
    }
    zhao = let_in(session(town.operator_zhao), *words)
    there = f"cases.case@{town.yinxing.pk}"
    assert set(zhao.topics) == {there, f"on {there}", f"notices.reader:{town.operator_zhao.pk}"}
    assert zhao.presence_id == 0
    shen = let_in(session(town.auditor_shen), *words)
    assert set(shen.topics.values()) == {"notices"}
    assert let_in("nobody", *words) is None


def test_the_rota_is_heard_by_those_who_stand_somewhere(town, session):
    channels = {f"{label}@{town.guihua.pk}" for label in ("rota.shift", "rota.absence", "rota.post")}

    assert set(let_in(session(town.operator_lin), "rota").topics) == channels
    assert let_in(session(town.auditor_shen), "rota").topics == {}


def test_who_must_choose_a_password_first_hears_nothing(town, session):
    key = session(town.operator_lin)
    town.operator_lin.must_change_password = True
    town.operator_lin.save()

    assert let_in(key, "cases") is None


def test_listening_and_renewing_pieces_do_not_keep_a_session_alive(town, client):
    client.force_login(town.operator_lin)
    soon = timezone.now() + timedelta(minutes=3)
    kept = Session.objects.filter(pk=client.cookies["sessionid"].value)
    kept.update(expire_date=soon)

    let_in(client.cookies["sessionid"].value, "cases")
    piece = client.get("/desk/", headers={"Live-Pieces": "queue"})
    assert piece.status_code == 200
    assert b"<html" not in piece.content
    assert b'id="queue"' in piece.content
    assert kept.get().expire_date == soon
    client.get("/desk/")
    assert kept.get().expire_date > soon


def test_a_stream_ends_with_the_session_the_password_the_person_and_the_duty(town, session):
    people = [town.operator_lin, town.worker_mo, town.officer_zheng, town.secretary_liao, town.keeper_wei]
    asked = {}
    for person in people:
        listener = let_in(session(person), "notices")
        asked[person.username] = (listener.session_key, listener.user_id, listener.duty_id)
    assert entrance.no_longer_in(set(asked.values())) == set()

    Session.objects.filter(pk=asked["lin"][0]).delete()
    town.worker_mo.set_password("another-2026")
    town.worker_mo.save()
    town.officer_zheng.is_active = False
    town.officer_zheng.save()
    duty = Duty.objects.get(user=town.secretary_liao)
    end_duty(duty, until_on=timezone.localdate(), by=None, at=timezone.now())

    over = entrance.no_longer_in(set(asked.values()))
    assert over == {asked[name] for name in ("lin", "mo", "zheng", "liao")}


def test_who_is_on_a_thing_is_named_once_and_not_to_themselves(town, session, at):
    case = a_case(town, at=at)
    thing, now = f"cases.case:{case.pk}", timezone.now()
    first = let_in(session(town.operator_lin), f"on:{case.number}")
    again = let_in(session(town.operator_lin), f"on:{case.number}")
    mo = let_in(session(town.worker_mo), f"on:{case.number}")

    def others(user):
        return [each.name for each in who_is_on([thing], besides=user, now=timezone.now()).get(thing, [])]

    assert (others(town.operator_lin), others(town.worker_mo)) == (["莫秀丽"], ["林小满"])
    assert others(town.operator_zhao) == []
    entrance.see_off([first.presence_id, mo.presence_id], [town.guihua.pk])
    assert (others(town.operator_lin), others(town.worker_mo)) == ([], ["林小满"])
    assert not entrance.is_not_alone(again.presence_id, [town.guihua.pk])
    Presence.objects.update(seen_at=now - timedelta(minutes=2))
    assert others(town.worker_mo) == [], "its process has fallen silent"
    entrance.renew("this process", [town.guihua.pk])
    assert others(town.worker_mo) == ["林小满"]
