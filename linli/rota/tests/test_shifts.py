"""Who stands where and when; nobody in two places, and where a round-the-clock post would stand empty."""

import pytest
from django.db import DatabaseError, transaction

from linli.journal.models import Event
from linli.rota.actions import AlreadyOnAShift, note_absence, plan_shift
from linli.rota.models import Absence, Post, Shift
from linli.rota.queries import Gap, away, gaps, next_shift, on_duty, shifts_now


@pytest.fixture
def hotline(town):
    return Post.objects.create(
        community=town.guihua, name="民声热线", kind=Post.Kind.HOTLINE, is_round_the_clock=True, order=1
    )


@pytest.fixture
def reception(town):
    return Post.objects.create(community=town.guihua, name="接待室", kind=Post.Kind.RECEPTION, order=2)


@pytest.fixture
def shift(town, at, minutes):
    """Return a way to plan one: `shift(post, person, 0, 8)` is from `at` for eight hours."""

    def plan(post, person, begins, ends):
        return plan_shift(
            post, person=person, starts_at=at + minutes(60 * begins), ends_at=at + minutes(60 * ends),
            by=town.officer_zheng, at=at,
        )  # fmt: skip

    return plan


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

    assert [(each.post.name, each.person.name) for each in shifts_now(town.guihua.pk, at)] == [
        ("民声热线", "林小满"), ("接待室", "莫秀丽"),
    ]  # fmt: skip
    assert next_shift(town.guihua.pk, Post.Kind.HOTLINE, at).person == town.officer_zheng
    assert next_shift(town.guihua.pk, Post.Kind.RECEPTION, at) is None


def test_the_other_community_has_a_rota_of_its_own(town, hotline, shift, at):
    shift(hotline, town.operator_lin, 0, 8)

    assert (on_duty(town.yinxing.pk, Post.Kind.HOTLINE, at), shifts_now(town.yinxing.pk, at)) == ([], [])


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
        "who": "韦启明", "starts_at": "2026-03-02T09:30:00+08:00",
    }  # fmt: skip


def test_one_absence_at_a_time(town, at, minutes):
    def absent(begins, ends):
        with transaction.atomic():
            note_absence(
                town.keeper_wei, community_id=town.guihua.pk, starts_at=at + minutes(begins),
                ends_at=at + minutes(ends), reason="", by=None, at=at,
            )  # fmt: skip

    absent(0, 60)

    with pytest.raises(DatabaseError, match="one_absence_at_a_time"):
        absent(30, 90)
    absent(60, 90)
    assert Absence.objects.count() == 2
