"""Who is asked, in order: the zone's keepers, 带班, the secretary, and round again until somebody says: mine."""

from django.db import IntegrityError

from linli.accounts.actions import grant_duty
from linli.accounts.models import Duty, User
from linli.cases.actions import (
    OfferIsGone,
    decline_case,
    register_case,
    sweep,
)
from linli.cases.models import Status
from linli.journal.models import Event
from linli.rota.actions import note_absence, plan_shift
from linli.rota.models import Post

from .builders import (
    a_case,
    an_appeal,
    fresh,
    journal,
    offers,
    refused,
)


def away(town, person, at, minutes, *, until=240):
    note_absence(
        person, community_id=town.guihua.pk, starts_at=at - minutes(60), ends_at=at + minutes(until), reason="开会",
        by=None, at=at - minutes(120),
    )  # fmt: skip


def everybody_away(town, at, minutes, *, until=240):
    for person in (town.keeper_wei, town.keeper_li, town.officer_zheng, town.secretary_liao):
        away(town, person, at, minutes, until=until)


def on_post(town, kind, person, at, minutes):
    post, _is_new = Post.objects.get_or_create(community=town.guihua, kind=kind, defaults={"name": kind})
    plan_shift(post, person=person, starts_at=at - minutes(60), ends_at=at + minutes(240), by=None, at=at)


def elsewhere(town, at):
    """Return a case whose place lies in no zone."""
    return a_case(town, at=at, place_text="河边大榕树下")


def test_unanswered_it_goes_from_keeper_to_keeper_to_officer_to_secretary_and_round_again(town, at, minutes):
    case = a_case(town, at=at)

    for n in (2, 4, 6, 8):
        sweep(at + minutes(n))

    assert offers(case) == [
        ("wei", "keeper", "lapsed"),
        ("li", "keeper", "lapsed"),
        ("zheng", "officer", "lapsed"),
        ("liao", "secretary", "lapsed"),
        ("wei", "keeper", ""),
    ]


def test_each_has_the_policys_time_to_answer(town, at, minutes):
    case = a_case(town, at=at)

    sweep(at + minutes(2) - minutes(1) / 60)
    assert offers(case) == [("wei", "keeper", "")]
    sweep(at + minutes(2))

    first, second = case.offers.all()
    assert (first.offered_at, first.answer_by, first.answered_at) == (at, at + minutes(2), at + minutes(2))
    assert (second.offered_at, second.answer_by) == (at + minutes(2), at + minutes(4))


def test_whoever_did_not_answer_is_given_twice_the_time_when_asked_again(town, at, minutes):
    case = a_case(town, at=at)
    for person in (town.keeper_li, town.officer_zheng, town.secretary_liao):
        away(town, person, at, minutes, until=24 * 60)

    for _round in range(8):
        sweep(case.offers.get(answer="").answer_by)

    given = [offer.answer_by - offer.offered_at for offer in case.offers.all()]
    assert given == [minutes(n) for n in (2, 4, 8, 16, 32, 64, 64, 64, 64)]


def test_others_are_asked_for_their_answer_as_soon_as_ever(town, at, minutes):
    case = a_case(town, at=at)
    for n in (2, 4, 6, 8):
        sweep(at + minutes(n))

    assert [offer.answer_by - offer.offered_at for offer in case.offers.all()] == [
        minutes(2), minutes(2), minutes(2), minutes(2), minutes(4),
    ]  # fmt: skip


def test_a_lapsed_offer_is_written_once_and_by_nobody(town, at, minutes):
    case = a_case(town, at=at)

    sweep(at + minutes(2))
    sweep(at + minutes(2))

    assert journal(case) == ["registered", "offered", "lapsed", "offered"]
    lapsed = Event.objects.get(verb="cases.lapsed")
    assert (lapsed.actor, lapsed.at, lapsed.facts) == (None, at + minutes(2), {"to": "韦启明"})


def test_who_is_absent_is_left_out(town, at, minutes):
    away(town, town.keeper_wei, at, minutes)

    assert offers(a_case(town, at=at)) == [("li", "keeper", "")]


def test_an_absence_that_begins_later_does_not_matter_yet(town, at, minutes):
    starts_at, ends_at = at + minutes(1), at + minutes(60)
    note_absence(
        town.keeper_wei, community_id=town.guihua.pk, starts_at=starts_at, ends_at=ends_at, reason="", by=None, at=at
    )

    assert offers(a_case(town, at=at)) == [("wei", "keeper", "")]


def test_who_stands_on_the_rota_as_officer_goes_before_the_other_officers(town, at, minutes):
    on_post(town, Post.Kind.OFFICER, town.worker_mo, at, minutes)
    case = a_case(town, at=at)

    sweep(at + minutes(2))
    sweep(at + minutes(4))

    assert offers(case)[-1] == ("mo", "officer", "")


def test_without_a_zone_the_post_on_duty_is_asked_first(town, at, minutes):
    on_post(town, Post.Kind.SERVICE_CENTRE, town.worker_mo, at, minutes)

    case = elsewhere(town, at)
    sweep(at + minutes(2))

    assert offers(case) == [("mo", "post", "lapsed"), ("zheng", "officer", "")]


