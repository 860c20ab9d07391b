"""Organisation life: what is owed, in plain words; meetings of several kinds; reminders told once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linli.activities.actions import record_held, take_attendance
from linli.activities.models import Expected
from linli.journal.models import Event
from linli.party.actions import give_post, note_dues, note_mobile, plan_meeting, remind_of_contacts, remind_of_life
from linli.party.actions.dues import Fact
from linli.party.models import Member, Organisation
from linli.party.notify import who_leads_it
from linli.party.paper import meeting_card, member_card
from linli.party.queries.calendar import life_of, times_this_year
from linli.party.queries.dues import long_unpaid
from linli.party.queries.life import add_months, period_of, rules
from linli.party.queries.service import draft_note, services_of

from .builders import LONG_AGO

BEIJING = ZoneInfo("Asia/Shanghai")
ON = date(2026, 3, 25)


def hold(party, on, *kinds, organisation=None, **more):
    begins = datetime(on.year, on.month, on.day, 19, 30, tzinfo=BEIJING)
    meeting = plan_meeting(
        organisation or party.first, title=f"会 {on}", kinds=list(kinds), starts_at=begins,
        ends_at=begins + timedelta(hours=1), place="二楼", by=None, at=begins - timedelta(days=3), **more,
    )  # fmt: skip
    record_held(
        meeting.activity, started_at=begins, ended_at=begins + timedelta(hours=1), summary="学了。", decisions="照办。",
        by=None, at=begins + timedelta(hours=2),
    )  # fmt: skip
    meeting.activity.refresh_from_db()
    return meeting


def words(party, on=ON, organisation=None):
    return [line.words for line in life_of([organisation or party.first], on)[0].lines]


def test_what_is_owed_is_said_in_plain_words(party):
    assert words(party)[:2] == ["本季度还差 1 次支部党员大会，到 3 月 31 日", "本季度还差 1 次党课，到 3 月 31 日"]
    assert words(party, organisation=party.group) == ["本月还差 1 次党小组会，到 3 月 31 日"]


def test_a_small_branch_owes_no_committee_meetings_and_one_with_a_committee_does(town, party, at):
    assert not any("支部委员会" in each for each in words(party))
    for member, code in ((party.huang, "organisation"), (party.luo, "publicity")):
        give_post(member, organisation=party.first, code=code, from_on=LONG_AGO, by=None, at=at)
    assert "本月还差 1 次支部委员会，到 3 月 31 日" in words(party)


def test_one_meeting_counts_for_each_of_its_kinds(party):
    hold(party, date(2026, 3, 10), "theme_day", "party_class")
    said = words(party)
    assert "本季度的党课开过 1 次" in said
    assert "本月的主题党日开过 1 次" in said
    assert "本月还差 1 次主题党日，到 4 月 30 日" in words(party, date(2026, 4, 2))


def test_a_planned_meeting_is_on_its_way_and_a_cancelled_one_is_not(party, town, at):
    begins = datetime(2026, 3, 30, 19, 30, tzinfo=BEIJING)
    meeting = plan_meeting(
        party.first, title="党课", kinds=["party_class"], starts_at=begins,
        ends_at=begins + timedelta(hours=1), by=None, at=at,
    )  # fmt: skip
    assert "本季度的党课已经安排好，还没有开" in words(party)
    activity = meeting.activity
    activity.cancelled_at, activity.cancel_reason = at, "下大雨"
    activity.save()
    assert "本季度还差 1 次党课，到 3 月 31 日" in words(party)


def test_every_rule_names_its_source_and_periods_end_where_they_should():
    assert all(rule.source and rule.times >= 1 for rule in rules())
    assert [period_of(name, date(2026, 11, 23)).last for name in ("month", "quarter", "year")] == [
        date(2026, 11, 30), date(2026, 12, 31), date(2026, 12, 31),
    ]  # fmt: skip


def test_life_of_many_asks_as_often_as_of_one(party, django_assert_num_queries):
    every = list(Organisation.objects.all())
    for some in (every[:2], every):
        with django_assert_num_queries(2):
            life_of(some, ON)


def test_who_should_come_is_counted_from_the_register_of_that_day(party):
    meeting = hold(party, date(2026, 3, 10), "branch_meeting")
    expected = set(Expected.objects.filter(activity=meeting.activity).values_list("person_id", flat=True))
    assert expected == {party.liao.person_id, party.huang.person_id, party.luo.person_id}


def test_a_card_of_a_meeting_is_filled_from_what_is_there(party, at):
    hold(party, date(2026, 2, 10), "theme_day")
    meeting = hold(party, date(2026, 3, 10), "theme_day", "health", agenda="讨论水沟")
    take_attendance(
        meeting.activity, present=[party.liao.person_id], excused={party.huang.person_id: "值班"}, by=None,
        at=meeting.activity.ended_at,
    )  # fmt: skip
    card = meeting_card(meeting, at)
    assert times_this_year(meeting) == 2
    assert card["kinds"][1].startswith("□\u00a0支部党员大会")
    assert "☑\u00a0主题党日" in card["kinds"][1]
    assert "☑ 其他：健康" in card["kinds"][1]
    assert [pair[1] for pair in card["short"][2:7]] == ["第 2 次", "不公开", "3 人", "1 人", "1 人"]
    assert card["lines"][0][1] == "黄桂香（值班）　未到：罗福生"
    assert (card["content"][1], card["decided"][1], card["lines"][2][1]) == ("学了。", "照办。", "讨论水沟")
    meeting.is_disclosed = True
    assert meeting_card(meeting, at)["lines"][0][1] == "黄*香（值班）　未到：罗*生"


def test_services_are_read_from_activities_and_never_typed_again(party, at):
    meeting = hold(party, date(2026, 3, 1), "volunteer")
    take_attendance(meeting.activity, present=[party.huang.person_id], by=None, at=meeting.activity.ended_at)

    found = services_of(party.huang, date(2026, 1, 1), date(2027, 1, 1))
    assert [(line.on, line.what, line.how_long, line.certifier) for line in found] == [
        (date(2026, 3, 1), "会 2026-03-01", "1 小时", "第一支部")
    ]
    card = member_card(party.huang, datetime(2026, 3, 25, tzinfo=BEIJING))
    assert card["services"]["rows"][0] == ["03-01", "会 2026-03-01", "1 小时", "", "第一支部"]
    assert dict(card["pairs"])["入党日期"] == "1995 年 7 月"
    assert draft_note(party.huang, 2026, 1).splitlines() == [
        "这一季度参加服务和活动 1 次：",
        "3 月 1 日，会 2026-03-01",
    ]


def test_sitting_in_a_meeting_is_no_service_unless_something_was_done_beside_it(party, at):
    for day, kinds in ((2, ["group_meeting"]), (3, ["branch_meeting", "party_class"]), (4, ["party_class", "health"])):
        meeting = hold(party, date(2026, 3, day), *kinds)
        take_attendance(meeting.activity, present=[party.huang.person_id], by=None, at=meeting.activity.ended_at)

    found = services_of(party.huang, date(2026, 1, 1), date(2027, 1, 1))
    assert [line.on for line in found] == [date(2026, 3, 4)]


def test_reminders_are_told_once_and_to_who_leads_the_branch(town, party):
    at = datetime(2026, 3, 25, 8, 30, tzinfo=BEIJING)
    told = remind_of_life(town.guihua.pk, at=at)
    assert told == Event.objects.filter(verb="party.life_due_soon").count() > 0
    assert remind_of_life(town.guihua.pk, at=at + timedelta(hours=3)) == 0

    events = list(Event.objects.filter(verb="party.life_due_soon"))
    readers = who_leads_it(events)
    assert {tuple(readers[event.pk]) for event in events} == {(town.secretary_liao.pk,)}


def test_the_middle_of_a_month_reminds_of_nothing(town, party):
    assert remind_of_life(town.guihua.pk, at=datetime(2026, 2, 10, 8, 30, tzinfo=BEIJING)) == 0


def test_mobile_members_are_asked_after_once_a_week_at_most(town, party):
    at = datetime(2026, 3, 25, 8, 30, tzinfo=BEIJING)
    note_mobile(
        party.qin, direction="out", left_on=LONG_AGO, reason="work", destination="东莞", contact_days=90, by=None, at=at
    )
    assert [remind_of_contacts(town.guihua.pk, at=at + timedelta(days=n)) for n in (0, 1, 7)] == [1, 0, 1]


@pytest.mark.parametrize(("reason", "shown"), [("", ["黄桂香"]), ("生病", [])])
def test_six_months_unpaid_without_a_reason_are_shown_as_a_fact(party, at, reason, shown):
    for n in range(6):
        fact = Fact(party.huang.pk, "unpaid", None, reason if n == 3 else "")
        note_dues(party.first, month=add_months(date(2025, 9, 1), n), facts=[fact], by=None, at=at)
    found = long_unpaid(Member.objects.select_related("person"), ON)
    assert [each.member.person.name for each in found] == shown
    assert note_dues(party.first, month=date(2025, 9, 1), facts=[Fact(party.huang.pk, "unpaid")], by=None, at=at) == 0
