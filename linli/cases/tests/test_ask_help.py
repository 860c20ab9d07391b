"""请来协办 brings others in while the handler and the first handler stay answerable; 经过 keeps what was said."""

import pytest
from django.db import IntegrityError

from linli.accounts.models import User
from linli.cases.actions import (
    HelpWasReported,
    NotNow,
    add_remark,
    archive_case,
    ask_help,
    record_callback,
    report_help,
)
from linli.cases.models import CoHandling, Remark
from linli.journal.models import Event

from .builders import a_case, a_case_in_hand, a_case_on_site, a_resolved_case, a_unit, fresh, journal, refused, resolve

# Help


def test_nobody_is_asked_before_somebody_is_chosen(client, town, at):
    client.force_login(town.keeper_wei)
    page = client.get(f"/cases/{a_case_on_site(town, at=at).number}/help/").content.decode()

    assert page.partition('name="from_whom"')[2].partition("<option")[2].startswith(' value="" selected>')


def test_a_colleague_is_asked_and_nobody_else_becomes_answerable(town, at, minutes):
    case = a_case_on_site(town, at=at)

    asked = ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))

    assert (asked.helper, asked.unit, asked.asked_by, asked.wanted, asked.done_at) == (
        town.keeper_li, None, town.keeper_wei, "带梯子来", None,
    )  # fmt: skip
    assert (fresh(case).handler, fresh(case).first_handler) == (town.keeper_wei, town.operator_lin)
    event = Event.objects.get(verb="cases.help_asked")
    assert event.facts == {"co_handling": asked.pk, "helper": "李春芳"}


def test_a_unit_needs_nobody_who_signs_in(town, at, minutes):
    case = a_case_on_site(town, at=at)

    asked = ask_help(case, wanted="派吸污车", unit=a_unit(town, at=at), by=town.keeper_wei, at=at + minutes(6))

    assert (asked.helper, str(asked.unit)) == (None, "市政局")
    assert Event.objects.get(verb="cases.help_asked").facts["helper"] == "市政局"


def test_what_the_helper_did_is_written_down_once(town, at, minutes):
    case = a_case_on_site(town, at=at)
    asked = ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))

    report_help(asked, report="梯子带到了", by=town.keeper_li, at=at + minutes(9))

    asked.refresh_from_db()
    assert (asked.done_at, asked.report, asked.reported_by) == (at + minutes(9), "梯子带到了", town.keeper_li)
    assert journal(case)[-2:] == ["help_asked", "help_reported"]
    with refused(HelpWasReported, "已经有反馈"):
        report_help(asked, report="又带了一次", by=town.keeper_li, at=at + minutes(10))


def test_help_may_be_reported_after_the_end(town, at, minutes):
    """First handler first: a co-handler's lateness must not keep a matter open, and still shows (条例 art. 14)."""
    case = a_case_on_site(town, at=at)
    asked = ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))
    resolve(case, by=town.keeper_wei, at=at + minutes(20))

    report_help(asked, report="梯子取回了", by=town.keeper_li, at=at + minutes(60))

    assert CoHandling.objects.get().done_at == at + minutes(60)


def test_help_is_asked_only_by_whoever_works_on_it(town, at, minutes):
    for case, standing in ((a_case(town, at=at), "等接单"), (a_resolved_case(town, at=at), "等回访")):
        with refused(NotNow, standing):
            ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(60))


def test_whoever_opens_the_form_too_late_is_told_before_writing(client, town, at):
    client.force_login(town.keeper_wei)
    before, after = a_case_in_hand(town, at=at), a_resolved_case(town, at=at)

    assert client.get(f"/cases/{before.number}/help/").status_code == 200
    page = client.get(f"/cases/{after.number}/help/")
    assert (page.status_code, "这件事现在是「等回访」" in page.content.decode()) == (409, True)


def test_help_comes_from_a_person_or_a_unit_never_both_or_neither(town, at):
    case, unit = a_case_on_site(town, at=at), a_unit(town, at=at)

    for given in ({}, {"helper": town.keeper_li, "unit": unit}):
        with refused(IntegrityError, "help_comes_from_one_side"):
            ask_help(case, wanted="带梯子来", by=town.keeper_wei, at=at, **given)


def test_help_done_says_what(town, at, minutes):
    case = a_case_on_site(town, at=at)
    asked = ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))

    with refused(IntegrityError, "help_done_says_what"):
        report_help(asked, report="", by=town.keeper_li, at=at + minutes(9))


def test_a_liaison_is_asked_through_their_unit(town, at, minutes):
    su = User.objects.create(username="su", name="苏明")
    case = a_case_on_site(town, at=at)
    theirs = ask_help(case, wanted="派车", unit=a_unit(town, liaison=su, at=at), by=town.keeper_wei, at=at)
    ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at)

    assert list(CoHandling.objects.for_person(su)) == [theirs]


# Remarks


def test_a_note_is_for_ourselves(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    add_remark(case, kind=Remark.Kind.NOTE, body="根子在老管道上", by=town.keeper_wei, at=at + minutes(2))

    assert (journal(case)[-1], fresh(case).contacted_at) == ("noted", None)


def test_the_first_answer_is_when_the_resident_was_contacted(town, at, minutes):
    case = a_case_in_hand(town, at=at)

    for n in (2, 8):
        add_remark(case, kind=Remark.Kind.ANSWER, body="在路上了", by=town.keeper_wei, at=at + minutes(n))

    assert (journal(case)[-2:], fresh(case).contacted_at) == (["answered", "answered"], at + minutes(2))
    assert {remark.mode for remark in case.remarks.all()} == {"page"}


def test_words_may_follow_after_the_end_but_not_after_filing(town, at, minutes):
    case = a_resolved_case(town, at=at)
    add_remark(case, kind=Remark.Kind.NOTE, body="下雨再看一次", by=town.keeper_wei, at=at + minutes(30))
    record_callback(case, reached=True, resolved=True, by=town.worker_mo, at=at + minutes(60))
    add_remark(case, kind=Remark.Kind.NOTE, body="看过了", by=town.keeper_wei, at=at + minutes(70))
    archive_case(case, by=town.worker_mo, at=at + minutes(80))

    with refused(NotNow, "已归档"):
        add_remark(case, kind=Remark.Kind.NOTE, body="再看一次", by=town.keeper_wei, at=at + minutes(90))


@pytest.mark.parametrize("kind", [Remark.Kind.NOTE, Remark.Kind.ANSWER])
def test_a_remark_without_words_is_impossible(town, at, kind):
    case = a_case_in_hand(town, at=at)

    with refused(IntegrityError, "a_remark_has_words"):
        add_remark(case, kind=kind, body="", by=town.keeper_wei, at=at)
