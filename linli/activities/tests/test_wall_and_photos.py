"""The code on the wall is open for a while and tells nobody anything; a photo is shown only when people were asked."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from linli.activities.actions import (
    NobodyWasAsked,
    cancel_activity,
    hide_photo,
    make_feed,
    renew_wall_code,
    show_photo,
)
from linli.activities.models import Attendance
from linli.activities.paper import print_roll, print_wall
from linli.activities.queries.calendar import address_of, calendar_of
from linli.activities.queries.wall import word_of
from linli.activities.tests.builders import a_photo_of
from linli.activities.views import wall
from linli.fence.rows import open_fence
from linli.residents.actions import enter_person

from .looking import refused


@pytest.fixture
def running(town, plan):
    now = timezone.now()
    return plan(starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=1))


def here(activity):
    return reverse("activities:here", args=[word_of(activity)])


def test_name_and_phone_end_are_enough_and_wrong_ones_are_counted(client, town, running, at, monkeypatch):
    cache.clear()
    monkeypatch.setattr(wall, "WRONG_FROM_ONE_PLACE", 2)
    lu = enter_person(town.guihua, name="陆阿婆", phone="13900000042", by=town.worker_mo, at=at)
    right, wrong = {"name": "陆 阿婆", "phone_end": "0042"}, {"name": "陆阿婆", "phone_end": "0043"}

    assert "没有对上" in client.post(here(running), wrong).content.decode()
    for _twice in range(2):
        said = client.post(here(running), right).content.decode()
        assert "记好了" in said
        assert "陆阿婆" not in said
    client.post(here(running), wrong)
    assert client.post(here(running), right).status_code == 429
    open_fence([town.guihua.pk])
    assert list(Attendance.objects.values_list("person", "how", "recorded_by")) == [(lu.pk, "wall_code", None)]
    cache.clear()


def test_two_of_one_name_and_phone_end_are_nobody(client, town, running, at):
    for phone in ("13900000042", "13800000042"):
        enter_person(town.guihua, name="陆阿婆", phone=phone, by=town.worker_mo, at=at)

    assert "没有对上" in client.post(here(running), {"name": "陆阿婆", "phone_end": "0042"}).content.decode()
    cache.clear()


def test_the_code_lives_around_the_activity_and_a_new_one_ends_the_old(client, town, plan, running, at):
    tomorrow = timezone.now() + timedelta(days=1)
    ahead = plan("明天的", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1))
    assert "现在不能扫码签到" in client.get(here(ahead)).content.decode()
    assert "现在不能扫码签到" in client.post(here(ahead), {"name": "陆", "phone_end": "0042"}).content.decode()
    open_fence([town.guihua.pk])
    old = here(running)
    renewed = renew_wall_code(running, by=town.worker_mo, at=at)
    assert (client.get(old).status_code, client.get(here(renewed)).status_code) == (404, 200)
    assert client.get(reverse("activities:here", args=["1-1-guess~nothing"])).status_code == 404
    open_fence([town.guihua.pk])
    cancel_activity(renewed, reason="下雨", by=town.worker_mo, at=at)
    assert "取消了" in client.get(here(renewed)).content.decode()


def test_both_sheets_are_printed(town, running):
    assert print_wall(running, "https://linli.example/activities/here/x/").startswith(b"%PDF")
    assert print_roll(running, ["黄桂香", "韦启明"]).startswith(b"%PDF")


def test_a_photo_is_shown_only_with_consent_and_hidden_at_once(client, town, running, at):
    attached = a_photo_of(running, town, at)
    address = reverse("activities:public_picture", args=["GH", attached.file.key])
    assert client.get(address).status_code == 200
    open_fence([town.guihua.pk])
    hide_photo(attached, by=town.worker_mo, at=at)
    assert client.get(address).status_code == 404
    open_fence([town.guihua.pk])
    with refused(NobodyWasAsked):
        show_photo(attached, people_were_asked=False, by=town.worker_mo, at=at)


def test_a_calendar_shows_what_one_may_see_and_follows_changes(client, town, plan, at):
    plan()
    inner = plan("支部会", is_public=False)
    cancel_activity(plan("游园会"), reason="修路", by=town.worker_mo, at=at)

    def said(user):
        feed = make_feed(town.guihua.pk, by=user, at=at)
        events = Calendar.from_ical(calendar_of(feed, at)).walk("VEVENT")
        return feed, {(str(event["summary"]), str(event["status"])) for event in events}

    public = {("周末歌会", "CONFIRMED"), ("取消：游园会", "CANCELLED")}
    assert said(town.secretary_liao)[1] == public | {("支部会", "CONFIRMED")}
    feed, seen = said(town.keeper_wei)
    assert seen == public
    address = reverse("activities:feed", args=[address_of(feed)])
    read = client.get(address)
    assert (read.status_code, read["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert client.get(address, headers={"If-None-Match": read["ETag"]}).status_code == 304
    client.force_login(town.secretary_liao)
    assert "BEGIN:VEVENT" in client.get(f"/activities/{inner.pk}/activity.ics").content.decode()
