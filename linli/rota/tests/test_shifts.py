"""Who stands where and when; nobody in two places, and where a round-the-clock post would stand empty."""

import pytest
from django.db import DatabaseError, transaction

from linli.journal.models import Event
from linli.rota.actions import (
    AlreadyAway,
    AlreadyOnAShift,
    BackupStandsElsewhere,
    ShiftIsOver,
    change_shift,
    end_absence,
    note_absence,
    take_off_shift,
)
from linli.rota.models import Absence, FormerShift, Post, Shift
from linli.rota.queries import Gap, away, gaps, on_duty, watch

# Planning


def test_a_shift_is_planned_and_written_in_the_journal(town, hotline, shift, at, minutes):
    planned = shift(hotline, town.operator_lin, 0, 8)

    assert (planned.post, planned.person, planned.community) == (hotline, town.operator_lin, town.guihua)
    event = Event.objects.get(verb="rota.shift_planned")
    assert (event.actor, event.facts) == (
        town.officer_zheng, {"who": "林小满", "starts_at": "2026-03-02T09:30:00+08:00"},
    )  # fmt: skip


@pytest.mark.parametrize(("begins", "ends"), [(0, 8), (4, 12), (-4, 4), (2, 3), (-1, 9)])
def test_nobody_stands_on_two_shifts_at_once_whichever_the_post(town, hotline, reception, shift, begins, ends):  # noqa: PLR0917  a table of hours needs its cast
    shift(hotline, town.operator_lin, 0, 8)

    with pytest.raises(AlreadyOnAShift, match="林小满这段时间已经排了班"):
        shift(reception, town.operator_lin, begins, ends)
    assert (Shift.objects.count(), Event.objects.count()) == (1, 1)


def test_shifts_that_touch_do_not_overlap(town, hotline, reception, shift):
    shift(hotline, town.operator_lin, 0, 8)
    shift(reception, town.operator_lin, 8, 10)
    shift(hotline, town.operator_lin, -2, 0)

    assert Shift.objects.count() == 3


def test_two_people_may_share_a_post(town, hotline, shift, at):
    shift(hotline, town.operator_lin, 0, 8)
    shift(hotline, town.worker_mo, 4, 12)

    assert on_duty(town.guihua.pk, Post.Kind.HOTLINE, at) == [town.operator_lin]


def test_the_database_refuses_it_whoever_writes_the_row(town, hotline, shift):
    first = shift(hotline, town.operator_lin, 0, 8)

    with pytest.raises(DatabaseError, match="nobody_stands_on_two_shifts_at_once"), transaction.atomic():
        Shift.objects.create(
            community=town.guihua, post=hotline, person=first.person, starts_at=first.starts_at, ends_at=first.ends_at
        )


def test_a_shift_that_ends_before_it_begins_is_impossible(town, hotline, shift):
    with pytest.raises(DatabaseError), transaction.atomic():
        shift(hotline, town.operator_lin, 8, 0)
    assert Shift.objects.count() == 0


def test_posts_have_names_of_their_own(town, hotline):
    with pytest.raises(DatabaseError, match="one_post_of_each_name"), transaction.atomic():
        Post.objects.create(community=town.guihua, name="民声热线", kind=Post.Kind.OFFICER)


# Asking


def test_a_shift_counts_from_its_first_moment_until_just_before_its_last(town, hotline, shift, at, minutes):
    shift(hotline, town.operator_lin, 0, 8)

    hours = [(-1 / 60), 0, 479, 480]
    found = [on_duty(town.guihua.pk, Post.Kind.HOTLINE, at + minutes(n)) for n in hours]
    assert found == [[], [town.operator_lin], [town.operator_lin], []]


def test_who_is_where_now_in_the_order_of_the_posts(town, hotline, reception, shift, at):
    shift(reception, town.worker_mo, 0, 8)
    shift(hotline, town.operator_lin, 0, 8)
    shift(hotline, town.officer_zheng, 8, 16)

    of_hotline = watch(town.guihua.pk, Post.Kind.HOTLINE, at)
    assert [(each.post, each.person) for each in of_hotline.now] == [("民声热线", "林小满"), ("接待室", "莫秀丽")]
    assert of_hotline.next.person == town.officer_zheng.name
    assert watch(town.guihua.pk, Post.Kind.RECEPTION, at).next is None


def test_who_is_where_names_the_backup_and_until_when_it_is_so(town, hotline, reception, shift, at):
    shift(hotline, town.operator_lin, 0, 8, backup=town.worker_mo)
    shift(reception, town.keeper_li, 0, 4)
    stands = watch(town.guihua.pk, Post.Kind.HOTLINE, at).now
    assert [(each.person, each.backup, each.is_away) for each in stands] == [
        (town.operator_lin.name, town.worker_mo.name, False),
        (town.keeper_li.name, "", False),
    ]

    for person in (town.operator_lin, town.keeper_li):
        note_absence(
            person, community_id=town.guihua.pk, starts_at=at, ends_at=stands[1].ends_at, reason="", by=None, at=at
        )

    found = watch(town.guihua.pk, Post.Kind.HOTLINE, at)
    assert [each.is_away for each in found.now] == [True, True]
    assert [each.is_away for each in watch(town.guihua.pk, Post.Kind.HOTLINE, found.until).now] == [False]
    assert found.until == stands[1].ends_at


def test_the_other_community_has_a_rota_of_its_own(town, hotline, shift, at):
    shift(hotline, town.operator_lin, 0, 8)

    assert on_duty(town.yinxing.pk, Post.Kind.HOTLINE, at) == []
    assert watch(town.yinxing.pk, Post.Kind.HOTLINE, at) == ([], None)


