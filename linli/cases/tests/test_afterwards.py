"""What is said about a case afterwards: why it was late, that it does not count, that the council should see it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions import (
    CountsAlready,
    Matter,
    NotBroken,
    OffTheList,
    OnTheList,
    count_again,
    explain_breach,
    leave_uncounted,
    put_before_council,
    sweep,
    take_off_council_list,
)
from linli.cases.models import BreachReason, CouncilCandidate, NotCounted
from linli.fence.rows import open_fence
from linli.journal.models import Event

from .builders import a_case, a_case_in_hand, category


@pytest.fixture
def late(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    sweep(at + minutes(31))
    open_fence([town.guihua.pk])
    return case


def test_whoever_handled_it_says_why_it_was_late_and_may_say_it_better(client, town, late, at):
    client.force_login(town.keeper_wei)
    page = client.get(f"/cases/{late.number}/").content.decode()
    assert ("还没写原因" in page, f"/cases/{late.number}/breach/" in page) == (True, True)
    arrival = late.promises.get(kind="arrive")
    answer = client.post(f"/cases/{late.number}/breach/", {"promise": arrival.pk, "code": "other"})
    assert (answer.status_code, answer.context["form"].errors["note"]) == (200, ["请写一句是什么原因。"])
    for code, note in (("weather", "下大雨"), ("far", "")):
        assert (
            client.post(
                f"/cases/{late.number}/breach/", {"promise": arrival.pk, "code": code, "note": note}
            ).status_code
            == 302
        )

    (said,) = BreachReason.objects.all()
    assert (said.promise, said.code, said.note, said.by) == (arrival, "far", "", town.keeper_wei)
    assert Event.objects.filter(verb="cases.breach_explained").count() == 2
    client.force_login(town.operator_zhao)
    assert client.get(f"/cases/{late.number}/breach/").status_code == 404


def test_a_promise_not_broken_needs_no_reason(town, at):
    case = a_case(town, at=at)
    with pytest.raises(NotBroken):
        explain_breach(case.promises.get(kind="arrive"), code="busy", by=town.operator_lin, at=at)
    assert BreachReason.objects.count() == 0


def test_a_wrong_number_is_left_uncounted_by_a_leader_until_it_is_undone(client, town, at):
    case = a_case(town, at=at)
    url = f"/cases/{case.number}/uncounted/"
    client.force_login(town.operator_lin)
    assert client.post(url, {"why": "misdial", "note": "打错了"}).status_code == 403
    client.force_login(town.officer_zheng)
    client.post(url, {"why": "misdial", "note": "回拨确认是打错"})
    assert "回拨确认是打错" in client.get(f"/cases/{case.number}/").content.decode()
    with pytest.raises(CountsAlready):
        leave_uncounted(case, why="test", note="x", by=town.officer_zheng, at=at)
    client.post(f"/cases/{case.number}/counted-again/")
    with pytest.raises(CountsAlready):
        count_again(case, by=town.officer_zheng, at=at)

    (mark,) = NotCounted.objects.all()
    assert (mark.why, mark.by, mark.undone_by) == ("misdial", town.officer_zheng, town.officer_zheng)
    with pytest.raises(IntegrityError), transaction.atomic():
        NotCounted.objects.update(note="")


def test_a_stuck_case_goes_before_the_council_and_off_again(client, town, at):
    case = a_case(town, at=at)
    client.force_login(town.secretary_liao)
    client.post(f"/cases/{case.number}/council/", {"why": "要动维修资金，社区定不了"})
    (candidate,) = CouncilCandidate.objects.all()
    assert (candidate.case, candidate.times, candidate.put_by) == (case, 1, town.secretary_liao)
    matter = Matter(title="x", times=1, since_on=at.date(), case=case)
    with pytest.raises(OnTheList):
        put_before_council(town.guihua, matter, why="y", by=town.secretary_liao, at=at)
    listed = client.get("/council-list/").content.decode()
    assert ("要动维修资金，社区定不了" in listed, case.title in listed) == (True, True)

    client.post(f"/council-list/{candidate.pk}/removal/", {"why": "已经修好了"})
    with pytest.raises(OffTheList):
        take_off_council_list(candidate, why="z", by=town.secretary_liao, at=at)
    assert "已经修好了" not in client.get("/council-list/").content.decode()
    assert "已经修好了" in client.get("/council-list/?state=off").content.decode()
    client.force_login(town.operator_zhao)
    assert case.title not in client.get("/council-list/?state=off").content.decode()
    assert client.post(f"/council-list/{candidate.pk}/removal/", {"why": "x"}).status_code == 404


def test_a_hot_spot_stands_on_the_list_once(town, at):
    matter = Matter(title="建安街：排水", times=3, since_on=at.date(), category=category(), lane=town.lane)
    put_before_council(town.guihua, matter, why="老是堵", by=town.secretary_liao, at=at)
    with pytest.raises(OnTheList):
        put_before_council(town.guihua, matter, why="老是堵", by=town.secretary_liao, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilCandidate.objects.create(
            community=town.guihua, title="x", category=category(), lane=town.lane, since_on=at.date(), why="y",
            put_by=town.secretary_liao, put_at=at + timedelta(days=1),
        )  # fmt: skip
