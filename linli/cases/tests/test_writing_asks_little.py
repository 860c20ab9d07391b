"""What is done all day asks the database for little, and undoes everything when it is refused."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.accounts.models import User
from linli.cases.actions import accept_case, record_arrival, register_case, resolve_case
from linli.cases.models import Case, Closure, Offer, Outcome, Remark
from linli.fence.rows import open_fence
from linli.fence.straight import change, rows, write_together
from linli.fence.whole import as_a_whole
from tests.cast import build_town

from .builders import a_case, a_case_on_site, an_appeal


def asked(deed):
    with CaptureQueriesContext(connection) as questions:
        deed()
    return len(questions)


def test_each_deed_asks_a_few_questions(town, at, minutes):
    keeper = town.keeper_wei
    register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at)  # what is asked once a process is asked now

    appeal = an_appeal()
    registering = asked(lambda: register_case(town.guihua, appeal, by=town.operator_lin, at=at))
    case = Case.objects.order_by("pk").last()
    accepting = asked(lambda: accept_case(case, by=keeper, at=at + minutes(1)))
    arriving = asked(lambda: record_arrival(case, by=keeper, at=at + minutes(2)))
    words = {"outcome": Outcome.DONE, "done": "换了灯泡", "answer": "灯换好了，有事再打热线。"}
    resolving = asked(lambda: resolve_case(case, by=keeper, at=at + minutes(3), **words))

    assert registering <= 10
    assert accepting <= 6
    assert arriving <= 6
    assert resolving <= 9


def test_rows_written_together_may_name_each_other(town, at):
    case = a_case_on_site(town, at=at)
    told = Remark(community_id=case.community_id, case=case, kind=Remark.Kind.ANSWER, body="修好了", at=at)
    closure = Closure(
        community_id=case.community_id, case=case, round=1, at=at, by=town.keeper_wei, outcome=Outcome.DONE, done="修",
        answer=told,
    )  # fmt: skip

    with CaptureQueriesContext(connection) as questions:
        write_together(told, closure)

    assert len(questions) == 1
    assert (Closure.objects.get().answer, closure.answer_id) == (told, told.pk)


def test_a_row_read_plainly_is_the_row_a_queryset_reads(town, at):
    case = a_case(town, at=at)

    [plain] = rows(Case, "WHERE id = %s", [case.pk])

    same = Case.objects.get(pk=case.pk)
    assert {name: value for name, value in vars(plain).items() if name != "_state"} == {
        name: value for name, value in vars(same).items() if name != "_state"
    }


def test_what_is_sealed_is_opened_when_somebody_reads_it(town):
    User.objects.filter(pk=town.keeper_wei.pk).update(phone="13800000001")

    [plain] = rows(User, "WHERE id = %s", [town.keeper_wei.pk])

    assert plain.get_deferred_fields() == {"phone"}
    assert plain.phone == "13800000001"


def test_a_row_that_is_gone_cannot_be_changed(town, at):
    case = a_case(town, at=at)
    open_fence([town.yinxing.pk])

    with pytest.raises(DatabaseError, match="is not there"):
        change(case, "status")


def test_a_deed_refused_half_way_leaves_nothing_behind(committed_db, at):
    """In a transaction of one's own there is no savepoint; going on after a refusal takes one around the deed."""
    with transaction.atomic():
        town = build_town()

    @as_a_whole
    def register_and_fail():
        register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at)
        raise RuntimeError

    def in_a_transaction_of_its_own():
        with transaction.atomic():
            open_fence([town.guihua.pk])
            register_and_fail()

    with pytest.raises(RuntimeError):
        in_a_transaction_of_its_own()
    with transaction.atomic():
        open_fence([town.guihua.pk])
        with pytest.raises(RuntimeError), transaction.atomic():
            register_and_fail()
        assert (Case.objects.count(), Offer.objects.count()) == (0, 0)
        assert register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at).number.endswith("-0001")
