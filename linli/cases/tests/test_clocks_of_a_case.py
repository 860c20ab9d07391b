"""What the two clocks of a case show, and how its timeline reads."""

import pytest
from django.utils import translation

from linli.cases.actions import (
    accept_case,
    add_arrival,
    add_remark,
    hand_over_emergency,
    record_arrival,
    reopen_case,
    resolve_case,
    sweep,
)
from linli.cases.models import Closure, Outcome, Pause, Remark
from linli.cases.queries.clocks import clock_of
from linli.cases.queries.timeline import timeline

from .builders import a_case, a_case_in_hand, a_case_on_site, an_appeal, category, fresh, pause, promise, resolve


def rings(case, now):
    case, waiting = fresh(case), Pause.objects.filter(case=case, ended_at=None).first()
    return {ring.promise: ring for ring in clock_of(case, case.promises.all(), now, waiting).rings}


def states(case, now):
    return {name: ring.state for name, ring in rings(case, now).items()}


# Clocks


def test_arrival_stands_first(town, at):
    assert list(rings(a_case(town, at=at), at)) == ["arrive", "settle"]


def test_both_run_then_warn_then_are_late(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    seen = {n: states(case, at + minutes(n)) for n in (0, 6, 8, 11, 22, 31)}

    assert seen == {
        0: {"arrive": "running", "settle": "running"},
        6: {"arrive": "running", "settle": "running"},
        8: {"arrive": "warning", "settle": "running"},
        11: {"arrive": "broken", "settle": "running"},
        22: {"arrive": "broken", "settle": "warning"},
        31: {"arrive": "broken", "settle": "broken"},
    }


def test_a_kept_promise_shows_the_time_it_took(town, at, minutes):
    case = a_case_on_site(town, at=at)

    ring = rings(case, at + minutes(999))["arrive"]

    assert (ring.state, ring.long_words) == ("kept", "守约 · 用时 5 分 00 秒")


def test_a_broken_one_how_late_it_was(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    record_arrival(case, by=town.keeper_wei, at=at + minutes(14))

    seen = {rings(case, at + minutes(n))["arrive"].long_words for n in (14, 500)}

    assert seen == {"超时 4 分 00 秒"}


def test_when_nobody_came_it_stops_counting_at_the_end(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    sweep(at + minutes(11))
    resolve(case, by=town.keeper_wei, at=at + minutes(25))

    first, later = (rings(case, at + minutes(n))["arrive"] for n in (26, 60 * 24 * 30))

    assert (first.state, first.still_open, first.long_words) == ("broken", False, "超时 15 分 00 秒")
    assert later.long_words == first.long_words


def test_a_waived_one_says_why_and_a_paused_one_until_when(town, at, minutes):
    told = a_case_in_hand(town, at=at)
    resolve(told, by=town.keeper_wei, at=at + minutes(5))
    waiting = a_case_on_site(town, at=at)
    pause(waiting, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(24 * 60))

    waived, paused = rings(told, at + minutes(6))["arrive"], rings(waiting, at + minutes(7))["settle"]

    assert (waived.state, waived.long_words) == ("waived", "不用到现场就办结了")
    assert (paused.state, paused.long_words) == ("paused", "暂停，预计 3月3日 恢复")


def test_the_promise_reads_as_one_says_it(town, at):
    said = {
        code: rings(case, at)["settle"].allowance
        for code, case in (
            (code, a_case(town, at=at, category=category(code)))
            for code in ("municipal.drain", "utilities", "greening", "illegal_building")
        )
    }

    assert said == {
        "municipal.drain": "30 分钟", "utilities": "24 小时", "greening": "7 日", "illegal_building": "15 日",
    }  # fmt: skip


# The timeline


def test_what_happened_is_told_in_order_with_its_words_and_who(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    add_remark(case, kind=Remark.Kind.NOTE, body="根子在老管道上", by=town.keeper_wei, at=at + minutes(2))
    record_arrival(case, by=town.keeper_wei, at=at + minutes(5))
    resolve(case, by=town.keeper_wei, at=at + minutes(20))

    lines = [(line.sentence, line.kind, line.state, line.words, line.by) for line in timeline(case)]

    assert lines == [
        ("接到热线，承诺的时间开始走", "event", "", (), "林小满"),
        ("派给责任区党员 韦启明，请在 09:32 前接单", "event", "", (), "林小满"),
        ("接单，正在赶来", "event", "", (), "韦启明"),
        ("内部备注", "note", "", ("根子在老管道上",), "韦启明"),
        ("到场", "event", "kept", (), "韦启明"),
        ("答复居民", "answer", "", ("水沟通了，请您看看。",), "韦启明"),
        ("办结：办成了", "event", "kept", ("掏通了水沟",), "韦启明"),
    ]


def test_a_breach_and_a_late_entry_are_marked(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    sweep(at + minutes(11))
    add_arrival(
        case,
        who=town.keeper_wei,
        arrived_at=at + minutes(8),
        note="打过电话",
        by=town.operator_lin,
        at=at + minutes(20),
    )

    lines = {line.verb.removeprefix("cases."): line for line in timeline(case)}

    assert (lines["promise_broken"].state, lines["promise_broken"].by) == ("broken", "")
    assert (lines["arrival_added"].words, lines["arrival_added"].by) == (("打过电话",), "林小满")
    assert lines["arrival_added"].sentence == "补记到场：韦启明，09:38"


def test_the_resident_reads_fewer_lines_and_no_names(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    add_remark(case, kind=Remark.Kind.NOTE, body="根子在老管道上", by=town.keeper_wei, at=at + minutes(2))
    resolve(case, by=town.keeper_wei, at=at + minutes(20))

    assert [(line.verb.removeprefix("cases."), line.words) for line in timeline(case, for_resident=True)] == [
        ("registered", ()),
        ("accepted", ()),
        ("promise_broken", ()),
        ("answered", ("水沟通了，请您看看。",)),
        ("resolved", ()),
    ]


def test_another_round_goes_on_below(town, at, minutes):
    case = a_case_on_site(town, at=at)
    resolve(case, by=town.keeper_wei, at=at + minutes(20))
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(60))
    accept_case(case, by=town.keeper_wei, at=at + minutes(61))

    assert [line.verb.removeprefix("cases.") for line in timeline(case)][-3:] == ["reopened", "offered", "accepted"]
    assert [line.words for line in timeline(case) if line.verb == "cases.reopened"] == [("又堵了",)]


# In which language


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_kept_in_a_row_is_in_the_houses_own_language(town, at, minutes, language):
    """A resident reads it later, whatever language the page of whoever did it was in."""
    case = a_case_in_hand(town, at=at)

    with translation.override(language):
        resolve_case(case, outcome=Outcome.DONE, done="通了", by=town.keeper_wei, at=at + minutes(5))
        emergency = hand_over_emergency(town.guihua, an_appeal(), number="120", by=town.operator_lin, at=at)

    assert promise(case, "arrive").waived_why == "不用到现场就办结了"
    assert Closure.objects.get(case=emergency).answer.body == "已马上转 120，请保持电话畅通，注意安全。"
