"""Where nobody will be: found, told once, told again when near, taken back when filled."""

from datetime import datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.notices.actions import read_notices
from linli.notices.models import Notice
from linli.rota import jobs
from linli.rota.actions import keep_post, look_for_gaps, note_absence, plan_shift, take_off_shift
from linli.rota.models import GapWarning, Shift
from linli.rota.models.hours import WrongHours, read_hours
from linli.rota.queries import Gap, gaps
from tests.cast import BEIJING

from .looking import deliver

HOUR = timedelta(hours=1)


@pytest.fixture
def covered(town, hotline, at):
    """The hotline is stood on for a month from `at`, in shifts of eight hours, by three in turn."""
    people = [town.operator_lin, town.worker_mo, town.officer_zheng]
    Shift.objects.bulk_create(
        Shift(
            community=town.guihua, post=hotline, person=people[n % 3],
            starts_at=at + n * 8 * HOUR, ends_at=at + (n + 1) * 8 * HOUR,
        )
        for n in range(90)
    )  # fmt: skip
    return list(hotline.shifts.order_by("starts_at"))


def said(town):
    """Return what was recorded of gaps, in order, after telling everybody."""
    deliver(town)
    return [verb.removeprefix("rota.gap_") for verb in Event.objects.filter(verb__startswith="rota.gap").order_by("pk")
            .values_list("verb", flat=True)]  # fmt: skip


def unread(person):
    return Notice.objects.filter(reader=person, read_at=None, event__verb__startswith="rota.gap").count()


def test_a_gap_is_told_once_days_before_and_again_when_near(town, hotline, covered, at):
    take_off_shift(covered[18], by=town.officer_zheng, at=at)  # six days ahead

    for _again in range(3):
        look_for_gaps(town.guihua.pk, at=at)
    assert said(town) == ["ahead"]
    assert unread(town.secretary_liao) == 1
    assert unread(town.officer_zheng) == 0

    near = covered[18].starts_at - 20 * HOUR
    for _again in range(2):
        look_for_gaps(town.guihua.pk, at=near)
    assert said(town) == ["ahead", "near"]


def test_a_gap_beyond_the_days_of_its_post_is_not_told_yet(town, hotline, covered, at):
    take_off_shift(covered[18], by=town.officer_zheng, at=at)
    keep_post(hotline, warn_days=3, responsible=town.worker_mo, by=town.officer_zheng, at=at)

    look_for_gaps(town.guihua.pk, at=at)
    assert said(town) == []
    look_for_gaps(town.guihua.pk, at=at + timedelta(days=4))
    assert said(town) == ["ahead"]
    assert (unread(town.worker_mo), unread(town.secretary_liao)) == (1, 0)


def test_a_filled_gap_takes_its_warning_back(town, hotline, covered, at):
    gone = covered[18]
    take_off_shift(gone, by=town.officer_zheng, at=at)
    look_for_gaps(town.guihua.pk, at=at)
    said(town)

    plan_shift(hotline, person=town.keeper_li, starts_at=gone.starts_at, ends_at=gone.ends_at, by=None, at=at)
    look_for_gaps(town.guihua.pk, at=at)

    assert said(town) == ["ahead", "filled"]
    assert unread(town.secretary_liao) == 0, "nobody had read it: nothing more to say"
    assert GapWarning.objects.get().filled_at == at


def test_who_had_read_the_warning_hears_that_it_is_filled(town, hotline, covered, at):
    gone = covered[18]
    take_off_shift(gone, by=town.officer_zheng, at=at)
    look_for_gaps(town.guihua.pk, at=at)
    said(town)
    town.secretary_liao.__dict__.pop("duties_in_force", None)
    read_notices(None, by=town.secretary_liao, at=at)

    plan_shift(hotline, person=town.keeper_li, starts_at=gone.starts_at, ends_at=gone.ends_at, by=None, at=at)
    look_for_gaps(town.guihua.pk, at=at)

    assert said(town) == ["ahead", "filled"]
    assert unread(town.secretary_liao) == 1


