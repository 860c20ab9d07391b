"""已有相同诉求: another person who brought the same matter joins it, and each of them gets an answer."""

from uuid import UUID

import pytest

from linli.cases.actions import NotNow, join_case, tell_at_the_door
from linli.cases.models import Case, Outcome, Requester
from linli.cases.queries.behind_code import requester_behind
from linli.journal.models import Event

from .builders import a_case, a_case_in_hand, a_resolved_case, an_appeal, fresh, journal, refused

KEY = UUID("6c1f1a2e-9d3b-4c55-8a7e-3f0f6f0c9b11")


def neighbour(**but):
    return an_appeal(content="我家门前也漫水了", name="覃叔", phone="+8613800000002", **but)


def test_both_callers_stay_with_a_query_code_each(town, at, minutes):
    case = a_case(town, at=at)

    second = join_case(case, neighbour(), by=town.operator_lin, at=at + minutes(4))

    first = case.requesters.get(is_first=True)
    assert Case.objects.count() == 1
    assert (first.name, first.words) == ("黄女士", "门口水沟堵了，污水漫到路面。")
    assert (second.name, second.words, second.told_us_at) == ("覃叔", "我家门前也漫水了", at + minutes(4))
    assert first.query_code != second.query_code
    assert [requester_behind(each.query_code) for each in (first, second)] == [first, second]


def test_the_promises_run_on_from_the_first_call(town, at, minutes):
    case = a_case(town, at=at)
    before = list(case.promises.values())

    join_case(case, neighbour(), by=town.operator_lin, at=at + minutes(4))

    assert list(case.promises.values()) == before
    assert fresh(case).next_due_at == at + minutes(10)


def test_it_is_written_in_the_journal(town, at):
    case = a_case(town, at=at)

    second = join_case(case, neighbour(), by=town.operator_lin, at=at)

    assert journal(case) == ["registered", "offered", "joined"]
    assert Event.objects.get(verb="cases.joined").facts == {"requester": second.pk}


def test_the_same_key_twice_joins_once(town, at, minutes):
    case = a_case(town, at=at)
    first = join_case(case, neighbour(), by=town.operator_lin, at=at, key=KEY)

    assert join_case(case, neighbour(), by=town.operator_lin, at=at + minutes(1), key=KEY) == first
    assert Requester.objects.filter(case=case).count() == 2


def test_one_can_still_join_while_somebody_works_on_it(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    join_case(case, neighbour(is_anonymous=True), by=town.operator_lin, at=at + minutes(4))

    assert list(case.requesters.values_list("name", "is_anonymous")) == [("黄女士", False), ("", True)]


def test_one_cannot_join_what_has_ended(town, at, minutes):
    case = a_resolved_case(town, at=at)

    with refused(NotNow, "等回访"):
        join_case(case, neighbour(), by=town.operator_lin, at=at + minutes(60))


@pytest.mark.parametrize("outcome", [Outcome.LEGAL_ROUTE])
def test_one_cannot_join_what_was_told_at_the_door(town, at, outcome):
    from linli.cases.actions import register_case

    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, offer=False)
    tell_at_the_door(case, outcome=outcome, told="请走仲裁。", by=town.operator_lin, at=at)

    with refused(NotNow, "已告知"):
        join_case(case, neighbour(), by=town.operator_lin, at=at)
