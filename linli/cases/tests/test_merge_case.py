"""并案: two cases worked on as one, both callers answered and called back, and taken apart again."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    CannotMerge,
    NotNow,
    NotYetToFile,
    add_remark,
    archive_case,
    ask_help,
    join_case,
    merge_case,
    record_arrival,
    record_callback,
    undo_merger,
)
from linli.cases.models import Case, Merger, Pause, Promise, Remark, Requester, Status
from linli.cases.queries.behind_code import progress_of, requester_behind
from linli.cases.queries.joining import main_of, why_not_merge
from linli.cases.queries.timeline import timeline

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    an_appeal,
    deliver,
    everything,
    fresh,
    heard,
    impossible,
    journal,
    offers,
    pause,
    promise,
    refused,
    resolve,
)

NEIGHBOUR = {"content": "我家门前也漫水了。", "name": "覃叔", "phone": "+8613800000002"}


@pytest.fixture
def two(town, at, minutes):
    """A case somebody is at, and a second call about the same water four minutes later."""
    main = a_case_on_site(town, at=at)
    return main, a_case(town, at=at + minutes(6), **NEIGHBOUR)


def merge(town, case, into, at):
    return merge_case(case, into=into, reason="同一条沟", by=town.operator_lin, at=at)


def undo(town, merger, at):
    return undo_merger(merger, reason="不是同一条沟", by=town.operator_lin, at=at)


def test_the_callers_of_both_stand_with_the_main_case(town, at, minutes, two):
    main, second = two
    code = second.requesters.get().query_code

    merge(town, second, main, at + minutes(8))

    second = fresh(second)
    assert (second.status, second.is_open, second.next_due_at) == (Status.MERGED, False, None)
    assert [one.name for one in main.requesters.all()] == ["黄女士", "覃叔"]
    assert list(main.requesters.values_list("is_first", flat=True)) == [True, False]
    assert requester_behind(code).case == main_of(second) == main
    assert {one.waived_why for one in second.promises.all()} == {f"已并入 {main.number}"}
    assert offers(second)[-1][2] == "withdrawn"
    assert journal(second)[-1] == "merged"
    assert journal(main)[-1] == "took_in"
    assert Case.objects.whole_matters().get() == main, "one 件 less"


def test_one_history_shows_both_and_each_resident_reads_their_own(town, at, minutes, two):
    main, second = two
    add_remark(main, kind=Remark.Kind.ANSWER, body="黄女士，马上掏。", by=town.keeper_wei, at=at + minutes(7))
    merge(town, second, main, at + minutes(8))
    resolve(fresh(main), by=town.keeper_wei, at=at + minutes(20))

    told = timeline(main)
    assert [(line.verb, line.of) for line in told if line.of][:2] == [
        ("cases.registered", second.number), ("cases.offered", second.number),
    ]  # fmt: skip
    assert [line.at for line in told] == sorted(line.at for line in told)
    assert {"同一条沟"} == {word for line in told if line.verb == "cases.took_in" for word in line.words}
    assert "cases.resolved" in {line.verb for line in timeline(fresh(second))}, "the merged one shows how it went on"

    theirs = progress_of(requester_behind(Requester.objects.get(name="覃叔").query_code), at + minutes(21))
    assert (theirs.case, theirs.came_from, theirs.answer) == (main, second, "水沟通了，请您看看。")
    words = [word for line in theirs.lines for word in line.words]
    assert "水沟通了，请您看看。" in words
    assert "黄女士，马上掏。" not in words, "said to somebody else, before"
    assert "cases.merged" in {line.verb for line in theirs.lines}


def test_both_are_called_back_before_it_may_be_filed(town, at, minutes, two):
    main, second = two
    merge(town, second, main, at + minutes(8))
    resolve(fresh(main), by=town.keeper_wei, at=at + minutes(20))
    later, mo = at + minutes(90), town.worker_mo

    record_callback(main, reached=True, resolved=True, satisfaction="5", by=mo, at=later)
    assert fresh(main).status == Status.RESOLVED
    with refused(NotYetToFile, "还没有回访"):
        archive_case(fresh(main), by=mo, at=later)
    second_caller = requester_behind(main.requesters.get(name="覃叔").query_code)
    assert progress_of(second_caller, later).may_answer
    record_callback(main, requester=second_caller, reached=True, resolved=False, satisfaction="2", by=None, at=later)

    assert fresh(main).status == Status.CALLED_BACK
    assert [row.requester.name for row in main.callbacks.all()] == ["黄女士", "覃叔"]


def test_who_cannot_be_reached_is_tried_three_times(town, at, minutes, two):
    main, second = two
    merge(town, second, main, at + minutes(8))
    resolve(fresh(main), by=town.keeper_wei, at=at + minutes(20))
    mo = town.worker_mo

    record_callback(main, reached=True, resolved=True, satisfaction="5", by=mo, at=at + minutes(90))
    for n in (91, 92, 93):
        assert fresh(main).status == Status.RESOLVED
        record_callback(main, reached=False, by=mo, at=at + minutes(n))
    assert fresh(main).status == Status.CALLED_BACK


def test_undoing_brings_both_back_as_they_were_and_tells_what_happened_between(town, at, minutes):
    main = a_case_in_hand(town, at=at)
    second = a_case_in_hand(town, at=at + minutes(4), by=town.keeper_li, **NEIGHBOUR)
    ask_help(second, wanted="带泵来", helper=town.worker_mo, by=town.keeper_li, at=at + minutes(6))
    before = {one.kind: one.due_at for one in second.promises.all()}
    second_before = fresh(second)
    merger = merge(town, second, main, at + minutes(7))
    assert main.co_handlings.count() == 1
    join_case(main, an_appeal(name="莫先生", phone=""), by=town.operator_lin, at=at + minutes(8))
    record_arrival(main, by=town.keeper_wei, at=at + minutes(9))

    undo(town, merger, at + minutes(11))

    second = fresh(second)
    assert (second.status, second.handler, second.next_due_at) == (
        second_before.status, town.keeper_li, second_before.next_due_at,
    )  # fmt: skip
    assert [one.name for one in second.requesters.all()] == ["覃叔"]
    assert second.requesters.get().is_first
    assert [one.name for one in main.requesters.all()] == ["黄女士", "莫先生"]
    assert (second.co_handlings.count(), main.co_handlings.count()) == (1, 0)
    assert {one.kind: one.due_at for one in second.promises.all() if one.is_open} == before
    assert journal(second)[-2:] == ["merged", "unmerged"]
    lines = [(line.verb, line.of) for line in timeline(second)]
    assert ("cases.arrived", main.number) in lines
    assert Case.objects.whole_matters().count() == 2
    merge(town, second, main, at + minutes(12))  # and it may be merged again
    assert Merger.objects.count() == 2


def test_a_case_that_waited_for_somebody_is_offered_anew(town, at, minutes, two):
    main, second = two
    merger = merge(town, second, main, at + minutes(8))

    undo(town, merger, at + minutes(9))

    assert (fresh(second).status, offers(second)[-1][2]) == (Status.OFFERED, "")


def test_a_pause_ends_with_the_merger_and_its_time_is_not_lost(town, at, minutes):
    main = a_case_in_hand(town, at=at)
    second = a_case_in_hand(town, at=at + minutes(2), **NEIGHBOUR)
    due = promise(second, Promise.Kind.RESOLVE).due_at
    pause(second, by=town.keeper_wei, at=at + minutes(5), until=at + minutes(600))
    merger = merge(town, second, main, at + minutes(15))
    assert Pause.objects.get().ended_at == at + minutes(15)

    undo(town, merger, at + minutes(18))

    assert promise(second, Promise.Kind.RESOLVE).due_at == due + minutes(10)


def test_merging_wins_no_time(town, at, minutes):
    earlier, later = a_case(town, at=at), a_case(town, at=at + minutes(5), **NEIGHBOUR)

    with refused(CannotMerge, f"把 {later.number} 并到 {earlier.number}"):
        merge(town, earlier, later, at + minutes(6))
    assert why_not_merge(later, earlier) == ""


@pytest.mark.parametrize("what", ["itself", "ended", "told", "elsewhere", "merged", "into merged"])
def test_what_makes_no_sense_is_refused(town, at, minutes, two, what):
    main, second = two
    third = a_case(town, at=at + minutes(7), **NEIGHBOUR)
    pairs = {
        "itself": lambda: (main, main),
        "ended": lambda: (a_resolved_case(town, at=at), main),
        "told": lambda: (second, a_resolved_case(town, at=at)),
        "elsewhere": lambda: (second, a_case_elsewhere(town, at)),
        "merged": lambda: (second, main) and (merge(town, second, main, at + minutes(8)).case, third),
        "into merged": lambda: (third, merge(town, second, main, at + minutes(8)).case),
    }
    case, into = pairs[what]()

    with refused(CannotMerge):
        merge(town, case, into, at + minutes(9))


def a_case_elsewhere(town, at):
    from linli.cases.actions import register_case

    return register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)


def test_merging_twice_is_merging_once(town, at, minutes, two):
    main, second = two
    first = merge(town, second, main, at + minutes(8))
    before = everything()
    assert merge(town, second, main, at + minutes(9)) == first
    assert everything() == before


def test_nothing_more_happens_to_a_merged_case_and_undoing_has_its_bounds(town, at, minutes, two):
    main, second = two
    merger = merge(town, second, main, at + minutes(8))

    with refused(NotNow, "已并入"):
        join_case(second, an_appeal(), by=town.operator_lin, at=at + minutes(9))
    third = a_case_on_site(town, at=at - minutes(5))
    onward = merge(town, fresh(main), third, at + minutes(10))
    assert main_of(fresh(second)) == third
    assert [one.name for one in third.requesters.all()] == ["黄女士", "黄女士", "覃叔"]
    with refused(CannotMerge, "已并入"):
        undo(town, merger, at + minutes(11))
    undo(town, onward, at + minutes(12))
    assert [one.name for one in main.requesters.all()] == ["黄女士", "覃叔"]
    undo(town, merger, at + minutes(13))
    with refused(CannotMerge, "已经拆开"):
        undo(town, merger, at + minutes(14))


def test_holders_of_both_are_told(town, at, minutes, two):
    main, second = two
    merger = merge_case(second, into=main, reason="同一条沟", by=town.worker_mo, at=at + minutes(8))
    deliver(town)
    assert heard("took_in") == ["lin", "wei"]
    assert heard("merged") == ["lin"]
    undo_merger(merger, reason="不是", by=town.worker_mo, at=at + minutes(9))
    deliver(town)
    assert heard("gave_back") == ["lin", "wei"]


def test_the_database_keeps_standing_and_merger_together(town, at, minutes, two):
    main, second = two
    with impossible("exactly while a merger", IntegrityError):
        Case.objects.filter(pk=second.pk).update(status=Status.MERGED)
    merger = merge(town, second, main, at + minutes(8))
    with impossible("exactly while a merger", IntegrityError):
        Case.objects.filter(pk=second.pk).update(status=Status.REGISTERED)
    with impossible("not merged itself", IntegrityError):
        Merger.objects.create(
            community=town.guihua, case=main, into=second, reason="圈", by=town.operator_lin, at=at
        )  # fmt: skip
    hand = {"who": town.worker_mo, "at": at + minutes(7), "recorded_by": town.worker_mo, "recorded_at": at + minutes(7)}
    merger.case.arrivals.create(community=town.guihua, round=1, **hand)
    resolve(fresh(main), by=town.keeper_wei, at=at + minutes(20))
    with impossible("who handled it", IntegrityError):
        main.callbacks.create(
            community=town.guihua, round=1, attempt=1, at=at, by=town.worker_mo, reached=False, mode="phone"
        )
