"""Two people in the same moment, on connections of their own, with real commits: the database decides, once."""

import threading
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from linli.cases.actions import (
    accept_case,
    join_case,
    record_arrival,
    record_callback,
    register_case,
    resolve_case,
    sweep,
)
from linli.cases.models import Callback, Case, Closure, Offer, Outcome, Promise, Requester
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice, Untold
from tests.cast import build_town

from .builders import a_case, a_case_in_hand, a_case_on_site, a_resolved_case, an_appeal, category

KEY = UUID("6c1f1a2e-9d3b-4c55-8a7e-3f0f6f0c9b11")


@pytest.fixture
def standing(committed_db):
    """A town that was committed, for other connections to see."""
    with transaction.atomic():
        return build_town()


def both(town, *deeds):
    """Do all `deeds` at once, each in a thread and a transaction of its own; return what each gave or raised."""
    begin, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(n, deed):
        try:
            begin.wait(timeout=10)
            with transaction.atomic():
                open_fence([town.guihua.pk])
                results[n] = deed()
        except Exception as why:  # noqa: BLE001  whatever went wrong is the result
            results[n] = why
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def committed(town, make):
    with transaction.atomic():
        open_fence([town.guihua.pk])
        return make()


def seen(town, question):
    return committed(town, question)


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_two_calls_get_two_numbers_without_a_gap(standing, at):
    def register():
        return register_case(standing.guihua, an_appeal(), by=standing.operator_lin, at=at).number

    def register_and_fail():
        register()
        raise RuntimeError

    results = both(standing, register, register, register_and_fail, register, register)

    assert sorted(map(str, results)) == ["", *[f"GH20260302-000{n}" for n in range(1, 5)]]


def test_one_call_sent_twice_is_registered_once(standing, at):
    def register():
        return register_case(standing.guihua, an_appeal(), by=standing.operator_lin, at=at, key=KEY).number

    results = both(standing, *[register] * 4)

    assert results == ["GH20260302-0001"] * 4
    assert seen(standing, Case.objects.count) == 1
    assert seen(standing, Requester.objects.count) == 1


def test_one_neighbour_sent_twice_joins_once(standing, at):
    case = committed(standing, lambda: a_case(standing, at=at))

    results = both(standing, *[lambda: join_case(case, an_appeal(), by=standing.operator_lin, at=at, key=KEY).pk] * 3)

    assert (len(set(results)), seen(standing, Requester.objects.count)) == (1, 2)


def test_of_two_keepers_exactly_one_has_it(standing, at):
    case = committed(standing, lambda: a_case(standing, at=at))

    results = both(
        standing,
        lambda: accept_case(case, by=standing.keeper_wei, at=at).handler.username,
        lambda: accept_case(case, by=standing.keeper_li, at=at).handler.username,
    )

    (winner,) = [result for result in results if isinstance(result, str)]
    assert kinds(results) == ["NotNow", "str"]
    assert seen(standing, lambda: Case.objects.get().handler.username) == winner
    assert seen(standing, lambda: Offer.objects.filter(answer="accepted").count()) == 1
    assert seen(standing, lambda: Event.objects.filter(verb="cases.accepted").count()) == 1


def test_a_case_is_settled_once(standing, at, minutes):
    case = committed(standing, lambda: a_case_on_site(standing, at=at))

    def settle(by):
        return lambda: resolve_case(case, outcome=Outcome.DONE, done="通了", by=by, at=at + minutes(20))

    results = both(standing, settle(standing.keeper_wei), settle(standing.worker_mo))

    assert kinds(results) == ["Case", "NotNow"]
    assert seen(standing, Closure.objects.count) == 1


def test_the_callback_and_the_residents_own_answer_cannot_both_count(standing, at, minutes):
    case = committed(standing, lambda: a_resolved_case(standing, at=at))

    def answered(by):
        return lambda: record_callback(case, reached=True, resolved=True, by=by, at=at + minutes(60))

    results = both(standing, answered(standing.worker_mo), answered(None))

    assert kinds(results) == ["Callback", "NotNow"]
    assert seen(standing, Callback.objects.count) == 1


def test_sweeps_side_by_side_do_nothing_twice(standing, at, minutes):
    for _case in range(4):
        committed(standing, lambda: a_case(standing, at=at))

    for n in (2, 11, 31):
        results = both(standing, *[lambda n=n: sweep(at + minutes(n))] * 3)
        assert all(isinstance(result, int) for result in results), results
        sweep(at + minutes(n))

    def of_each_case(verb):
        return lambda: [
            Event.objects.filter(verb=f"cases.{verb}", subject_id=case.pk).count()
            for case in Case.objects.order_by("pk")
        ]

    assert seen(standing, of_each_case("promise_broken")) == [2, 2, 2, 2]
    assert seen(standing, of_each_case("lapsed")) == [3, 3, 3, 3]
    assert seen(standing, lambda: Promise.objects.filter(broken_at=None).count()) == 0
    assert seen(standing, lambda: Offer.objects.filter(answer="").count()) == 4


def test_a_sweep_passes_by_a_case_somebody_is_working_on(standing, at, minutes):
    busy = committed(standing, lambda: a_case(standing, at=at))
    committed(standing, lambda: a_case(standing, at=at))
    swept = []

    with transaction.atomic():
        open_fence([standing.guihua.pk])
        Case.objects.select_for_update().get(pk=busy.pk)
        thread = threading.Thread(target=lambda: (swept.append(sweep(at + minutes(2))), connection.close()))
        thread.start()
        thread.join(timeout=20)
        assert swept == [1]
    assert sweep(at + minutes(2)) == 1


def test_workers_side_by_side_tell_nobody_twice(standing, at):
    for _case in range(12):
        committed(standing, lambda: a_case(standing, at=at))

    results = both(standing, *[tell_waiting] * 3)

    assert all(isinstance(result, int) for result in results), results
    tell_waiting()
    assert seen(standing, Untold.objects.count) == 0
    assert seen(standing, Notice.objects.count) == 12


def test_arriving_and_breaking_in_the_same_moment_end_the_promise_once(standing, at, minutes):
    case = committed(standing, lambda: a_case_in_hand(standing, at=at))

    both(
        standing,
        lambda: record_arrival(case, by=standing.keeper_wei, at=at + minutes(11)),
        lambda: sweep(at + minutes(11)),
    )
    sweep(at + minutes(11))

    broken = seen(standing, lambda: Event.objects.filter(verb="cases.promise_broken").count())
    arrive = seen(standing, lambda: Promise.objects.get(kind="arrive"))
    assert (broken, arrive.broken_at, arrive.done_at) == (1, at + minutes(10), at + minutes(11))


def test_a_case_without_a_promise_cannot_be_committed(standing, at):
    def write():
        return Case.objects.create(
            community=standing.guihua, number="GH1", channel="hotline", category=category(), urgency="now", title="x",
            content="x", received_at=at, first_reported_at=at, is_within_power=True,
            first_handler=standing.operator_lin,
        )  # fmt: skip

    with pytest.raises(IntegrityError, match="has no promise for round 1"):
        committed(standing, write)

    assert seen(standing, Case.objects.count) == 0
