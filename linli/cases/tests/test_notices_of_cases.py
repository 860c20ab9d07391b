"""Who hears about which event, once each, and never whoever did it."""

import pytest
from django.db import transaction

from linli.accounts.models import User
from linli.cases.actions import (
    accept_case,
    ask_extension,
    ask_help,
    decide_extension,
    decline_case,
    hand_on_case,
    join_case,
    offer_to,
    record_arrival,
    record_callback,
    reopen_case,
    report_help,
    sweep,
)
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.journal.record import without_listeners
from linli.notices.models import Notice, Untold
from linli.rota.actions import note_absence, plan_shift
from linli.rota.models import Post

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    a_unit,
    an_appeal,
    deliver,
    heard,
    resolve,
)

ONE_UNREAD = '<span class="count" data-tone="vermilion">1</span>'


def test_whoever_is_asked_hears_at_once(town, at):
    case = a_case(town, at=at)

    deliver(town)

    notice = Notice.objects.get()
    assert (notice.reader, notice.event.verb, notice.urgency, notice.read_at) == (
        town.keeper_wei, "cases.offered", "now", None,
    )  # fmt: skip
    assert (notice.link, notice.community) == (f"/cases/{case.number}/", town.guihua)


def test_a_warning_is_urgent_no_more_once_the_matter_is_resolved(town, at, minutes):
    case, other = a_case_on_site(town, at=at), a_case_on_site(town, at=at + minutes(1))
    sweep(at=at + minutes(26))
    deliver(town)
    warned = Notice.objects.filter(event__verb="cases.promise_warned", read_at=None)
    before = set(warned.values_list("event__subject_id", flat=True))

    resolve(case, by=town.keeper_wei, at=at + minutes(27))
    deliver(town)

    assert before == {case.pk, other.pk}
    assert set(warned.values_list("event__subject_id", flat=True)) == {other.pk}
    assert Notice.objects.filter(event__verb="cases.resolved", read_at=None).exists()


@pytest.mark.parametrize(("page", "status"), [("/desk/", 403), ("/cases/x/", 404)])
def test_a_page_that_says_no_rings_the_bell_as_well(client, town, at, page, status):
    """The fence a page opened is gone with what the page began: the frame of the answer needs it once more."""
    a_case(town, at=at)
    deliver(town)
    client.force_login(town.keeper_wei)
    open_fence([])

    answer = client.get(page)

    assert answer.status_code == status
    assert ONE_UNREAD in answer.content.decode()


def test_a_refusal_rings_the_bell_as_well(client, town, at):
    taken, _waiting = a_case(town, at=at), a_case(town, at=at)
    deliver(town)
    client.force_login(town.keeper_wei)
    open_fence([])
    taken = f"/cases/{taken.number}/acceptance/"
    client.post(taken)
    open_fence([])

    answer = client.post(taken)

    assert answer.status_code == 409
    assert ONE_UNREAD in answer.content.decode()


def test_when_it_goes_on_the_next_hears(town, at, minutes):
    a_case(town, at=at)
    sweep(at + minutes(2))

    deliver(town)

    assert (heard("offered"), heard("lapsed")) == (["li", "wei"], [])


def test_with_nobody_to_ask_the_first_handler_and_the_leaders_hear(town, at, minutes):
    for person in (town.keeper_wei, town.keeper_li, town.officer_zheng, town.secretary_liao):
        note_absence(
            person, community_id=town.guihua.pk, starts_at=at, ends_at=at + minutes(60), reason="", by=None, at=at
        )
    a_case(town, at=at)

    deliver(town)

    assert heard("nobody_to_ask") == ["liao", "lin", "zheng"]


def test_the_officer_on_the_rota_hears_in_place_of_the_others(town, at, minutes):
    post = Post.objects.create(community=town.guihua, name="带班", kind=Post.Kind.OFFICER)
    plan_shift(post, person=town.worker_mo, starts_at=at, ends_at=at + minutes(600), by=None, at=at)
    a_case_in_hand(town, at=at)
    sweep(at + minutes(11))

    deliver(town)

    assert heard("promise_broken") == ["liao", "lin", "mo", "wei"]


def test_the_first_handler_hears_of_declining_and_handing_on(town, at, minutes):
    case = a_case(town, at=at)
    decline_case(case, reason="在外地", by=town.keeper_wei, at=at)
    accept_case(case, by=town.keeper_li, at=at + minutes(1))
    hand_on_case(case, reason="要接孩子", to=town.worker_mo, by=town.keeper_li, at=at + minutes(2))

    deliver(town)

    assert (heard("declined"), heard("handed_on")) == (["lin"], ["lin"])
    assert heard("offered") == ["li", "mo", "wei"]


def test_warnings_go_to_whoever_holds_it_and_who_received_it_first(town, at, minutes):
    a_case_in_hand(town, at=at)
    sweep(at + minutes(7))

    deliver(town)

    assert heard("promise_warned") == ["lin", "wei"]
    assert Notice.objects.filter(event__verb="cases.promise_warned").first().urgency == "now"


