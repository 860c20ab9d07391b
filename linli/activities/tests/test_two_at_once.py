"""Two people in the same moment, on connections of their own: one place is given once, one tick is one row."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from linli.activities.actions import confirm_presence, plan_activity, sign_up, take_attendance
from linli.activities.models import Attendance, SignUp
from linli.fence.rows import open_fence
from linli.residents.actions import enter_person
from tests.cast import BEIJING, build_town

AT = datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING)


@pytest.fixture
def standing(committed_db):
    """A committed town with one place and two who want it."""
    with transaction.atomic():
        town = build_town()
        people = [enter_person(town.guihua, name=name, by=town.worker_mo, at=AT) for name in ("黄桂香", "覃家豪")]
        trip = plan_activity(
            town.guihua, title="一日游", kinds=["culture"], starts_at=AT, ends_at=AT + timedelta(hours=3),
            takes_sign_ups=True, capacity=1, by=town.worker_mo, at=AT,
        )  # fmt: skip
    return town, trip, people


def at_once(town, *deeds):
    begin = threading.Barrier(len(deeds))

    def do(deed):
        try:
            begin.wait(timeout=10)
            with transaction.atomic():
                open_fence([town.guihua.pk])
                deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def test_the_last_place_is_given_once_and_one_tick_is_one_row(standing):
    town, trip, people = standing
    at_once(town, *[lambda p=p: sign_up(trip, person=p, by=town.worker_mo, at=AT) for p in (*people, people[0])])
    at_once(
        town,
        lambda: take_attendance(trip, present=[people[0].pk], by=town.worker_mo, at=AT),
        lambda: confirm_presence(trip, person=people[0], by=None, at=AT),
    )

    with transaction.atomic():
        open_fence([town.guihua.pk])
        assert sorted(SignUp.objects.values_list("state", flat=True)) == ["going", "waiting"]
        assert list(Attendance.objects.values_list("person", flat=True)) == [people[0].pk]
