"""Which rule decides, whom it chooses and why; and that the ladder goes on after each of them."""

from datetime import time

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from linli.accounts.models import User
from linli.cases.actions import accept_case, decline_case, offer_to_next, reopen_case, sweep
from linli.cases.models import Channel, Dispatch, DispatchRule, Offer, Status, Urgency
from linli.cases.queries.timeline import timeline
from linli.cases.queries.why import why
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.rota.actions import note_absence, plan_shift
from linli.rota.models import Post

from .builders import a_case, a_resolved_case, a_unit, category, deliver, fresh, heard, impossible, journal, offers

NIGHT = {"from_time": time(22), "until_time": time(6)}


def a_rule(town, name="规则", *, target="zone", order=None, **but):
    order = order or DispatchRule.objects.count() + 1
    return DispatchRule.objects.create(community=town.guihua, name=name, target=target, order=order, **but)


def a_post(town, person=None, *, at=None, minutes=None):
    post, _new = Post.objects.get_or_create(community=town.guihua, name="夜间值班岗", kind=Post.Kind.PATROL)
    if person:
        plan_shift(post, person=person, starts_at=at - minutes(600), ends_at=at + minutes(600), by=None, at=at)
    return post


def whys(case):
    return [line.why for line in timeline(case) if line.why]


# Which rule


def test_without_rules_the_zone_is_asked_and_the_case_says_so(town, at):
    case = a_case(town, at=at)

    assert offers(case) == [("wei", "keeper", "")]
    assert whys(case) == ["没有规则管到这件事，按责任区派给韦启明"]
    assert Dispatch.objects.count() == 0


def test_the_first_rule_that_fits_decides(town, at):
    a_rule(town, "只管来信", channel=Channel.LETTER, target="person", person=town.secretary_liao)
    a_rule(town, "停用的", target="person", person=town.secretary_liao, is_on=False)
    a_rule(town, "排水 → 莫秀丽", category=category("municipal"), target="person", person=town.worker_mo)
    a_rule(town, "都给郑国安", target="person", person=town.officer_zheng)

    case = a_case(town, at=at)

    assert offers(case) == [("mo", "colleague", "")]
    assert whys(case) == ["按第 3 条规则「排水 → 莫秀丽」指派给莫秀丽"]
    chosen = Dispatch.objects.get()
    assert (chosen.order, chosen.name, chosen.target, chosen.person) == (3, "排水 → 莫秀丽", "person", town.worker_mo)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({"category": "municipal.drain"}, True),
        ({"category": "municipal"}, True),
        ({"category": "municipal.lamp"}, False),
        ({"channel": Channel.HOTLINE, "urgency": Urgency.NOW}, True),
        ({"urgency": Urgency.COMPLEX}, False),
        ({"weekdays": [1]}, True),
        ({"weekdays": [2, 3]}, False),
        ({"from_time": time(9, 30), "until_time": time(10)}, True),
        ({"from_time": time(8), "until_time": time(9, 30)}, False),
        ({"from_time": time(22), "until_time": time(6)}, False),
    ],
)
def test_conditions_are_all_asked_for(town, at, conditions, fits):
    if "category" in conditions:
        conditions = {"category": category(conditions["category"])}
    a_rule(town, target="person", person=town.worker_mo, **conditions)

    assert (offers(a_case(town, at=at))[0][0] == "mo") is fits


def test_a_night_belongs_to_the_day_it_begins_on(town, at, minutes):
    """`at` is a Monday, 9:30; Sunday night reaches into its small hours."""
    sunday_night = a_rule(town, weekdays=[7], **NIGHT)

    found = {hours: sunday_night.is_its_time(at + minutes(60 * hours)) for hours in (-11, -10, -4, -3, 13, 15)}

    assert found == {-11: True, -10: True, -4: True, -3: False, 13: False, 15: False}


def test_a_zone_is_a_condition_and_a_case_outside_any_zone_has_none(town, at):
    a_rule(town, zone=town.zone, target="person", person=town.worker_mo)

    assert offers(a_case(town, at=at))[0][0] == "mo"
    assert offers(a_case(town, at=at, place_text="河边大榕树下"))[0][0] == "zheng"


def test_rules_of_the_other_community_do_not_matter(town, at):
    DispatchRule.objects.create(
        community=town.yinxing, name="别处的", target="person", person=town.operator_zhao, order=1
    )

    assert offers(a_case(town, at=at))[0][0] == "wei"
    open_fence([town.guihua.pk])
    assert DispatchRule.objects.count() == 0


