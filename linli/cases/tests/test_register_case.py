"""登记: a matter is written down, gets a number, a query code and its promises, and is put before somebody."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError

from linli.cases.actions import Appeal, register_case, title_from
from linli.cases.models import Case, Channel, Kind, Policy, QueryCode, Status, Urgency
from linli.cases.queries.behind_code import requester_behind
from linli.cases.queries.policies import NoPolicy
from linli.fence.rows import open_fence
from linli.fence.sealing import keyed_hash
from linli.journal.models import Event
from linli.territory.models import Door, Lane

from .builders import a_case, an_appeal, category, fresh, impossible, journal, offers, promise, refused

KEY = UUID("6c1f1a2e-9d3b-4c55-8a7e-3f0f6f0c9b11")


def register(town, at, **but):
    return register_case(town.guihua, an_appeal(**but), by=town.operator_lin, at=at)


# What is needed, and what is not


def test_only_the_matter_itself_is_needed(town, at):
    bare = Appeal(content="门口水沟堵了", category=category(), channel=Channel.HOTLINE)

    case = register_case(town.guihua, bare, by=town.operator_lin, at=at)

    requester = case.requesters.get()
    assert (case.title, case.content, case.place_text, case.zone) == ("门口水沟堵了", "门口水沟堵了", "", None)
    assert (requester.name, requester.phone, requester.phone_hash, requester.phone_tail) == ("", "", "", "")
    assert (requester.words, requester.channel, requester.told_us_at) == ("门口水沟堵了", "hotline", at)


def test_whoever_does_not_want_to_be_named_is_not(town, at):
    requester = register(town, at, is_anonymous=True).requesters.get()

    assert (requester.is_anonymous, requester.name, requester.phone_tail) == (True, "", "0001")


def test_who_reports_somebody_is_confidential_without_asking(town, at):
    assert register(town, at, kind=Kind.REPORT).requesters.get().wants_confidential is True
    assert register(town, at, kind=Kind.COMPLAINT).requesters.get().wants_confidential is False


def test_the_phone_number_is_sealed_and_found_again_by_its_hash(town, at):
    requester = register(town, at).requesters.get()

    assert (requester.phone, requester.phone_tail) == ("+8613800000001", "0001")
    assert requester.phone_hash == keyed_hash("phone", "+8613800000001")


def test_who_registers_receives_it_first(town, at):
    case = register(town, at)

    assert (case.first_handler, case.handler, case.round) == (town.operator_lin, None, 1)


def test_a_matter_without_words_is_impossible(town, at):
    with impossible("a_matter_has_words", IntegrityError):
        Case.objects.filter(pk=register(town, at).pk).update(content="")


# Numbers


def test_numbers_follow_each_other_and_begin_anew_every_day(town, at, minutes):
    numbers = [register(town, at).number, register(town, at).number, register(town, at + minutes(24 * 60)).number]

    assert numbers == ["GH20260302-0001", "GH20260302-0002", "GH20260303-0001"]


def test_the_day_of_a_number_is_the_day_in_beijing(town):
    assert register(town, datetime(2026, 3, 1, 16, 30, tzinfo=UTC)).number == "GH20260302-0001"


def test_each_community_counts_for_itself(town, at):
    register(town, at)

    theirs = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)

    assert theirs.number == "YX20260302-0001"


def test_a_matter_received_yesterday_has_yesterdays_number_and_clock(town, at, minutes):
    received_at = at - minutes(24 * 60)

    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, received_at=received_at)

    event = Event.objects.get(verb="cases.registered")
    assert (case.number, case.received_at, case.first_reported_at) == ("GH20260301-0001", received_at, received_at)
    assert promise(case, "resolve").due_at == received_at + minutes(30)
    assert (event.at, event.recorded_at) == (received_at, at)


def test_what_was_first_reported_long_ago_says_so(town, at, minutes):
    long_ago = at - minutes(60 * 24 * 700)

    assert register(town, at, first_reported_at=long_ago).first_reported_at == long_ago


def test_it_cannot_have_been_first_reported_after_it_was_received(town, at, minutes):
    with refused(IntegrityError, "first_reported_before_it_was_received"):
        register(town, at, first_reported_at=at + minutes(1))


def test_the_same_key_twice_is_the_same_case(town, at, minutes):
    first = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, key=KEY)

    second = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at + minutes(1), key=KEY)

    assert second == first
    assert Case.objects.count() == 1
    assert journal(first) == ["registered", "offered"]


# The query code


def test_every_requester_gets_eight_digits_that_lead_back_to_them(town, at):
    requester = register(town, at).requesters.get()

    assert (len(requester.query_code), requester.query_code.isdigit()) == (8, True)
    open_fence([])
    assert requester_behind(requester.query_code) == requester


def test_the_code_is_kept_only_as_a_hash_outside_the_fence(town, at):
    requester = register(town, at).requesters.get()

    row = QueryCode.objects.values().get()
    assert row.pop("id")
    assert row == {
        "code_hash": keyed_hash("query code", requester.query_code),
        "community_id": town.guihua.pk,
        "requester_id": requester.pk,
    }


# Promises


def test_within_our_power_means_ten_minutes_and_thirty_from_the_moment_received(town, at, minutes):
    case = register(town, at)

    arrive, resolve = promise(case, "arrive"), promise(case, "resolve")
    assert (arrive.made_at, arrive.due_at, arrive.warn_at) == (at, at + minutes(10), at + minutes(7))
    assert (resolve.made_at, resolve.due_at, resolve.warn_at) == (at, at + minutes(30), at + minutes(21))
    assert (case.is_within_power, fresh(case).next_due_at) == (True, at + minutes(10))
    assert arrive.source == resolve.source == "社区公开承诺：力所能及的事，10 分钟内到现场，半小时内妥善处理"


def test_the_clock_does_not_sleep_at_night(town, at, minutes):
    night = at.replace(hour=23, minute=55)

    case = register(town, night)

    assert promise(case, "arrive").due_at == at.replace(day=3, hour=0, minute=5)
    assert promise(case, "resolve").due_at == at.replace(day=3, hour=0, minute=25)


@pytest.mark.parametrize(
    ("code", "due", "source"),
    [
        (
            "utilities",
            "2026-03-03T09:30:00+08:00",
            "水电气热等基本民生：24 小时内反馈（参照接诉即办通行做法，社区可改）",
        ),
        ("greening", "2026-03-09T23:59:59.999999+08:00", "一般事项：7 日内反馈（参照接诉即办通行做法，社区可改）"),
        (
            "illegal_building",
            "2026-03-17T23:59:59.999999+08:00",
            "复杂事项：15 日内反馈（参照接诉即办通行做法，社区可改）",
        ),
    ],
)
def test_other_matters_have_their_policys_deadline_and_its_source(town, at, code, due, source):
    case = register(town, at, category=category(code))

    only = case.promises.get()
    assert (only.kind, only.due_at, only.source) == ("resolve", datetime.fromisoformat(due), source)
    assert (case.is_within_power, fresh(case).next_due_at) == (False, only.due_at)


def test_the_urgency_said_at_intake_goes_before_the_categorys_own(town, at):
    case = register(town, at, urgency=Urgency.GENERAL)

    assert (case.urgency, [each.kind for each in case.promises.all()]) == ("general", ["resolve"])


def test_a_year_without_a_holiday_table_is_marked(town, at):
    assert promise(register(town, at.replace(year=2028), category=category("greening")), "resolve").due_is_assumed
    assert not promise(register(town, at, category=category("greening")), "resolve").due_is_assumed


def test_a_case_without_a_policy_is_refused(town, at):
    Policy.objects.filter(community=town.guihua).update(effective_until=at.date())

    with refused(NoPolicy, "没有适用的时限规则"):
        register(town, at)


def test_a_case_without_a_promise_is_impossible(town, at):
    with impossible("has no promise for round 1", IntegrityError):
        Case.objects.create(
            community=town.guihua, number="GH1", channel="hotline", category=category(), urgency="now", title="x",
            content="x", received_at=at, first_reported_at=at, is_within_power=True, first_handler=town.operator_lin,
        )  # fmt: skip


def test_a_new_round_without_a_promise_is_impossible(town, at):
    with impossible("has no promise for round 2", IntegrityError):
        Case.objects.filter(pk=register(town, at).pk).update(round=2)


# Where


def test_a_place_leads_to_its_lane_door_and_zone(town, at):
    case = register(town, at, place_text="建安街３８号门口")

    assert (case.place_text, case.lane, case.door, case.zone) == ("建安街38号门口", town.lane, town.door, town.zone)


def test_a_lane_within_one_zone_is_enough(town, at):
    case = register(town, at, place_text="建安街菜市场旁")

    assert (case.lane, case.door, case.zone) == (town.lane, None, town.zone)


def test_a_place_nobody_knows_is_written_down_as_said(town, at):
    case = register(town, at, place_text="河边大榕树下")

    assert (case.place_text, case.lane, case.door, case.zone) == ("河边大榕树下", None, None, None)


def test_a_lane_of_the_other_community_is_not_ours(town, at):
    Lane.objects.create(community=town.yinxing, name="贤德北巷", kind=Lane.Kind.LANE)

    assert register(town, at, place_text="贤德北巷3号").lane is None


def test_a_door_without_a_zone_has_no_keepers_to_ask(town, at):
    Door.objects.create(community=town.guihua, lane=town.lane, number=99)

    case = register(town, at, place_text="建安街99号")

    assert (case.zone, offers(case)) == (None, [("zheng", "officer", "")])


# What it is called


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("门口水沟堵了，污水漫到路面。", "门口水沟堵了，污水漫到路面"),
        ("路灯不亮！已经三天了", "路灯不亮"),
        ("第一行\n第二行", "第一行"),
        ("  前后有空白  ", "前后有空白"),
        ("。。。", "。。。"),
        ("一" * 60, "一" * 40),
        ("楼上装修从早上六点一直敲到晚上十点，孩子没法睡觉，老人心脏也不好", "楼上装修从早上六点一直敲到晚上十点"),
    ],
)
def test_the_title_is_the_first_clause(content, title):
    assert title_from(content) == title


def test_a_title_of_ones_own_is_kept(town, at):
    assert register(town, at, title="建安街水沟").title == "建安街水沟"


# What is written, and who is asked


def test_it_is_written_in_the_journal_and_offered(town, at, minutes):
    case = register(town, at)

    event = Event.objects.get(verb="cases.registered")
    assert (event.actor, event.at, event.recorded_at, event.facts) == (
        town.operator_lin, at, at, {"channel": "hotline"},
    )  # fmt: skip
    assert event.duty == "桂花社区 热线值班员"
    assert journal(case) == ["registered", "offered"]
    assert (fresh(case).status, offers(case)) == (Status.OFFERED, [("wei", "keeper", "")])
    assert case.offers.get().answer_by == at + minutes(2)


def test_no_personal_word_stands_in_the_journal(town, at):
    register(town, at, name="黄桂香", content="黄桂香家门口水沟堵了")

    written = " ".join(str(facts) for facts in Event.objects.values_list("facts", flat=True))
    assert ("黄桂香" in written, "13800000001" in written, "水沟" in written) == (False, False, False)


def test_nobody_is_asked_when_it_is_being_answered_at_the_desk(town, at):
    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, offer=False)

    assert (case.waits_at_the_door, offers(case), journal(case)) == (True, [], ["registered"])


def test_a_room_above_leaves_its_name_and_address(town, at):
    case = a_case(town, at=at, origin_label="巡逻隐患 P-204", origin_url="/patrol/204/")

    assert (case.origin_label, case.origin_url) == ("巡逻隐患 P-204", "/patrol/204/")
