"""A session lives as long as it is used, and looking at pages writes nothing."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

THIRTY = timedelta(minutes=30)


@pytest.fixture
def lin(client, town):
    client.force_login(town.operator_lin)
    client.get("/accounts/me/")
    return client


def left(client):
    return Session.objects.get(session_key=client.session.session_key).expire_date - timezone.now()


def let_pass(client, time):
    stored = Session.objects.get(session_key=client.session.session_key)
    stored.expire_date -= time
    stored.save()


def test_looking_at_a_page_writes_nothing(lin):
    with CaptureQueriesContext(connection) as asked:
        lin.get("/accounts/me/")

    assert [query["sql"] for query in asked if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_used_after_a_minute_it_lives_another_thirty(lin):
    let_pass(lin, timedelta(minutes=2))

    lin.get("/accounts/me/")

    assert timedelta(minutes=29) < left(lin) <= THIRTY


def test_left_alone_for_thirty_it_ends(lin):
    let_pass(lin, THIRTY)

    assert lin.get("/accounts/me/").status_code == 302


def test_who_is_locked_out_is_out_with_the_next_click(lin, town):
    town.operator_lin.is_active = False
    town.operator_lin.save()

    assert lin.get("/accounts/me/").status_code == 302


def test_a_duty_that_ended_opens_nothing_with_the_next_click(lin, town):
    assert lin.get("/desk/").status_code == 200

    town.operator_lin.duties.update(until_on=timezone.localdate())

    assert lin.get("/desk/").status_code == 403


def test_the_person_and_their_duties_come_in_one_question(lin):
    with CaptureQueriesContext(connection) as asked:
        lin.get("/accounts/me/")

    assert [query["sql"].count("accounts_") > 0 for query in asked].count(True) == 1