def test_one_query_finds_the_rule_however_many_there_are(town, at, minutes):
    a_case(town, at=at)
    with CaptureQueriesContext(connection) as few:
        a_case(town, at=at)
    for n in range(1, 31):
        a_rule(town, f"第 {n} 条", channel=Channel.MEDIA, category=category("municipal"))
    with CaptureQueriesContext(connection) as many:
        a_case(town, at=at + minutes(1))

    assert len(many) == len(few)
    assert sum("dispatchrule" in query["sql"] for query in many.captured_queries) == 1


# Whom, and the ladder afterwards


def test_assigned_it_goes_to_the_next_of_the_rules_people_then_up(town, at, minutes):
    post = a_post(town, town.worker_mo, at=at, minutes=minutes)
    a_post(town, town.operator_lin, at=at, minutes=minutes)
    a_rule(town, "夜班 → 值班岗", target="post", post=post)
    case = a_case(town, at=at)

    for n in (2, 4, 6, 8):
        sweep(at + minutes(n))

    assert [(who, rung) for who, rung, _answer in offers(case)] == [
        ("mo", "post"), ("lin", "post"), ("zheng", "officer"), ("liao", "secretary"), ("mo", "post"),
    ]  # fmt: skip
    assert whys(case) == [
        "按第 1 条规则「夜班 → 值班岗」指派给莫秀丽：在岗的里面排在最前",
        "前一位没有接，按次序轮到林小满",
        "前面的人没有接，往上找到带班郑国安",
        "前面的人没有接，往上找到书记廖建华",
        "前一位没有接，按次序轮到莫秀丽",
    ]


def test_grabbed_all_are_asked_at_once_and_the_first_has_it(town, at, minutes):
    a_rule(town, "急事抢单", mode="grab")
    case = a_case(town, at=at)

    assert offers(case) == [("wei", "keeper", ""), ("li", "keeper", "")]
    assert whys(case) == ["按第 1 条规则「急事抢单」请韦启明、李春芳抢单：谁先接归谁"]
    accept_case(case, by=town.keeper_li, at=at + minutes(1))

    assert offers(case) == [("wei", "keeper", "withdrawn"), ("li", "keeper", "accepted")]
    assert journal(case) == ["registered", "offered_to_all", "accepted", "spared"]
    deliver(town)
    assert (heard("offered_to_all"), heard("spared")) == (["li", "wei"], ["wei"])


def test_grabbed_a_no_leaves_the_others_asked_and_silence_goes_up(town, at, minutes):
    a_rule(town, mode="grab")
    case = a_case(town, at=at)

    decline_case(case, reason="在外地", by=town.keeper_wei, at=at + minutes(1))
    assert offers(case) == [("wei", "keeper", "declined"), ("li", "keeper", "")]
    sweep(at + minutes(2))

    assert offers(case)[1:] == [("li", "keeper", "lapsed"), ("zheng", "officer", "")]
    sweep(at + minutes(4))
    sweep(at + minutes(6))
    assert offers(case)[-1] == ("li", "keeper", "")


def test_grabbed_nobody_answering_lapses_together_and_comes_round_again(town, at, minutes):
    a_rule(town, mode="grab")
    case = a_case(town, at=at)

    for n in (2, 4, 6):
        sweep(at + minutes(n))

    assert [who for who, _rung, _answer in offers(case)] == ["wei", "li", "zheng", "liao", "wei", "li"]
    assert journal(case)[:4] == ["registered", "offered_to_all", "lapsed", "offered"]


def test_in_turn_least_in_hand_then_longest_unasked_then_the_list(town, at, minutes):
    a_rule(town, "轮流", mode="turn")

    first, second, third = (a_case(town, at=at + minutes(n)) for n in (0, 1, 2))
    assert [offers(case)[0][0] for case in (first, second, third)] == ["wei", "li", "wei"]
    accept_case(first, by=town.keeper_wei, at=at + minutes(1))
    accept_case(third, by=town.keeper_wei, at=at + minutes(2))
    accept_case(second, by=town.keeper_li, at=at + minutes(2))
    fourth = a_case(town, at=at + minutes(3))

    assert offers(fourth)[0][0] == "li"
    assert [whys(case)[0].partition("」")[2] for case in (first, second, third, fourth)] == [
        "轮流派给韦启明：手上 0 件，按名单轮到",
        "轮流派给李春芳：手上 0 件，最久没派过",
        "轮流派给韦启明：手上 0 件，最久没派过",
        "轮流派给李春芳：手上 1 件，比别人少",
    ]


def test_in_turn_a_refusal_goes_to_the_next_and_counts_as_having_been_asked(town, at, minutes):
    a_rule(town, "轮流", mode="turn")
    case = a_case(town, at=at)

    decline_case(case, reason="在别处救急", by=town.keeper_wei, at=at + minutes(1))

    assert offers(case) == [("wei", "keeper", "declined"), ("li", "keeper", "")]
    accept_case(case, by=town.keeper_li, at=at + minutes(2))
    assert whys(a_case(town, at=at + minutes(3))) == ["按第 1 条规则「轮流」轮流派给韦启明：手上 0 件，比别人少"]


