"""An activity is planned once, changed, moved, called off, held; and again every week."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.activities.actions import (
    ActivityIsOff,
    HeldAlready,
    NoSuchDays,
    NotYet,
    PlannedAlready,
    cancel_activity,
    change_activity,
    change_following,
    plan_series,
    record_held,
    stop_series,
)
from linli.activities.models import Activity, Standing
from linli.journal.models import Event

from .looking import refused


def test_the_same_activity_is_planned_once(town, plan):
    plan()

    with refused(PlannedAlready, "同名的活动"):
        plan()
    plan(place="老年活动室")
    assert Activity.objects.count() == 2


def test_where_it_stands_is_read_from_its_rows(town, plan, at, minutes):
    evening = plan()
    said = [evening.standing_at(moment) for moment in (at, evening.starts_at, evening.ends_at)]
    assert said == [Standing.COMING, Standing.RUNNING, Standing.UNRECORDED]

    with refused(NotYet):
        record_held(
            evening, started_at=evening.starts_at, ended_at=evening.ends_at, summary="", by=town.worker_mo, at=at
        )
    after = evening.ends_at + minutes(5)
    held = record_held(
        evening, started_at=evening.starts_at, ended_at=evening.ends_at, summary="唱了歌", by=town.worker_mo, at=after
    )
    assert held.standing_at(after) == Standing.HELD
    with refused(HeldAlready):
        cancel_activity(held, reason="下雨", by=town.worker_mo, at=after)


def test_what_was_cancelled_says_why_and_stays_so(town, plan, at):
    evening = plan()
    off = cancel_activity(evening, reason="下大雨", by=town.worker_mo, at=at)

    assert (off.standing_at(at), off.sequence) == (Standing.CANCELLED, 1)
    with refused(ActivityIsOff, "下大雨"):
        change_activity(evening, title="改名", by=town.worker_mo, at=at)
    plan()
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Activity.objects.filter(pk=evening.pk).update(cancel_reason="")


def test_only_a_new_time_or_place_is_a_move(town, plan, at):
    evening = plan()
    change_activity(evening, plan="带上歌本", title=evening.title, by=town.worker_mo, at=at)
    change_activity(evening, place="小广场", by=town.worker_mo, at=at)
    change_activity(evening, place="小广场", by=town.worker_mo, at=at)

    changed = Event.objects.filter(verb__in=["activities.changed", "activities.moved"]).order_by("pk")
    assert [(event.verb, event.facts["changed"]) for event in changed] == [
        ("activities.changed", ["plan"]), ("activities.moved", ["place"]),
    ]  # fmt: skip


@pytest.fixture
def weekly(town, at):
    """Wednesdays at 9:00 for five weeks, sign-up until the evening before."""
    starts_at = at.replace(hour=9, minute=0) + timedelta(days=2)
    return plan_series(
        town.guihua, rule="FREQ=WEEKLY", until_on=date(2026, 4, 1), title="健康讲座", kinds=["health"],
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), takes_sign_ups=True,
        sign_up_closes_at=starts_at - timedelta(hours=14), by=town.worker_mo, at=at,
    )  # fmt: skip


def test_a_series_is_planned_row_by_row(town, weekly, at):
    planned = list(weekly.activities.all())

    assert [str(each.starts_at.astimezone(at.tzinfo)) for each in planned] == [
        f"2026-{day} 09:00:00+08:00" for day in ("03-04", "03-11", "03-18", "03-25", "04-01")
    ]
    assert {each.starts_at - each.sign_up_closes_at for each in planned} == {timedelta(hours=14)}
    with refused(NoSuchDays, "一次也没有"):
        plan_series(
            town.guihua, rule="FREQ=WEEKLY", until_on=date(2026, 3, 1), title="晚了", kinds=["health"],
            starts_at=at, ends_at=at + timedelta(hours=1), by=None, at=at,
        )  # fmt: skip


def test_this_and_the_following_move_together(town, weekly, at):
    third = list(weekly.activities.all())[2]
    later = timedelta(hours=6)

    changed = change_following(
        third,
        starts_at=third.starts_at + later,
        ends_at=third.ends_at + later,
        place="小广场",
        by=town.worker_mo,
        at=at,
    )

    assert changed == 3
    assert [(each.starts_at.astimezone(at.tzinfo).hour, each.place) for each in weekly.activities.all()] == [
        (9, ""), (9, ""), (15, "小广场"), (15, "小广场"), (15, "小广场"),
    ]  # fmt: skip
    assert {each.starts_at - each.sign_up_closes_at for each in weekly.activities.all()} == {
        timedelta(hours=14), timedelta(hours=20),
    }  # fmt: skip


def test_a_series_stops_from_one_on(town, weekly, at):
    third = list(weekly.activities.all())[2]

    assert stop_series(third, reason="医生不来了", by=town.worker_mo, at=at) == 3
    assert [each.is_cancelled for each in weekly.activities.all()] == [False, False, True, True, True]
    weekly.refresh_from_db()
    assert weekly.stopped_at == at
