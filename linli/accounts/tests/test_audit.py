"""审计: everything that happened, for the audit role alone, with no words of the matter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.accounts.actions import grant_duty
from linli.accounts.models import Duty, User
from linli.journal.models import Event

AUDIT = "/accounts/audit/"
EVERYBODY_ELSE = [
    "operator_lin", "keeper_wei", "worker_mo", "officer_zheng", "secretary_liao", "operator_zhao", "supervisor_chen",
]  # fmt: skip


def something_happens(town, at, n=1, community=None):
    for _each in range(n):
        user = User.objects.create(username=f"u{User.objects.count()}", name="黎明")
        grant_duty(
            user, Duty.Role.COMMUNITY_WORKER, community=community or town.guihua, by=town.secretary_liao, at=at,
            from_on=at.date(),
        )  # fmt: skip


@pytest.fixture
def auditor(client, town):
    client.force_login(town.auditor_shen)
    return client


def test_the_auditor_reads_who_did_what_when_and_as_what(auditor, town, at):
    something_happens(town, at)

    page = auditor.get(AUDIT)

    (line,) = page.context["lines"]
    assert (line.event.actor, line.event.duty, line.sentence) == (
        town.secretary_liao, "桂花社区 社区党支部书记", "授予职务：黎明，桂花社区 社区工作者",
    )  # fmt: skip
    assert "廖建华" in page.content.decode()


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_else_may(client, town, who):
    client.force_login(getattr(town, who))

    assert client.get(AUDIT).status_code == 403


def test_nothing_of_the_other_community_stands_there(auditor, town, at):
    something_happens(town, at, community=town.yinxing)

    assert auditor.get(AUDIT).context["lines"] == []


def test_it_is_read_and_never_written(auditor, town):
    assert auditor.post(AUDIT).status_code == 405


def test_it_is_narrowed_by_verb_person_and_day(auditor, town, at):
    something_happens(town, at)
    something_happens(town, at.replace(day=5))

    def found(**query):
        return len(auditor.get(AUDIT, query).context["lines"])

    assert found() == 2
    assert (found(what="accounts.duty_granted"), found(what="accounts.duty_ended")) == (2, 0)
    assert (found(who="廖"), found(who="莫")) == (2, 0)
    assert (found(since="2026-03-03"), found(until="2026-03-03"), found(since="2026-03-05", until="2026-03-05")) == (
        1, 1, 1,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["what=nonsense", "since=yesterday", "older=x", "who=" + "字" * 60])
def test_a_filter_that_is_not_understood_filters_nothing(auditor, town, at, query):
    something_happens(town, at)

    assert len(auditor.get(f"{AUDIT}?{query}").context["lines"]) == 1


def test_long_records_are_leafed_through(auditor, town, at):
    something_happens(town, at, n=60)

    first = auditor.get(AUDIT)
    second = auditor.get(AUDIT + first.context["page"].older_url)

    assert (len(first.context["lines"]), len(second.context["lines"])) == (50, 10)
    seen = [line.event.pk for page in (first, second) for line in page.context["lines"]]
    assert seen == list(Event.objects.order_by("-recorded_at", "-pk").values_list("pk", flat=True))


def test_the_number_of_questions_does_not_grow_with_the_record(auditor, town, at):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            auditor.get(AUDIT)
        return len(asked)

    something_happens(town, at)
    questions()
    few = questions()
    something_happens(town, at, n=30)

    assert questions() == few


def test_looking_at_the_record_leaves_none(auditor, town, at):
    before = Event.objects.count()

    auditor.get(AUDIT)

    assert (Event.objects.count(), timezone.now() > at) == (before, True)