def test_nobody_stands_on_the_ladder_twice(town, at, minutes):
    on_post(town, Post.Kind.OFFICER, town.keeper_wei, at, minutes)
    case = a_case(town, at=at)

    for n in (2, 4, 6):
        sweep(at + minutes(n))

    assert [who for who, _rung, _answer in offers(case)] == ["wei", "li", "liao", "wei"]


def test_a_keeper_who_no_longer_may_sign_in_is_not_asked(town, at):
    User.objects.filter(pk=town.keeper_wei.pk).update(is_active=False)

    assert offers(a_case(town, at=at)) == [("li", "keeper", "")]


def test_a_keeper_whose_term_begins_tomorrow_is_not_asked_today(town, at, minutes):
    third = User.objects.create(username="third", name="黎明")
    grant_duty(
        third, Duty.Role.ZONE_KEEPER, community=town.guihua, zone=town.zone, by=town.secretary_liao, at=at,
        from_on=(at + minutes(24 * 60)).date(),
    )  # fmt: skip
    for person in (town.keeper_wei, town.keeper_li):
        away(town, person, at, minutes, until=48 * 60)

    assert offers(a_case(town, at=at)) == [("zheng", "officer", "")]
    assert offers(a_case(town, at=at + minutes(24 * 60))) == [("third", "keeper", "")]


# Declining


def test_who_declines_says_why_and_the_next_is_asked_at_once(town, at, minutes):
    case = a_case(town, at=at)

    decline_case(case, reason="在外地开会", by=town.keeper_wei, at=at + minutes(1))

    assert offers(case) == [("wei", "keeper", "declined"), ("li", "keeper", "")]
    assert case.offers.get(answer="declined").reason == "在外地开会"
    assert case.offers.get(answer="").offered_at == at + minutes(1)
    assert journal(case) == ["registered", "offered", "declined", "offered"]


def test_who_declined_is_not_asked_again_this_round(town, at, minutes):
    case = a_case(town, at=at)
    decline_case(case, reason="在外地开会", by=town.keeper_wei, at=at + minutes(1))

    for n in (3, 5, 7):
        sweep(at + minutes(n))

    assert [who for who, _rung, _answer in offers(case)] == ["wei", "li", "zheng", "liao", "li"]


def test_when_everybody_declined_the_last_rung_is_asked_all_the_same(town, at):
    case = a_case(town, at=at)

    for person in (town.keeper_wei, town.keeper_li, town.officer_zheng, town.secretary_liao):
        decline_case(case, reason="在外地开会", by=person, at=at)

    assert offers(case)[-1] == ("liao", "secretary", "")


def test_declining_without_a_reason_is_impossible(town, at):
    case = a_case(town, at=at)

    with refused(IntegrityError, "declining_needs_a_reason"):
        decline_case(case, reason="", by=town.keeper_wei, at=at)


def test_only_who_is_asked_can_decline(town, at):
    case = a_case(town, at=at)

    with refused(OfferIsGone, "已经不在等您接单"):
        decline_case(case, reason="在外地开会", by=town.keeper_li, at=at)


def test_an_offer_that_has_gone_on_can_no_longer_be_declined(town, at, minutes):
    case = a_case(town, at=at)
    sweep(at + minutes(2))

    with refused(OfferIsGone, "已经不在等您接单"):
        decline_case(case, reason="在外地开会", by=town.keeper_wei, at=at + minutes(3))


def test_a_promise_is_not_moved_by_declining(town, at, minutes):
    case = a_case(town, at=at)

    decline_case(case, reason="在外地开会", by=town.keeper_wei, at=at + minutes(1))

    assert fresh(case).next_due_at == at + minutes(10)


# Nobody to ask


def test_with_nobody_to_ask_the_leaders_are_called(town, at, minutes):
    everybody_away(town, at, minutes)

    case = a_case(town, at=at)

    assert (offers(case), fresh(case).status, journal(case)) == (
        [], Status.REGISTERED, ["registered", "nobody_to_ask"],
    )  # fmt: skip
    assert fresh(case).next_due_at == at + minutes(10), "the promises run all the same"


def test_as_soon_as_somebody_is_back_they_are_asked(town, at, minutes):
    everybody_away(town, at, minutes, until=30)
    case = a_case(town, at=at)

    sweep(at + minutes(29))
    sweep(at + minutes(30))

    assert journal(case).count("nobody_to_ask") == 1
    assert offers(case) == [("wei", "keeper", "")]
    assert fresh(case).status == Status.OFFERED


def test_when_the_last_one_asked_does_not_answer_and_nobody_is_left_it_waits_and_is_offered_again(town, at, minutes):
    case = a_case(town, at=at)
    everybody_away(town, at, minutes, until=30)

    for n in (2, 3, 29):
        sweep(at + minutes(n))
    assert (fresh(case).status, journal(case).count("nobody_to_ask")) == (Status.REGISTERED, 1)
    sweep(at + minutes(30))

    assert offers(case) == [("wei", "keeper", "lapsed"), ("li", "keeper", "")]


def test_what_was_registered_without_asking_anybody_is_not_forgotten_by_the_clock(town, at, minutes):
    case = register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at, offer=False)

    sweep(at + minutes(1))

    assert (offers(case), fresh(case).status) == ([("wei", "keeper", "")], Status.OFFERED)
