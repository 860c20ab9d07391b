"""Many promises fall due at once: noted and told of in as many statements as one, with nothing left out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases.actions import clock, register_case, sweep
from linli.cases.models import Offer, Promise
from linli.fence.rows import open_fence
from linli.journal import record as journal
from linli.journal.models import Event
from linli.notices.models import Notice
from linli.notices.registry import rule_for

from .builders import a_case, a_case_in_hand, a_case_on_site, an_appeal, deliver, fresh


def statements(moment):
    with CaptureQueriesContext(connection) as asked:
        sweep(moment)
    return len(asked)


def broken():
    return list(Event.objects.filter(verb="cases.promise_broken").order_by("pk"))


def test_thirty_breaches_cost_as_many_statements_as_two(town, at, minutes):
    for _one in range(2):
        a_case_in_hand(town, at=at)
    few = statements(at + minutes(11))
    for _one in range(30):
        a_case_in_hand(town, at=at + minutes(60))

    many = statements(at + minutes(71))

    assert (many, len(broken())) == (few, 34)  # the first two broke their second promise meanwhile


def test_passing_an_offer_on_costs_a_few_statements(town, at, minutes):
    """After a night without power thousands have lapsed: what they have in common is asked of many at once."""
    a_case(town, at=at)
    few = statements(at + minutes(2))
    for _one in range(10):
        a_case(town, at=at + minutes(60))
    sweep(at + minutes(60))  # the first one is put before the next as well

    many = statements(at + minutes(62))

    assert Offer.objects.filter(answer="lapsed", offered_at=at + minutes(60)).count() == 11
    assert many - few <= 10 * 6


def test_everybody_who_hears_of_one_breach_hears_of_each_of_many(town, at, minutes):
    for _one in range(3):
        a_case_in_hand(town, at=at)
    a_case(town, at=at + minutes(9))  # still being asked
    a_case_on_site(town, at=at)
    sweep(at + minutes(31))

    deliver(town)

    assert len(broken()) == 8
    for event in broken():
        alone = {*rule_for(event).readers([event])[event.pk]} - {None}
        assert alone
        assert set(Notice.objects.filter(event=event).values_list("reader", flat=True)) == alone


def test_delivered_twice_nobody_hears_twice(town, at, minutes):
    for _one in range(3):
        a_case_in_hand(town, at=at)
    sweep(at + minutes(11))

    deliver(town)
    once = Notice.objects.count()
    deliver(town)

    assert Notice.objects.count() == once


def test_one_that_cannot_be_noted_keeps_no_other_from_it(town, at, minutes, caplog, monkeypatch):
    good, bad = a_case_in_hand(town, at=at), a_case_in_hand(town, at=at)

    def stumbles(events):
        if bad.pk in {event.subject_id for event in events}:
            raise ValueError("a room above has a fault")

    monkeypatch.setattr(journal, "_listeners", [*journal._listeners, stumbles])
    sweep(at + minutes(11))

    assert [event.subject_id for event in broken()] == [good.pk]
    assert Promise.objects.filter(case=bad).exclude(broken_at=None).count() == 0
    assert f"case {bad.pk} could not be swept" in caplog.text


@pytest.mark.parametrize("at_once", [1, 3])
def test_more_than_one_look_takes_are_taken_by_the_next(town, at, minutes, monkeypatch, at_once):
    monkeypatch.setattr(clock, "NOTED_AT_ONCE", at_once)
    for _one in range(4):
        a_case_in_hand(town, at=at)

    for _look in range(4):
        sweep(at + minutes(11))

    assert Promise.objects.filter(kind="arrive", broken_at=None).count() == 0
    assert len(broken()) == 4


def test_a_community_without_anybody_to_ask_keeps_no_other_from_being_asked(town, at, minutes, monkeypatch):
    monkeypatch.setattr(clock, "PASSED_ON_AT_ONCE", 1)
    open_fence([town.guihua.pk, town.yinxing.pk])
    alone = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)
    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at + minutes(1), offer=False)

    for _look in range(40):
        sweep(at + minutes(2))

    assert [fresh(each).status for each in (alone, case)] == ["registered", "offered"]