def test_a_gap_filled_in_part_says_nothing_new_and_one_that_grows_does(town, hotline, covered, at):
    gone = covered[18]
    take_off_shift(gone, by=town.officer_zheng, at=at)
    look_for_gaps(town.guihua.pk, at=at)

    middle = {"starts_at": gone.starts_at + 2 * HOUR, "ends_at": gone.starts_at + 4 * HOUR}
    plan_shift(hotline, person=town.keeper_li, by=None, at=at, **middle)
    look_for_gaps(town.guihua.pk, at=at)
    assert said(town) == ["ahead"]
    assert GapWarning.objects.filter(filled_at=None).count() == 2

    take_off_shift(covered[19], by=town.officer_zheng, at=at)
    look_for_gaps(town.guihua.pk, at=at)
    assert said(town) == ["ahead", "ahead"]


def test_where_the_rota_ends_is_said_once_not_every_day(town, hotline, covered, at):
    ends = covered[-1].ends_at

    for day in range(12):
        look_for_gaps(town.guihua.pk, at=ends - timedelta(days=9) + timedelta(days=day / 2))
    assert said(town) == ["open"]
    look_for_gaps(town.guihua.pk, at=ends - 5 * HOUR)
    assert said(town) == ["open", "near"]


def test_leave_without_a_backup_leaves_a_gap(town, hotline, covered, at):
    note_absence(
        covered[4].person, community_id=town.guihua.pk, starts_at=covered[4].starts_at + HOUR,
        ends_at=covered[4].starts_at + 3 * HOUR, reason="", by=None, at=at,
    )  # fmt: skip

    assert gaps(hotline, at, at + 7 * timedelta(days=1)) == [
        Gap(covered[4].starts_at + HOUR, covered[4].starts_at + 3 * HOUR)
    ]


def test_two_are_wanted_where_the_post_says_two(town, hotline, covered, at):
    hotline.min_people = 2
    extra = {"starts_at": at + 2 * HOUR, "ends_at": at + 6 * HOUR}
    plan_shift(hotline, person=town.keeper_li, by=None, at=at, **extra)

    assert gaps(hotline, at, at + 8 * HOUR) == [Gap(at, at + 2 * HOUR, 1), Gap(at + 6 * HOUR, at + 8 * HOUR, 1)]


def test_hours_and_working_days_of_a_post(town, reception, at):
    reception.hours, reception.only_working_days = "8:30-12:00 15:00-18:00", True
    friday = datetime(2026, 3, 6, 0, 0, tzinfo=BEIJING)
    plan_shift(
        reception, person=town.worker_mo, starts_at=friday + 8.5 * HOUR, ends_at=friday + 12 * HOUR, by=None, at=at
    )

    assert gaps(reception, friday, friday + timedelta(days=4)) == [
        Gap(friday + 15 * HOUR, friday + 18 * HOUR),
        Gap(friday + timedelta(days=3, hours=8.5), friday + timedelta(days=3, hours=12)),
        Gap(friday + timedelta(days=3, hours=15), friday + timedelta(days=3, hours=18)),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8:00-12:00，15:00～18:30", [(480, 720), (900, 1110)]),
        ("22:00-6:00", [(1320, 1800)]),
        ("8-24", [(480, 1440)]),
        ("24:00-8:00", [(1440, 1920)]),
    ],
)
def test_hours_as_people_write_them(text, said):
    assert list(read_hours(text)) == said


@pytest.mark.parametrize("text", ["早上八点", "8:00-25:00", "8:75-9:00", "8:00-12:00 11:00-13:00"])
def test_what_are_no_hours(text):
    with pytest.raises(WrongHours):
        read_hours(text)


def test_every_change_has_the_gaps_looked_for_and_time_alone_does_too(town, hotline, covered, at):
    waiting = ProcrastinateJob.objects.filter(task_name="linli.rota.jobs.look_for_gaps")
    take_off_shift(covered[18], by=town.officer_zheng, at=at)

    (job,) = waiting
    assert job.args == {"community_id": town.guihua.pk}
    jobs.look_everywhere(timestamp=0)
    open_fence([town.guihua.pk])
    assert GapWarning.objects.filter(post=hotline).exists(), "the rota ended months ago, and was told so"


def test_who_has_left_leaves_a_gap_behind(town, hotline, covered, at):
    """郑 takes every third shift; his account is shut."""
    town.officer_zheng.is_active = False
    town.officer_zheng.save(update_fields=["is_active"])

    assert gaps(hotline, at, at + 24 * HOUR) == [Gap(at + 16 * HOUR, at + 24 * HOUR)]
