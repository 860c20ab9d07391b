"""Ticked at the door, confirmed on a phone, copied from paper: one row a person, whoever writes it."""

from datetime import timedelta

from linli.activities.actions import (
    CameAlong,
    TooEarly,
    confirm_presence,
    enter_paper_roll,
    note_guests,
    plan_activity,
    record_held,
    take_attendance,
)
from linli.activities.models import Attendance, Guest
from linli.activities.queries import Counts, Total, attended_by, counts_of, roll_of, total_held
from linli.residents.actions import enter_person

from .looking import everything, refused


def rows(activity):
    found = Attendance.objects.filter(activity=activity).order_by("person__pk")
    return list(found.values_list("person__name", "state", "how", "reason", "recorded_by__name"))


def test_a_list_may_be_sent_twice_and_in_parts(town, plan, people, at):
    evening, (huang, wei, qin) = plan(), people
    door = evening.starts_at
    take_attendance(evening, present=[huang.pk, wei.pk], by=town.worker_mo, at=door)
    take_attendance(evening, excused={qin.pk: "住院"}, by=town.secretary_liao, at=door)
    before = everything()
    take_attendance(evening, present=[huang.pk, wei.pk], by=town.secretary_liao, at=door)
    assert everything() == before

    take_attendance(evening, not_here=[wei.pk], present=[qin.pk], by=town.worker_mo, at=door)

    assert rows(evening) == [
        ("黄桂香", "present", "ticked", "", "莫秀丽"),
        ("覃家豪", "present", "ticked", "", "莫秀丽"),
    ]


def test_who_said_so_on_their_phone_stays_as_they_came(town, plan, people, at):
    evening, (huang, *_others) = plan(), people

    assert confirm_presence(evening, person=huang, by=None, at=evening.starts_at)
    assert not confirm_presence(evening, person=huang, by=None, at=evening.starts_at)
    take_attendance(evening, present=[huang.pk], by=town.worker_mo, at=evening.starts_at)

    assert rows(evening) == [("黄桂香", "present", "wall_code", "", None)]


def test_a_paper_list_is_entered_in_one_go_and_twice_is_once(town, plan, people, at):
    evening, (huang, wei, _qin) = plan(), people
    guests = [CameAlong(name="周建"), CameAlong(count=5, from_where="银杏社区")]
    for _twice in range(2):
        enter_paper_roll(evening, people=[huang.pk, wei.pk], guests=guests[:1], by=town.worker_mo, at=evening.starts_at)
    note_guests(evening, guests=guests[1:], by=town.worker_mo, at=evening.starts_at)

    assert [how for _name, _state, how, *_more in rows(evening)] == ["paper", "paper"]
    assert list(Guest.objects.values_list("name", "count", "from_where")) == [("周建", 1, ""), ("", 5, "银杏社区")]
    assert counts_of([evening.pk])[evening.pk].came == 8


def test_nobody_of_elsewhere_and_nobody_too_early(town, plan, people, at):
    evening = plan()
    stranger = enter_person(town.yinxing, name="别处的人", by=None, at=at)

    take_attendance(evening, present=[stranger.pk], by=town.worker_mo, at=evening.starts_at)
    assert rows(evening) == []
    with refused(TooEarly, "两小时"):
        take_attendance(evening, present=[people[0].pk], by=town.worker_mo, at=at)


def test_counts_are_readings(town, plan, people, at):
    huang, wei, _qin = people
    meeting = plan(
        "支部大会", kinds=["branch_meeting", "party_class"], takes_sign_ups=False, expected=[p.pk for p in people]
    )
    door = meeting.starts_at
    take_attendance(meeting, present=[huang.pk], excused={wei.pk: "出差"}, by=town.worker_mo, at=door)
    note_guests(meeting, guests=[CameAlong(count=2, from_where="街道")], by=town.worker_mo, at=door)

    counted = counts_of([meeting.pk])[meeting.pk]
    assert counted == Counts(expected=3, present=1, excused=1, missing=1, guests=2)
    assert counted.came == 3
    assert [(line.person.name, line.is_present, line.is_excused) for line in roll_of(meeting)] == [
        (person.name, person == huang, person == wei)
        for person in sorted(people, key=lambda p: (p.pinyin, p.name, p.pk))
    ]


def test_only_what_was_held_counts(town, plan, people, at, minutes):
    huang, wei, _qin = people
    held, unrecorded = plan("办过的", sessions=2), plan("没记的")
    after = held.ends_at + minutes(60)
    for activity in (held, unrecorded):
        take_attendance(activity, present=[huang.pk, wei.pk], by=town.worker_mo, at=activity.starts_at)
    record_held(
        held, started_at=held.starts_at, ended_at=held.ends_at, summary="办了", sessions=2, by=town.worker_mo, at=after
    )

    day = timedelta(days=1)
    assert total_held(town.guihua.pk, held.starts_at, held.ends_at) == Total(2, 2, 2)
    assert total_held(town.guihua.pk, held.starts_at, held.ends_at, "health") == Total(0, 0, 0)
    assert total_held(town.guihua.pk, held.starts_at + day, held.ends_at + day) == Total(0, 0, 0)
    assert [row.activity.title for row in attended_by([huang.pk])] == ["办过的"]


def test_counting_costs_the_same_for_one_and_three(town, plan, people, django_assert_num_queries):
    keys = [plan(f"歌会{n}").pk for n in range(3)]

    for some in (keys[:1], keys):
        with django_assert_num_queries(4):
            counts_of(some)


def test_who_is_expected_is_written_with_the_plan(town, at, people):
    day = at + timedelta(days=1)
    meeting = plan_activity(
        town.guihua, title="支委会", kinds=["committee_meeting"], starts_at=day, ends_at=day + timedelta(hours=1),
        expected=[people[0].pk, people[0].pk, 0], by=town.worker_mo, at=at,
    )  # fmt: skip

    assert counts_of([meeting.pk])[meeting.pk].expected == 1
