"""A calendar program subscribes: right hours, stable names, cancellations, and nothing once the address is replaced."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from linli.rota.actions import arrange_swap, make_feed, take_off_shift
from linli.rota.models import CalendarFeed
from linli.rota.queries.calendar import address_of, calendar


@pytest.fixture
def mine(town, at):
    return make_feed(town.guihua.pk, person=town.operator_lin, by=town.operator_lin, at=at)


def events(feed, now):
    feed = CalendarFeed.objects.select_related("person", "post", "community").get(pk=feed.pk)
    return Calendar.from_ical(calendar(feed, now)).walk("VEVENT")


def test_hours_are_those_of_the_clock_on_the_wall(town, hotline, shift, mine, at):
    shift(hotline, town.operator_lin, 0, 8)
    shift(hotline, town.worker_mo, 8, 16)

    (event,) = events(mine, at)
    assert event["dtstart"].to_ical() == b"20260302T093000"
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (at, at + timedelta(hours=8))
    text = calendar(CalendarFeed.objects.get(), at).decode()
    assert "BEGIN:VTIMEZONE" in text
    assert "TZOFFSETTO:+0800" in text


def test_a_shift_keeps_its_name_and_counts_its_changes_and_what_is_lost_is_cancelled(town, hotline, shift, mine, at):
    given, removed = shift(hotline, town.operator_lin, 1, 8), shift(hotline, town.operator_lin, 30, 38)
    before = {event["uid"]: event["sequence"] for event in events(mine, at)}
    posts = make_feed(town.guihua.pk, post=hotline, by=town.officer_zheng, at=at)

    arrange_swap(given, taker=town.worker_mo, by=town.officer_zheng, at=at)
    take_off_shift(removed, by=town.officer_zheng, at=at)

    after = events(mine, at)
    assert {event["uid"] for event in after} == set(before)
    assert {(event["status"], event["sequence"]) for event in after} == {("CANCELLED", 1)}
    of_post = {(event["summary"], event["status"]) for event in events(posts, at)}
    assert of_post == {("莫秀丽 · 民声热线", "CONFIRMED"), ("取消：林小满 · 民声热线", "CANCELLED")}

    arrange_swap(given, taker=town.operator_lin, by=town.officer_zheng, at=at)
    assert sorted((event["status"], event["sequence"]) for event in events(mine, at)) == [
        ("CANCELLED", 1), ("CONFIRMED", 2),
    ]  # fmt: skip


def test_the_address_is_secret_and_ends(client, town, hotline, shift, mine, at):  # noqa: PLR0917  a story needs its cast
    shift(hotline, town.operator_lin, 0, 8)

    def get(feed, **headers):
        return client.get(reverse("rota:feed", args=[address_of(feed)]), headers=headers)

    read = get(mine)
    assert (read.status_code, read["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert get(mine, **{"If-None-Match": read["ETag"]}).status_code == 304

    anew = make_feed(town.guihua.pk, person=town.operator_lin, by=town.operator_lin, at=at)
    assert (get(mine).status_code, get(anew).status_code) == (404, 200)
    assert client.get(reverse("rota:feed", args=["1-1-guess~nothing"])).status_code == 404
    town.operator_lin.is_active = False
    town.operator_lin.save(update_fields=["is_active"])
    assert get(anew).status_code == 404


def test_only_who_had_an_address_hears_that_the_old_one_ended(client, town):
    client.force_login(town.operator_lin)
    address = reverse("rota:own_calendar_made")

    first, second = (client.post(address, follow=True).content.decode() for _time in range(2))

    assert "地址在下面。" in first
    assert "旧的已经作废" not in first
    assert "新的地址在下面，旧的已经作废。" in second
