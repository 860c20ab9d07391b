"""Somebody leaves: what is theirs goes, and what others did with them goes on standing without a name."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from linli.activities.actions import plan_activity, take_attendance
from linli.activities.models import Attendance
from linli.fence.rows import open_fence
from linli.residents.actions import delete_person, enter_person
from linli.residents.models import Person


@pytest.fixture
def huang(town, at):
    """Somebody who came to an evening."""
    evening = plan_activity(
        town.guihua, title="周末歌会", kinds=["culture"], starts_at=at - timedelta(days=9),
        ends_at=at - timedelta(days=9, hours=-2), place="社区活动室", by=town.worker_mo, at=at - timedelta(days=20),
    )  # fmt: skip
    huang = enter_person(town.guihua, name="黄桂香", phone="13800000001", by=town.worker_mo, at=at)
    take_attendance(evening, present=[huang.pk], by=town.worker_mo, at=at - timedelta(days=9))
    return huang


def test_who_came_is_still_counted_and_is_nobody_any_more(town, at, huang):
    assert delete_person(huang, why="本人要求", by=town.secretary_liao, at=at) == "anonymised"

    huang.refresh_from_db()
    assert (huang.name, huang.phone, huang.anonymised_on) == ("已去掉姓名的居民", "", at.date())
    assert Attendance.objects.get().person == huang


def test_rows_behind_a_closed_fence_leave_an_empty_place_too(town, at):
    """Who asks sees no row; the database still knows that one stands there."""
    wei = enter_person(town.guihua, name="韦启明", phone="13800000009", by=town.worker_mo, at=at)
    elsewhere = plan_activity(
        town.yinxing, title="那边的会", kinds=["culture"], starts_at=at, ends_at=at + timedelta(hours=1), place="",
        by=town.operator_zhao, at=at,
    )  # fmt: skip
    Attendance.objects.create(community=town.yinxing, activity=elsewhere, person=wei, recorded_at=at)
    open_fence([town.guihua.pk])

    assert delete_person(wei, why="本人要求", by=town.secretary_liao, at=at) == "anonymised"
    assert Person.objects.get(pk=wei.pk).phone == ""


def test_what_they_were_at_stands_in_their_copy(client, town, at, huang):
    client.force_login(town.worker_mo)

    answer = client.post(reverse("residents:copy", args=[huang.pk]), {"why": "本人来要", "form": "json"})

    chapter = next(each for each in json.loads(answer.content)["sections"] if each["code"] == "activities")
    assert chapter["rows"][0]["活动"] == "周末歌会"
