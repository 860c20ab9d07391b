"""拆分, 关联, 改归类: parts that are worked on by themselves, cases read together, another kind than was thought."""

from uuid import UUID

import pytest
from django.db import IntegrityError

from linli.cases.actions import (
    CallbackRefused,
    CannotLink,
    CannotSplit,
    Part,
    PartsAreOpen,
    accept_case,
    link_cases,
    merge_case,
    recategorise_case,
    record_callback,
    register_case,
    reopen_case,
    split_case,
    unlink_cases,
)
from linli.cases.models import Case, CaseLink, Outcome, Promise, Status
from linli.cases.queries.joining import beside
from linli.cases.rules import handlers_of

from .builders import (
    a_case,
    a_case_in_hand,
    an_appeal,
    category,
    deliver,
    everything,
    fresh,
    heard,
    impossible,
    journal,
    offers,
    refused,
    resolve,
)

KEY = UUID("6c1f1a2e-9d3b-4c55-8a7e-3f0f6f0c9b12")


def two_parts():
    return [Part("路灯不亮", category("municipal.lamp")), Part("水沟要掏", category(), "建安街40号")]


def split(town, case, at, parts=None, key=None):
    return split_case(case, parts or two_parts(), by=town.operator_lin, at=at, key=key)


def end(town, part, at):
    accept_case(part, by=town.keeper_li, at=at)
    return resolve(fresh(part), by=town.keeper_li, at=at)


def test_each_part_has_its_own_category_promise_and_handler(town, at, minutes):
    whole = a_case_in_hand(town, at=at)

    lamp, drain = split(town, whole, at + minutes(5))

    assert [lamp.number, drain.number] == [f"{whole.number}-1", f"{whole.number}-2"]
    assert (lamp.category, drain.category) == (category("municipal.lamp"), category())
    assert (lamp.zone, lamp.place_text, drain.place_text) == (town.zone, "建安街38号门口", "建安街40号")
    assert lamp.promises.get(kind=Promise.Kind.RESOLVE).made_at == at + minutes(5)
    assert (offers(lamp)[0][0], lamp.requesters.count()) == ("wei", 0)
    assert (fresh(whole).status, fresh(whole).handler) == (Status.ACCEPTED, town.keeper_wei)
    assert journal(whole)[-2:] == ["split_off", "split_off"]
    assert journal(lamp) == ["part_begun", "offered"]
    assert list(Case.objects.whole_matters()) == [whole], "one 件"


def test_the_whole_cannot_end_while_a_part_is_open(town, at, minutes):
    whole = a_case_in_hand(town, at=at)
    lamp, drain = split(town, whole, at + minutes(5))
    end(town, lamp, at + minutes(9))

    with refused(PartsAreOpen, drain.number):
        resolve(fresh(whole), by=town.keeper_wei, at=at + minutes(10))
    with impossible("has open parts", IntegrityError):
        Case.objects.filter(pk=whole.pk).update(
            status=Status.RESOLVED, resolved_at=at + minutes(10), outcome=Outcome.DONE
        )  # fmt: skip
    end(town, drain, at + minutes(12))
    resolve(fresh(whole), by=town.keeper_wei, at=at + minutes(15))

    assert fresh(whole).status == Status.RESOLVED


def test_a_part_is_filed_when_it_is_done_and_the_whole_is_told(town, at, minutes):
    whole = a_case_in_hand(town, at=at)
    lamp, _drain = split(town, whole, at + minutes(5))

    end(town, lamp, at + minutes(9))

    assert (fresh(lamp).status, fresh(lamp).archived_at) == (Status.ARCHIVED, at + minutes(9))
    assert journal(whole)[-1] == "part_ended"
    deliver(town)
    assert heard("part_ended") == ["lin", "wei"]