def test_gaps_are_found(town, hotline, shift, at, minutes):
    def hours(*pairs):
        return [Gap(at + minutes(60 * begins), at + minutes(60 * ends)) for begins, ends in pairs]

    begins, ends = at, at + minutes(24 * 60)
    assert gaps(hotline, begins, ends) == hours((0, 24))
    shift(hotline, town.operator_lin, -2, 6)
    shift(hotline, town.worker_mo, 8, 16)
    shift(hotline, town.officer_zheng, 12, 20)
    assert gaps(hotline, begins, ends) == hours((6, 8), (20, 24))
    shift(hotline, town.keeper_wei, 6, 8)
    shift(hotline, town.keeper_li, 20, 30)
    assert gaps(hotline, begins, ends) == []


# Absence


def test_who_is_away_and_when(town, at, minutes):
    note_absence(
        town.keeper_wei, community_id=town.guihua.pk, starts_at=at, ends_at=at + minutes(60), reason="看病",
        by=town.officer_zheng, at=at,
    )  # fmt: skip

    people = [town.keeper_wei.pk, town.keeper_li.pk]
    assert [away(people, at + minutes(n)) for n in (-1, 0, 59, 60)] == [
        set(), {town.keeper_wei.pk}, {town.keeper_wei.pk}, set(),
    ]  # fmt: skip
    assert Event.objects.get(verb="rota.absence_noted").facts == {
        "who": "韦启明", "starts_at": "2026-03-02T09:30:00+08:00", "ends_at": "2026-03-02T10:30:00+08:00",
    }  # fmt: skip


def test_one_absence_at_a_time(town, at, minutes):
    def absent(begins, ends):
        with transaction.atomic():
            note_absence(
                town.keeper_wei, community_id=town.guihua.pk, starts_at=at + minutes(begins),
                ends_at=at + minutes(ends), reason="", by=None, at=at,
            )  # fmt: skip

    absent(0, 60)

    with pytest.raises(AlreadyAway, match="已经记了请假"):
        absent(30, 90)
    absent(60, 90)
    assert Absence.objects.count() == 2


def test_back_earlier_than_noted(town, at, minutes):
    def away_for(begins, ends):
        return note_absence(
            town.keeper_wei, community_id=town.guihua.pk, starts_at=at + minutes(begins), ends_at=at + minutes(ends),
            reason="", by=None, at=at,
        )  # fmt: skip

    begun, later = away_for(0, 60), away_for(120, 180)

    end_absence(begun, by=town.keeper_wei, at=at + minutes(20))
    end_absence(later, by=town.officer_zheng, at=at + minutes(20))

    assert [each.ends_at for each in Absence.objects.all()] == [at + minutes(20)]


# A backup


def test_the_backup_is_on_duty_while_the_one_on_the_shift_is_away(town, hotline, shift, at, minutes):
    shift(hotline, town.operator_lin, 0, 8, backup=town.worker_mo)
    note_absence(
        town.operator_lin, community_id=town.guihua.pk, starts_at=at + minutes(60), ends_at=at + minutes(120),
        reason="", by=None, at=at,
    )  # fmt: skip

    now = [on_duty(town.guihua.pk, Post.Kind.HOTLINE, at + minutes(n)) for n in (59, 60, 120)]
    assert now == [[town.operator_lin], [town.worker_mo], [town.operator_lin]]
    assert gaps(hotline, at, at + minutes(8 * 60)) == []


def test_who_stands_elsewhere_or_is_the_same_cannot_be_backup(town, hotline, reception, shift):
    shift(reception, town.worker_mo, 4, 6)

    with pytest.raises(BackupStandsElsewhere, match="莫秀丽这段时间自己在接待室值班"):
        shift(hotline, town.operator_lin, 0, 8, backup=town.worker_mo)
    with pytest.raises(DatabaseError, match="nobody_backs_up_themselves"), transaction.atomic():
        shift(hotline, town.operator_lin, 0, 8, backup=town.operator_lin)
    assert Shift.objects.count() == 1


# Changing


def test_a_shift_is_given_to_another_and_calendars_hear(town, hotline, shift, at):
    planned = shift(hotline, town.operator_lin, 1, 8)

    change_shift(
        planned,
        person=town.worker_mo,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        by=town.officer_zheng,
        at=at,
    )

    planned.refresh_from_db()
    assert (planned.person, planned.sequence) == (town.worker_mo, 1)
    assert FormerShift.objects.get().person == town.operator_lin
    assert Event.objects.get(verb="rota.shift_changed").facts["who"] == "莫秀丽"


def test_a_changed_shift_may_not_meet_another_of_the_same_person(town, hotline, reception, shift, at):
    first, second = shift(hotline, town.operator_lin, 1, 8), shift(reception, town.worker_mo, 1, 4)

    with pytest.raises(AlreadyOnAShift):
        change_shift(
            second, person=town.operator_lin, starts_at=second.starts_at, ends_at=second.ends_at,
            by=town.officer_zheng, at=at,
        )  # fmt: skip
    second.refresh_from_db()
    assert (second.person, first.sequence, FormerShift.objects.count()) == (town.worker_mo, 0, 0)


def test_what_is_over_stays_and_what_has_begun_is_not_taken_off(town, hotline, shift, at, minutes):
    planned = shift(hotline, town.operator_lin, 0, 8)

    with pytest.raises(ShiftIsOver, match="已经开始"):
        take_off_shift(planned, by=town.officer_zheng, at=at)
    with pytest.raises(ShiftIsOver, match="已经过去"):
        take_off_shift(planned, by=town.officer_zheng, at=at + minutes(480))
    take_off_shift(planned, by=town.officer_zheng, at=at - minutes(1))
    assert (Shift.objects.count(), FormerShift.objects.get().was_removed) == (0, True)