def test_in_turn_who_is_away_is_passed_over_and_silence_goes_to_the_next(town, at, minutes):
    a_rule(town, "轮流", mode="turn")
    case = a_case(town, at=at)
    for n in (2, 4):
        sweep(at + minutes(n))
    assert [who for who, _rung, _answer in offers(case)] == ["wei", "li", "zheng"]

    note_absence(
        town.keeper_wei, community_id=town.guihua.pk, starts_at=at, ends_at=at + minutes(60), reason="", by=None, at=at
    )
    assert whys(a_case(town, at=at + minutes(5))) == ["按第 1 条规则「轮流」轮流派给李春芳：手上 0 件，现在只有这一位"]


def test_a_rule_whose_people_are_gone_is_stood_in_for(town, at, minutes):
    a_rule(town, "小苏的事", target="person", person=User.objects.create(username="su", name="苏明"))

    case = a_case(town, at=at)

    assert offers(case) == [("wei", "keeper", "")]
    assert whys(case) == ["第 1 条规则「小苏的事」指的人现在都不在，先按责任区派给韦启明"]
    sweep(at + minutes(2))
    assert offers(case)[-1] == ("li", "keeper", "")


def test_the_policys_ladder_may_ask_the_neighbours_first(town, at, minutes):
    from linli.cases.models import Policy
    from linli.cases.reference import BEFORE_ALL_RECORDS

    Policy.objects.filter(urgency="now").update(effective_until=at.date())
    Policy.objects.create(
        community=town.guihua, urgency="now", channel="hotline", arrive_within_minutes=10, resolve_within=30,
        resolve_clock="minutes", offer_within_minutes=2, source="试", effective_from=BEFORE_ALL_RECORDS,
        ladder=Policy.Ladder.NEIGHBOURS,
    )  # fmt: skip
    a_rule(town, target="person", person=town.worker_mo)
    case = a_case(town, at=at)
    for n in (2, 4, 6):
        sweep(at + minutes(n))

    assert [who for who, _rung, _answer in offers(case)] == ["mo", "wei", "li", "zheng"]


def test_a_unit_nobody_signs_in_for_stands_with_the_first_handler(town, at, minutes):
    unit = a_unit(town, at=at)
    a_rule(town, "水管 → 市政局", target="unit", unit=unit)
    note_absence(
        town.operator_lin,
        community_id=town.guihua.pk,
        starts_at=at,
        ends_at=at + minutes(60),
        reason="",
        by=None,
        at=at,
    )

    case = a_case(town, at=at)

    offer = Offer.objects.get()
    assert (offer.to, offer.unit, offer.is_by_link) == (town.operator_lin, unit, True)
    assert whys(case) == ["按第 1 条规则「水管 → 市政局」指派给市政局"]
    sweep(at + minutes(2))
    assert Event.objects.get(verb="cases.lapsed").facts["to"] == "市政局"
    assert offers(case)[-1] == ("zheng", "officer", "")


# What stays


def test_the_sentence_stays_when_the_rule_changes_and_the_round_goes_on_by_the_old_one(town, at, minutes):
    rule = a_rule(town, "先问莫秀丽", target="person", person=town.worker_mo)
    case = a_case(town, at=at)
    said = whys(case)

    DispatchRule.objects.filter(pk=rule.pk).update(name="改了", person=town.secretary_liao, order=5)

    assert whys(case) == said == ["按第 1 条规则「先问莫秀丽」指派给莫秀丽"]
    offer_to_next(case, by=town.operator_lin, at=at + minutes(1))
    assert [who for who, _rung, _answer in offers(case)] == ["mo", "zheng"]


def test_another_round_is_dispatched_by_the_rules_of_its_day(town, at, minutes):
    case = a_resolved_case(town, at=at)
    a_rule(town, "重办的给莫秀丽", target="person", person=town.worker_mo)

    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(60))

    assert offers(case)[-1] == ("mo", "colleague", "")
    assert Dispatch.objects.get().round == 2
    assert fresh(case).status == Status.OFFERED


def test_lines_written_before_there_were_rules_say_nothing():
    assert why({"to": "韦启明", "rung": "keeper"}) == ""


def test_a_rule_says_what_it_means(town):
    with impossible("dispatchrule_names_its_target", IntegrityError):
        a_rule(town, target="person")
    with impossible("hours_have_two_ends", IntegrityError):
        a_rule(town, from_time=time(8))
    a_rule(town, order=1)
    with impossible("rules_stand_in_an_order", IntegrityError):
        a_rule(town, order=1)