def test_who_handled_a_part_does_not_call_the_whole_back(town, at, minutes):
    whole = a_case_in_hand(town, at=at)
    (lamp,) = split(town, whole, at + minutes(5), [Part("路灯不亮", category("municipal.lamp"))])
    end(town, lamp, at + minutes(9))
    resolve(fresh(whole), by=town.keeper_wei, at=at + minutes(15))

    assert handlers_of(fresh(whole)) == {town.keeper_wei.pk, town.keeper_li.pk}
    with refused(CallbackRefused, "没有经手"):
        record_callback(fresh(whole), reached=True, resolved=True, by=town.keeper_li, at=at + minutes(60))


def test_a_double_click_splits_once_and_there_are_bounds(town, at, minutes):
    whole = a_case_in_hand(town, at=at)
    parts = split(town, whole, at + minutes(5), key=KEY)
    before = everything()
    assert split(town, whole, at + minutes(6), key=KEY) == parts
    assert everything() == before

    with refused(CannotSplit, "不能再拆"):
        split(town, parts[0], at + minutes(6))
    with refused(CannotSplit, "最多"):
        split(town, whole, at + minutes(6), two_parts() * 4)


def test_no_part_begins_or_begins_anew_after_the_whole_ended(town, at, minutes):
    whole = a_case_in_hand(town, at=at)
    (lamp,) = split(town, whole, at + minutes(5), two_parts()[:1])
    end(town, lamp, at + minutes(9))
    resolve(fresh(whole), by=town.keeper_wei, at=at + minutes(15))

    with impossible("a part belongs to an open case", IntegrityError):
        reopen_case(fresh(lamp), reason="又灭了", by=town.operator_lin, at=at + minutes(30))
    other = a_case(town, at=at)
    with impossible("a part belongs to an open case", IntegrityError):
        Case.objects.filter(pk=other.pk).update(part_of=whole)


def test_a_case_with_open_parts_is_not_merged_away(town, at, minutes):
    main, whole = a_case(town, at=at), a_case_in_hand(town, at=at + minutes(1))
    split(town, whole, at + minutes(2))
    with refused(Exception, "还有拆出的部分"):
        merge_case(whole, into=main, reason="一样", by=town.operator_lin, at=at + minutes(3))


# Links


def test_linked_cases_are_read_together_and_go_their_own_ways(town, at):
    one, other = a_case(town, at=at), a_case(town, at=at)

    link = link_cases(other, other=one, why="同一段沟", by=town.operator_lin, at=at)

    assert link_cases(one, other=other, by=town.operator_lin, at=at) == link
    assert (link.case, link.other) == (one, other)
    assert [[each for _link, each in beside(case, [], town.operator_lin).links] for case in (one, other)] == [
        [other],
        [one],
    ]
    assert beside(one, [], town.operator_zhao).links == []
    assert (journal(one)[-1], journal(other)[-1]) == ("linked", "linked")
    unlink_cases(link, by=town.operator_lin, at=at)
    assert not beside(one, [], town.operator_lin)
    with refused(CannotLink, "已经取消"):
        unlink_cases(link, by=town.operator_lin, at=at)
    assert CaseLink.objects.count() == 1


def test_one_links_neither_to_itself_nor_over_the_fence(town, at):
    case = a_case(town, at=at)
    theirs = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)
    for other in (case, theirs):
        with refused(CannotLink):
            link_cases(case, other=other, by=town.operator_lin, at=at)


# Another category


def test_another_category_leaves_promises_alone(town, at, minutes):
    case = a_case(town, at=at)
    before = list(case.promises.values())

    assert recategorise_case(case, category=category("municipal.lamp"), by=town.operator_lin, at=at + minutes(1))

    assert (fresh(case).category, list(case.promises.values())) == (category("municipal.lamp"), before)
    assert journal(case)[-1] == "recategorised"
    assert not recategorise_case(case, category=category("municipal.lamp"), by=town.operator_lin, at=at + minutes(2))
    assert journal(case).count("recategorised") == 1


@pytest.mark.parametrize("word", ["掏", "亮"])
def test_a_part_is_found_by_its_words(town, at, minutes, word):
    from linli.cases.tests.test_search import found

    parts = split(town, a_case_in_hand(town, at=at), at + minutes(5))
    assert found(town.operator_lin, f"{word} {'水沟' if word == '掏' else '路灯'}")[:1] == [parts[word == "掏"]]
