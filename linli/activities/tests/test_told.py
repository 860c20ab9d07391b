"""Who hears of what: those on it, once, and nobody at night."""

from datetime import timedelta

from linli.activities.actions import (
    cancel_activity,
    change_activity,
    expect_people,
    remind,
    sign_up,
    withdraw_sign_up,
)
from linli.activities.chapter import export_of, lines_of, still_on_it
from linli.activities.models import Activity
from linli.residents.models import Person

from .looking import told


def test_whoever_is_on_it_hears_of_a_move_and_of_its_end(town, plan, people, at):
    huang, wei, _qin = people
    huang.user = town.keeper_li
    huang.save(update_fields=["user"])
    evening = plan(host=huang)
    sign_up(evening, person=wei, by=town.worker_mo, at=at)
    change_activity(evening, place="小广场", by=town.worker_mo, at=at)
    cancel_activity(evening, reason="下雨", by=town.worker_mo, at=at)

    both = {("韦启明", "activities.moved"), ("韦启明", "activities.cancelled")}
    assert told(town) == both | {("李春芳", "activities.moved"), ("李春芳", "activities.cancelled")}


def test_who_moves_up_hears_it_and_for_others_whoever_signed_them_up(town, plan, people, at, minutes):
    huang, wei, qin = people
    evening = plan(capacity=1)
    first = sign_up(evening, person=qin, by=town.worker_mo, at=at)
    second = sign_up(evening, person=wei, by=town.keeper_wei, at=at + minutes(1))
    sign_up(evening, person=huang, by=town.secretary_liao, at=at + minutes(2))
    withdraw_sign_up(first, by=town.worker_mo, at=at + minutes(3))
    withdraw_sign_up(second, by=town.keeper_wei, at=at + minutes(4))

    assert told(town) == {("韦启明", "activities.moved_up"), ("廖建华", "activities.moved_up")}


def test_who_is_asked_to_come_hears_it(town, plan, people, at):
    expect_people(plan(), people=[person.pk for person in people], by=town.worker_mo, at=at)

    assert told(town) == {("韦启明", "activities.expected")}


def test_reminders_come_once_and_not_at_night(town, plan, people, at, minutes):
    evening = plan(days=1)
    sign_up(evening, person=people[1], by=town.worker_mo, at=at)
    cancel_activity(plan("取消的", days=1), reason="下雨", by=town.worker_mo, at=at)
    night = at.replace(hour=6)

    said = [remind(town.guihua.pk, at=moment) for moment in (night, at, at + minutes(5))]
    assert said == [0, 1, 0]
    soon = evening.starts_at - minutes(60)
    assert [remind(town.guihua.pk, at=moment) for moment in (soon, soon + minutes(5), evening.starts_at)] == [1, 0, 0]
    assert told(town) == {("韦启明", "activities.reminded_day_before"), ("韦启明", "activities.reminded_hour_before")}


def test_a_moved_one_is_reminded_of_anew(town, plan, at):
    evening = plan(days=1)
    remind(town.guihua.pk, at=at)
    later = timedelta(days=3)
    change_activity(
        evening, starts_at=evening.starts_at + later, ends_at=evening.ends_at + later, by=town.worker_mo, at=at
    )

    assert remind(town.guihua.pk, at=at + later) == 1


def test_a_persons_file_says_what_they_were_at_and_why_they_are_kept(town, plan, people, at, minutes):
    from linli.activities.actions import record_held, take_attendance

    huang, wei, qin = people
    meeting = plan("支部会", kinds=["branch_meeting"], is_public=False, takes_sign_ups=False)
    door = meeting.starts_at
    take_attendance(meeting, present=[huang.pk], excused={qin.pk: "住院"}, by=town.worker_mo, at=door)
    record_held(
        meeting, started_at=door, ended_at=meeting.ends_at, summary="学了", by=town.worker_mo, at=door + minutes(200)
    )

    assert [line.text for line in lines_of(huang.pk, town.secretary_liao)] == ["支部会（到了）"]
    assert lines_of(huang.pk, town.keeper_wei) == []
    assert export_of(qin.pk)[0]["reason"] == "住院"
    Activity.objects.update(ends_at=at + timedelta(days=9000))
    Activity.objects.update(host=wei)
    assert set(still_on_it([person.pk for person in Person.objects.all()])) == {wei.pk}
