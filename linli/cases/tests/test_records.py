"""Looking at a number in full, and writing down a good deed."""

import pytest
from django.db import IntegrityError

from linli.cases.actions import NoPhone, record_deed, reveal_phone
from linli.cases.models import GoodDeed
from linli.journal.models import Event

from .builders import a_case, journal, refused


def test_the_full_number_is_shown_to_whoever_says_why(town, at):
    case = a_case(town, at=at)
    requester = case.requesters.get()

    number = reveal_phone(requester, reason="约上门时间", by=town.operator_lin, at=at)

    assert number == "+8613800000001"
    event = Event.objects.get(verb="cases.phone_revealed")
    assert (event.actor, event.at, event.subject) == (town.operator_lin, at, case)
    assert event.facts == {"requester": requester.pk, "reason": "约上门时间"}


def test_the_journal_keeps_who_when_and_why_and_never_the_number(town, at):
    reveal_phone(a_case(town, at=at).requesters.get(), reason="约上门时间", by=town.operator_lin, at=at)

    written = [str(row) for row in Event.objects.values_list()]
    assert [line for line in written if "3800000001" in line] == []


def test_every_look_is_written_down(town, at, minutes):
    case = a_case(town, at=at)

    for n in (1, 2):
        reveal_phone(case.requesters.get(), reason="约上门时间", by=town.operator_lin, at=at + minutes(n))

    assert journal(case).count("phone_revealed") == 2


def test_who_left_no_number_has_none_to_show(town, at):
    requester = a_case(town, at=at, phone="").requesters.get()

    with refused(NoPhone, "没有留电话"):
        reveal_phone(requester, reason="约上门时间", by=town.operator_lin, at=at)


# Good deeds


def deed(town, at, **but):
    given = {"source": "zone", "title": "修好路灯", "done_on": at.date(), "result": "巷口亮了", "by": town.worker_mo}
    return record_deed(town.guihua, at=at, **{**given, **but})


def test_a_deed_has_a_number_of_its_own_series(town, at):
    a_case(town, at=at)

    numbers = [deed(town, at).number, deed(town, at).number]

    assert numbers == ["GH-S20260302-0001", "GH-S20260302-0002"]


def test_it_is_counted_by_one_source_and_may_come_from_a_case(town, at):
    case = a_case(town, at=at)

    row = deed(town, at, case=case, for_whom="建安街居民", done_by="韦启明")

    assert (row.source, row.case, row.for_whom, row.done_by, row.result) == (
        "zone", case, "建安街居民", "韦启明", "巷口亮了",
    )  # fmt: skip
    event = Event.objects.get(verb="cases.deed_recorded")
    assert (event.subject, event.actor, event.at) == (row, town.worker_mo, at)


@pytest.mark.parametrize("given", [{"result": ""}])
def test_a_deed_without_a_result_is_impossible(town, at, given):
    with refused(IntegrityError, "a_deed_says_its_result"):
        deed(town, at, **given)
    assert GoodDeed.objects.count() == 0
