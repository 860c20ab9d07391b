"""What people ask about their data: received, due, reminded of, answered."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice
from linli.residents import jobs
from linli.residents.actions import (
    AlreadyAnswered,
    AlreadyAsked,
    CannotAsk,
    SaysNoReason,
    answer_request,
    begin_clearing,
    begin_look,
    enter_person,
    note_sharing,
    receive_request,
    remind_of_requests,
)
from linli.residents.models import Person, Population, RightsRequest, SharedPerson, Sharing
from linli.residents.queries.requests import due_of, open_requests

Kind, Asker, Outcome = RightsRequest.Kind, RightsRequest.Asker, RightsRequest.Outcome


@pytest.fixture
def huang(town, at):
    return enter_person(town.guihua, name="黄桂香", by=town.worker_mo, at=at)


def ask(town, person, at, **but):
    given = {"kind": Kind.COPY, "channel": RightsRequest.Channel.COUNTER}
    with transaction.atomic():
        return receive_request(town.guihua, person=person, by=town.worker_mo, at=at, **{**given, **but})


def test_it_is_due_after_fifteen_working_days_and_says_from_where(town, at, huang):
    request = ask(town, huang, at)

    assert timezone.localtime(request.due_at).isoformat() == "2026-03-23T23:59:59.999999+08:00"
    assert request.due_source == "个人信息保护法第五十条要求及时答复；15 个工作日是本社区的约定"
    event = Event.objects.get(verb="residents.request_received")
    assert (request.about, event.facts) == (
        "黄*香", {"kind": "copy", "due_at": "2026-03-23T23:59:59.999999+08:00"},
    )  # fmt: skip


def test_somebody_not_on_the_register_may_ask_too(town, at):
    assert ask(town, None, at, about="李四光").about == "李*光"
    with pytest.raises(CannotAsk, match="请写是谁的信息"):
        ask(town, None, at)


def test_who_may_ask_depends_on_whether_the_person_lives(town, at, huang):
    for asker, name, sentence in ((Asker.RELATIVE, "黄家二女", "还在世"), (Asker.AGENT, "", "请写来的人姓名")):
        with pytest.raises(CannotAsk, match=sentence):
            ask(town, huang, at, asker=asker, asker_name=name)
    huang.died_on = at.date()
    with pytest.raises(CannotAsk, match="已经去世"):
        ask(town, huang, at)
    assert not RightsRequest.objects.exists()


def test_relatives_of_the_dead_ask(town, at, huang):
    huang.died_on = at.date()

    request = ask(town, huang, at, asker=Asker.RELATIVE, asker_name="黄家二女", asker_phone="13800000003")
    assert (request.asker_name, request.asker_phone) == ("黄家二女", "+8613800000003")


def test_asking_twice_is_one_request_until_it_is_answered(town, at, huang):
    first = ask(town, huang, at)
    with pytest.raises(AlreadyAsked, match="「要一份副本」申请已经在办"):
        ask(town, huang, at)
    answer_request(first, outcome=Outcome.DONE, answer="副本当面给了。", by=town.worker_mo, at=at)

    assert ask(town, huang, at) != first


def test_an_answer_has_words_and_is_given_once(town, at, huang):
    request = ask(town, huang, at)
    for outcome, sentence in ((Outcome.REFUSED, "要告诉人家为什么"), (Outcome.DONE, "办了什么")):
        with pytest.raises(SaysNoReason, match=sentence):
            answer_request(request, outcome=outcome, answer=" ", by=town.worker_mo, at=at)

    answer_request(request, outcome=Outcome.REFUSED, answer="没有登记过。", by=town.worker_mo, at=at)

    with pytest.raises(AlreadyAnswered):
        answer_request(request, outcome=Outcome.DONE, answer="好了", by=town.worker_mo, at=at)
    request.refresh_from_db()
    assert (request.outcome, request.answer, request.closed_by) == (Outcome.REFUSED, "没有登记过。", town.worker_mo)


def test_what_is_due_first_stands_first_and_says_how_long(town, at, huang):
    late = ask(town, huang, at - timedelta(days=40), kind=Kind.DELETE)
    new = ask(town, huang, at)
    words = [(due_of(each, at).words, due_of(each, at).tone) for each in open_requests([town.guihua.pk])]

    assert list(open_requests([town.guihua.pk])) == [late, new]
    assert words == [("超期 19 天", "vermilion"), ("还有 21 天", "plain")]
    assert due_of(new, new.due_at - timedelta(hours=2)).words == "今天到期"


def test_it_is_reminded_of_once_before_and_once_after_it_is_due(town, at, huang):
    request = ask(town, huang, at)

    def reminded(moment):
        lines = remind_of_requests(town.guihua.pk, at=moment)
        return lines, Event.objects.filter(verb__in=["residents.request_near", "residents.request_overdue"]).count()

    assert reminded(request.due_at - timedelta(days=4)) == (0, 0)
    assert reminded(request.due_at - timedelta(days=2)) == (1, 1)
    assert reminded(request.due_at - timedelta(days=1)) == (0, 1)
    assert reminded(request.due_at + timedelta(days=1)) == (1, 2)
    assert reminded(request.due_at + timedelta(days=2)) == (0, 2)
    tell_waiting()
    open_fence([town.guihua.pk])
    overdue = Notice.objects.filter(event__verb="residents.request_overdue").select_related("reader")
    assert {(each.reader, each.link) for each in overdue} == {
        (town.secretary_liao, f"/residents/requests/{request.pk}/"),
        (town.worker_mo, f"/residents/requests/{request.pk}/"),
    }


def test_what_was_passed_on_is_written_down_with_whom_it_was_about(town, at, huang):
    sharing = note_sharing(
        town.guihua, recipient="八步街道民政办", fields="姓名、电话", basis=Sharing.Basis.DUTY, purpose="高龄津贴核对",
        people=[huang.pk, huang.pk], by=town.worker_mo, at=at,
    )  # fmt: skip

    assert (sharing.count, list(SharedPerson.objects.values_list("sharing", "person"))) == (
        1, [(sharing.pk, huang.pk)],
    )  # fmt: skip
    assert Event.objects.get(verb="residents.shared").facts["recipient"] == "八步街道民政办"


def test_the_worker_reminds_of_every_communitys(town, at, huang):
    ask(town, huang, at)

    jobs.remind_everywhere(timestamp=0)

    open_fence([town.guihua.pk])
    assert Event.objects.filter(verb="residents.request_overdue").count() == 1


def test_the_worker_looks_through_and_clears(town, at, huang):
    Person.objects.filter(pk=huang.pk).update(died_on=at.date() - timedelta(days=3000))
    run = begin_look(town.guihua, Population.DIED, by=town.secretary_liao, at=timezone.now())
    work = {"run_id": run.pk, "community_id": town.guihua.pk}

    jobs.look(SimpleNamespace(job=None), **work)
    begin_clearing(run, by=town.secretary_liao, at=timezone.now())
    jobs.clear(SimpleNamespace(job=None), **work)

    run.refresh_from_db()
    assert (run.status, run.report, Person.objects.count()) == ("done", {"deleted": 1}, 0)