def test_or_to_whoever_is_asked_while_nobody_holds_it(town, at, minutes):
    case = a_case(town, at=at)
    offer_to(case, town.worker_mo, by=town.operator_lin, at=at)
    sweep(at + minutes(1.5))
    sweep(at + minutes(7))

    deliver(town)

    assert heard("promise_warned") == sorted(["lin", case.offers.get(answer="").to.username])


def test_breaches_go_to_the_leaders_too(town, at, minutes):
    a_case_in_hand(town, at=at)
    sweep(at + minutes(11))

    deliver(town)

    assert heard("promise_broken") == ["liao", "lin", "wei", "zheng"]


def test_another_caller_is_told_to_whoever_holds_it(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    join_case(case, an_appeal(), by=town.worker_mo, at=at + minutes(2))

    deliver(town)

    assert heard("joined") == ["lin", "wei"]


def test_never_to_whoever_did_it(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    join_case(case, an_appeal(), by=town.operator_lin, at=at + minutes(2))

    deliver(town)

    assert heard("joined") == ["wei"]
    assert [notice for notice in Notice.objects.all() if notice.reader_id == notice.event.actor_id] == []


def test_a_colleague_asked_for_help_hears_and_whoever_asked_hears_of_the_report(town, at, minutes):
    case = a_case_on_site(town, at=at)
    asked = ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))
    report_help(asked, report="带到了", by=town.keeper_li, at=at + minutes(9))

    deliver(town)

    assert (heard("help_asked"), heard("help_reported")) == (["li"], ["lin", "wei"])


def test_a_unit_asked_for_help_hears_through_its_liaison(town, at, minutes):
    case = a_case_on_site(town, at=at)
    su = User.objects.create(username="su", name="苏明")
    ask_help(case, wanted="派车", unit=a_unit(town, liaison=su, at=at), by=town.keeper_wei, at=at + minutes(6))
    ask_help(case, wanted="派车", unit=a_unit(town, at=at, name="卫生服务中心"), by=town.keeper_wei, at=at + minutes(6))

    deliver(town)

    assert heard("help_asked") == ["su"]


def test_leaders_are_asked_to_decide_and_the_asker_hears_what_they_decided(town, at, minutes):
    for case, is_approved in ((a_case_on_site(town, at=at), True), (a_case_on_site(town, at=at), False)):
        asked = ask_extension(
            case, reason="等配件", new_due_at=at + minutes(90), told_requester_at=at, by=town.keeper_wei,
            at=at + minutes(9),
        )  # fmt: skip
        decide_extension(asked, is_approved=is_approved, by=town.officer_zheng, at=at + minutes(10))

    deliver(town)

    assert heard("extension_asked") == ["liao", "liao", "zheng", "zheng"]
    assert (heard("extension_approved"), heard("extension_refused")) == (["wei"], ["wei"])


def test_the_first_handler_hears_of_the_end_and_the_holders_what_was_said(town, at, minutes):
    case = a_resolved_case(town, at=at)
    record_callback(case, reached=True, resolved=False, by=town.worker_mo, at=at + minutes(60))
    reopen_case(case, reason="没有解决", by=town.worker_mo, at=at + minutes(70))

    deliver(town)

    assert (heard("resolved"), heard("called_back"), heard("reopened")) == (["lin"], ["lin", "wei"], ["lin"])


def test_what_the_resident_said_on_the_page_is_heard_today(town, at, minutes):
    case = a_resolved_case(town, at=at)
    record_callback(case, reached=True, resolved=True, by=None, at=at + minutes(60))

    deliver(town)

    assert heard("resident_answered") == ["lin", "wei"]
    assert {notice.urgency for notice in Notice.objects.filter(event__verb="cases.resident_answered")} == {"today"}


@pytest.mark.parametrize("verb", ["registered", "accepted", "arrived", "answered", "noted", "archived"])
def test_what_everybody_sees_on_the_case_is_told_to_nobody(town, at, minutes, verb):
    case = a_case_in_hand(town, at=at)
    record_arrival(case, by=town.keeper_wei, at=at + minutes(5))
    resolve(case, by=town.keeper_wei, at=at + minutes(20))

    deliver(town)

    assert heard(verb) == []


# Once


def test_the_event_waits_in_the_transaction_that_records_it(town, at):
    a_case(town, at=at)

    (waiting,) = Untold.objects.all()
    assert (waiting.event, waiting.community, waiting.tries) == (
        Event.objects.get(verb="cases.offered"), town.guihua, 0,
    )  # fmt: skip


def test_and_vanishes_with_it(town, at):
    def register_and_fail():
        with transaction.atomic():
            a_case(town, at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        register_and_fail()
    assert (Untold.objects.count(), Event.objects.count()) == (0, 0)


def test_history_that_is_long_over_is_told_to_nobody(town, at, minutes):
    with without_listeners():
        a_resolved_case(town, at=at)

    assert Untold.objects.count() == 0
    assert Event.objects.count() == 6
