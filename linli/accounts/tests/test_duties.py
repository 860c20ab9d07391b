"""Duties have a place and a term; every zone has two or three keepers today and on every day to come."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from linli.accounts.actions import (
    DutyIsOver,
    NotInOffice,
    ZoneNeedsTwoOrThreeKeepers,
    appoint,
    end_duty,
    grant_duty,
    override_keepers,
)
from linli.accounts.models import Duty, KeeperOverride, User
from linli.accounts.queries import holders_of, keepers_of
from linli.journal.models import Event
from linli.territory.models import Zone

Role = Duty.Role
LONG_AGO = date(2020, 1, 1)
DAY = timedelta(days=1)


@pytest.fixture
def today():
    """The database counts keepers from its own today on."""
    return timezone.localdate()


@contextmanager
def refused_by_the_database(match):
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), _asked_at_once():
        yield


@contextmanager
def _asked_at_once():
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def somebody(name="黎明"):
    return User.objects.create(username=name, name=name)


def keep(town, user, from_on, until_on=None, zone=None):
    return Duty.objects.create(
        user=user, role=Role.ZONE_KEEPER, community=town.guihua, zone=zone or town.zone, from_on=from_on,
        until_on=until_on,
    )  # fmt: skip


# A duty has one place and a term


def test_a_duty_is_written_in_the_journal(town, at):
    duty = grant_duty(
        town.worker_mo, Role.DUTY_OPERATOR, community=town.guihua, by=town.secretary_liao, at=at, from_on=at.date()
    )

    event = Event.objects.get(verb="accounts.duty_granted")
    assert (event.subject, event.actor, event.facts) == (
        duty, town.secretary_liao, {"role": "桂花社区 热线值班员", "holder": "莫秀丽"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "duty_has_one_place"),
        ({"community": "guihua", "street": "street"}, "duty_has_one_place"),
        ({"role": Role.ZONE_KEEPER, "community": "guihua"}, "only_a_keeper_has_a_zone"),
        ({"community": "guihua", "zone": "zone"}, "only_a_keeper_has_a_zone"),
        ({"community": "guihua", "until_on": LONG_AGO}, "duty_ends_after_it_begins"),
    ],
)
def test_a_duty_without_its_one_place_and_term_is_impossible(town, given, name):
    row = {key: getattr(town, value, value) if isinstance(value, str) else value for key, value in given.items()}
    row = {"role": Role.COMMUNITY_WORKER, **row}
    if given.get("role"):
        row["role"] = given["role"]
    with refused_by_the_database(name):
        Duty.objects.create(user=town.worker_mo, from_on=LONG_AGO, **row)


def test_nobody_holds_the_same_duty_twice_at_a_time(town, today):
    with refused_by_the_database("one_duty_of_a_kind_at_a_time"):
        Duty.objects.create(user=town.worker_mo, role=Role.COMMUNITY_WORKER, community=town.guihua, from_on=today)

    with pytest.raises(NotInOffice, match="莫秀丽已经有这个职务了"):
        appoint(town.worker_mo, Role.COMMUNITY_WORKER, community=town.guihua, by=town.secretary_liao, at=timezone.now())
    assert town.worker_mo.duties.count() == 1


def test_one_person_may_hold_different_duties_and_the_same_in_two_places(town, today):
    for role, community in ((Role.DUTY_OPERATOR, town.guihua), (Role.COMMUNITY_WORKER, town.yinxing)):
        Duty.objects.create(user=town.worker_mo, role=role, community=community, from_on=today)

    assert town.worker_mo.duties.count() == 3


def test_a_term_counts_from_its_first_day_until_the_day_before_its_end(town, at):
    duty = grant_duty(
        somebody(), Role.DUTY_OFFICER, community=town.guihua, by=None, at=at, from_on=date(2026, 3, 2),
        until_on=date(2026, 3, 4),
    )  # fmt: skip

    def in_force(day):
        return duty.user in holders_of(Role.DUTY_OFFICER, town.guihua.pk, date(2026, 3, day))

    assert [in_force(day) for day in (1, 2, 3, 4)] == [False, True, True, False]


def test_ending_a_duty_keeps_its_past(town, today, at):
    duty = town.worker_mo.duties.get()

    end_duty(duty, until_on=today, by=town.secretary_liao, at=at)

    assert (Duty.objects.get(pk=duty.pk).from_on, Duty.objects.get(pk=duty.pk).until_on) == (LONG_AGO, today)
    assert Event.objects.get(verb="accounts.duty_ended").facts == {
        "role": "桂花社区 社区工作者", "holder": "莫秀丽", "until_on": today.isoformat(),
    }  # fmt: skip


def test_a_duty_given_by_mistake_today_can_be_ended_today(town, today):
    duty = appoint(town.worker_mo, Role.DUTY_OFFICER, community=town.guihua, by=town.secretary_liao, at=timezone.now())

    end_duty(duty, until_on=today, by=town.secretary_liao, at=timezone.now())

    assert town.worker_mo not in holders_of(Role.DUTY_OFFICER, town.guihua.pk, today + DAY)


def test_a_duty_that_is_over_is_not_ended_again(town, today, at):
    duty = town.worker_mo.duties.get()
    end_duty(duty, until_on=today - DAY * 30, by=town.secretary_liao, at=at)

    with pytest.raises(DutyIsOver, match="已经结束"):
        end_duty(duty, until_on=today, by=town.secretary_liao, at=at)
    assert Duty.objects.get(pk=duty.pk).until_on == today - DAY * 30


# Two or three keepers


def test_the_lead_keeper_comes_first(town, at):
    grant_duty(
        somebody(), Role.ZONE_KEEPER, community=town.guihua, zone=town.zone, by=None, at=at, from_on=date(2019, 1, 1)
    )

    assert [user.username for user in keepers_of(town.zone.pk, at.date())] == ["wei", "黎明", "li"]


@pytest.mark.parametrize("keepers", [0, 1, 4])
def test_a_zone_with_other_than_two_or_three_keepers_cannot_be_drawn(town, today, keepers):
    with refused_by_the_database(f"would have {keepers} keepers on {today}"):
        zone = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=LONG_AGO)
        for n in range(keepers):
            keep(town, somebody(f"黎{n}"), LONG_AGO, zone=zone)


@pytest.mark.parametrize("keepers", [2, 3])
def test_with_two_or_three_it_can(town, today, keepers):
    zone = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=LONG_AGO)
    for n in range(keepers):
        keep(town, somebody(f"黎{n}"), LONG_AGO, zone=zone)

    with _asked_at_once():
        assert len(keepers_of(zone.pk, today)) == keepers


def test_two_duties_of_one_person_are_one_keeper(town, today):
    with refused_by_the_database("would have 1 keepers"):
        zone = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=LONG_AGO)
        user = somebody()
        keep(town, user, LONG_AGO, until_on=today - DAY, zone=zone)
        keep(town, user, today - DAY, zone=zone)


def test_a_fourth_keeper_is_refused_in_a_sentence(town):
    appoint(somebody("甲"), Role.ZONE_KEEPER, community=town.guihua, zone=town.zone, by=None, at=timezone.now())

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers, match="2 至 3 名"):
        appoint(somebody("乙"), Role.ZONE_KEEPER, community=town.guihua, zone=town.zone, by=None, at=timezone.now())
    assert Duty.objects.filter(zone=town.zone).count() == 3


def test_a_keeper_cannot_leave_before_a_successor_is_named(town, today, at):
    duty = town.keeper_li.duties.get()

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers, match="先安排好接替的人"):
        end_duty(duty, until_on=today + DAY * 30, by=town.secretary_liao, at=at)
    assert (Duty.objects.get(pk=duty.pk).until_on, Event.objects.count()) == (None, 0)


def test_with_a_successor_from_that_day_on_they_can(town, today, at):
    leaves_on = today + DAY * 30
    keep(town, somebody(), leaves_on)

    end_duty(town.keeper_li.duties.get(), until_on=leaves_on, by=town.secretary_liao, at=at)

    days = {day: [user.username for user in keepers_of(town.zone.pk, day)] for day in (leaves_on - DAY, leaves_on)}
    assert days == {leaves_on - DAY: ["wei", "li"], leaves_on: ["wei", "黎明"]}


def test_a_successor_a_day_late_leaves_a_gap_and_is_refused(town, today, at):
    keep(town, somebody(), today + DAY * 31)

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers):
        end_duty(town.keeper_li.duties.get(), until_on=today + DAY * 30, by=town.secretary_liao, at=at)


def test_a_keeper_may_leave_and_the_successor_come_in_one_transaction(town, today, at):
    leaves_on = today + DAY
    keep(town, somebody("甲"), leaves_on)
    end_duty(town.keeper_li.duties.get(), until_on=leaves_on, by=town.secretary_liao, at=at)
    keep(town, somebody("乙"), leaves_on)
    end_duty(town.keeper_wei.duties.get(), until_on=leaves_on, by=town.secretary_liao, at=at)

    assert [user.username for user in keepers_of(town.zone.pk, leaves_on)] == ["甲", "乙"]


def test_removing_a_keepers_row_is_refused_too(town, today):
    with refused_by_the_database("two or three keepers are needed"):
        town.keeper_li.duties.all().delete()


def test_moving_a_keeper_to_another_zone_leaves_the_first_short(town, today):
    zone = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=LONG_AGO)
    for n in range(2):
        keep(town, somebody(f"黎{n}"), LONG_AGO, zone=zone)

    with refused_by_the_database(f"zone {town.zone.pk} would have 1 keepers"):
        town.keeper_li.duties.update(zone=zone)


def test_what_was_long_ago_is_not_counted(town, today):
    keep(town, somebody("甲"), LONG_AGO, until_on=LONG_AGO + DAY * 30)
    keep(town, somebody("乙"), LONG_AGO, until_on=LONG_AGO + DAY * 30)

    with _asked_at_once():
        assert len(keepers_of(town.zone.pk, LONG_AGO)) == 4


def test_a_zone_that_is_merged_away_needs_no_keepers(town, today):
    Zone.objects.filter(pk=town.zone.pk).update(ended_on=today)

    with _asked_at_once():
        Duty.objects.filter(zone=town.zone).update(until_on=today)


# An exception with a reason


def test_an_exception_says_why_and_until_when(town, today, at):
    override = override_keepers(
        town.zone, reason="韦启明生病", from_on=today, until_on=today + DAY * 30, by=town.secretary_liao, at=at
    )

    end_duty(town.keeper_li.duties.get(), until_on=today + DAY, by=town.secretary_liao, at=at)

    assert (override.approved_by, KeeperOverride.objects.count()) == (town.secretary_liao, 1)
    assert Event.objects.get(verb="accounts.keepers_overridden").facts == {"reason": "韦启明生病"}


def test_it_does_not_last_longer_than_it_says(town, today, at):
    override_keepers(
        town.zone, reason="韦启明生病", from_on=today, until_on=today + DAY * 30, by=town.secretary_liao, at=at
    )

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers):
        end_duty(town.keeper_li.duties.get(), until_on=today + DAY * 30, by=town.secretary_liao, at=at)


def test_it_counts_for_its_own_zone_only(town, today, at):
    other = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=LONG_AGO)
    for n in range(2):
        keep(town, somebody(f"黎{n}"), LONG_AGO, zone=other)
    override_keepers(other, reason="人手紧", from_on=today, until_on=today + DAY * 30, by=town.secretary_liao, at=at)

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers):
        end_duty(town.keeper_li.duties.get(), until_on=today + DAY, by=town.secretary_liao, at=at)


@pytest.mark.parametrize(
    ("given", "name"), [({"reason": ""}, "override_says_why"), ({"until_on": LONG_AGO}, "ends_after")]
)
def test_an_exception_without_reason_or_end_is_impossible(town, given, name):
    with refused_by_the_database(name):
        KeeperOverride.objects.create(
            **{
                "zone": town.zone, "reason": "人手紧", "approved_by": town.secretary_liao, "from_on": LONG_AGO,
                "until_on": LONG_AGO + DAY, **given,
            }
        )  # fmt: skip
