"""From hand to hand until somebody says: mine."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.notices.actions import read_about
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, Dispatch, DispatchRule, Offer, Promise, Status
from ..queries.hands import Hand, hands_of_unit, offer_key, plan_for
from ..queries.why import why_facts
from .locking import lock
from .promising import refresh_next_due

Rung = Offer.Rung
Answer = Offer.Answer


@transaction.atomic
def offer_to_next(case: Case, *, at: datetime, by: User | None) -> Offer | None:
    """Put the case before the next person on the ladder; an offer still waiting is withdrawn.

    Without anybody to ask the leaders are told, and the clock tries again until somebody is there.
    """
    case = lock(case, "offer")
    withdraw_offer(case, at=at)
    if offer := offer_if_somebody_is_there(case, at=at, by=by):
        return offer
    case.status = Status.REGISTERED
    case.save(update_fields=["status"])
    record(events.NOBODY_TO_ASK, case, by=None, at=at)
    return None


def offer_new(case: Case, *, at: datetime, by: User | None) -> None:
    """Put a case before its first person while it is being written; the caller saves it afterwards."""
    if not offer_if_somebody_is_there(case, at=at, by=by):
        record(events.NOBODY_TO_ASK, case, by=None, at=at)


def offer_if_somebody_is_there(case: Case, *, at: datetime, by: User | None) -> Offer | None:
    """Put the case, whose lock the caller holds, before whom the rules choose; do nothing when there is nobody."""
    minutes, ladder = _terms(case)
    offers = list(Offer.objects.filter(case=case, round=case.round).order_by("seq"))
    plan = plan_for(case, at, ladder=ladder, offers=offers)
    asked = plan.next()
    if not asked:
        return None
    if isinstance(plan.choice, DispatchRule):
        _remember(case, plan.choice, at=at)
    facts = why_facts(plan, asked, case)
    return _offer(case, asked, at=at, by=by, why=facts, minutes=minutes, earlier=offers, is_shared=plan.is_shared)


def _remember(case: Case, rule: DispatchRule, *, at: datetime) -> None:
    Dispatch.objects.create(
        community_id=case.community_id, case=case, round=case.round, rule=rule, order=rule.order or 0, name=rule.name,
        target=rule.target, mode=rule.mode, post=rule.post, unit=rule.unit, person=rule.person, at=at,
    )  # fmt: skip


def _terms(case: Case) -> tuple[int, str]:
    """Return how many minutes whoever is asked has to answer, and who is asked after them: by the round's policy."""
    promises = Promise.objects.filter(case=case, round=case.round)
    return promises.values_list("policy__offer_within_minutes", "policy__ladder")[0]


@transaction.atomic
def offer_to(case: Case, person: User, *, rung: str = Rung.COLLEAGUE, by: User, at: datetime) -> Offer:
    """Put the case before a person of one's choice; an offer still waiting elsewhere is withdrawn."""
    case = lock(case, "offer")
    return _offer_by_hand(case, Hand(rung, person), by=by, at=at)


class UnitHasLeft(Refusal):
    pass


@transaction.atomic
def offer_to_unit(case: Case, unit: Unit, *, by: User, at: datetime) -> Offer:
    """Put the case before a resident unit: its liaison officer, or, where nobody signs in for it, whoever has the link.

    In the second case the first handler answers for the unit in the books (see actions.links).
    """
    case = lock(case, "offer")
    hands = hands_of_unit(unit, case, at)
    if not hands:
        raise UnitHasLeft(_("{unit}已经退出，不能再派给它。").format(unit=unit))
    return _offer_by_hand(case, hands[0], by=by, at=at)


def _offer_by_hand(case: Case, hand: Hand, *, by: User, at: datetime) -> Offer:
    withdraw_offer(case, at=at)
    earlier = list(Offer.objects.filter(case=case, round=case.round).order_by("seq"))
    minutes, _ladder = _terms(case)
    return _offer(case, [hand], at=at, by=by, why={"how": "hand"}, minutes=minutes, earlier=earlier)


def _offer(
    case: Case, hands: list[Hand], *, at: datetime, by: User | None, why: dict[str, Any], minutes: int,
    earlier: list[Offer], is_shared: bool = False,
) -> Offer:  # fmt: skip
    """Write the offers, their one journal line and the case's standing. Shared offers wait for the same moment."""
    unanswered = [offer_key(offer) for offer in earlier if offer.answer == Answer.LAPSED]
    is_shared = is_shared and len(hands) > 1
    wait = minutes * patience(min(unanswered.count(hand.key) for hand in hands))
    offers = [
        Offer(
            community_id=case.community_id, case=case, round=case.round, seq=len(earlier) + n, rung=hand.rung,
            to=hand.person, unit=hand.unit, is_by_link=hand.by_link, is_shared=is_shared, offered_at=at,
            answer_by=at + timedelta(minutes=wait),
        )
        for n, hand in enumerate(hands, 1)
    ]  # fmt: skip
    Offer.objects.bulk_create(offers)
    case.status = Status.OFFERED
    if not case._state.adding:  # noqa: SLF001 - public by its name in Django
        case.save(update_fields=["status"])
    record(
        events.OFFERED_TO_ALL if is_shared else events.OFFERED, case, by=by, at=at,
        offer=offers[0].pk, offers=[offer.pk for offer in offers], to="、".join(hand.name for hand in hands),
        rung=hands[0].rung, answer_by=offers[0].answer_by, why=why,
    )  # fmt: skip
    return offers[0]


MOST_PATIENCE = 32


def patience(times_unanswered: int) -> int:
    """Return how many times the offer time somebody is given who did not answer before: it doubles up to a bound.

    A night without anybody keeps asking, but does not ring seven hundred times.
    """
    return min(1 << times_unanswered, MOST_PATIENCE)


def withdraw_offer(case: Case, *, at: datetime) -> None:
    Offer.objects.filter(case=case, answer="").update(answer=Answer.WITHDRAWN, answered_at=at)


@transaction.atomic
def accept_case(case: Case, *, by: User, at: datetime) -> Case:
    """接单: from now on `by` handles it. Any keeper of the zone may, not only the one asked; the first one wins.

    Raises NotNow when somebody was faster.
    """
    case = lock(case, "accept")
    waiting = list(Offer.objects.filter(case=case, answer="").select_related("to"))
    mine = [offer.pk for offer in waiting if offer.to_id == by.pk]
    others = [offer for offer in waiting if offer.to_id != by.pk]
    if others:
        Offer.objects.filter(pk__in=[o.pk for o in others]).update(answer=Answer.WITHDRAWN, answered_at=at)
    if mine:
        Offer.objects.filter(pk__in=mine).update(answer=Answer.ACCEPTED, answered_at=at)
    else:
        Offer.objects.create(
            community_id=case.community_id,
            case=case,
            round=case.round,
            seq=case.offers.filter(round=case.round).count() + 1,
            rung=Rung.COLLEAGUE,
            to=by,
            offered_at=at,
            answer_by=at + timedelta(minutes=1),
            answer=Answer.ACCEPTED,
            answered_at=at,
        )
    case.status, case.handler = Status.ACCEPTED, by
    case.save(update_fields=["status", "handler"])
    read_about(case, by=by, at=at)
    record(events.ACCEPTED, case, by=by, at=at)
    if spared := [offer for offer in others if offer.is_shared]:
        record(
            events.SPARED, case, by=by, at=at, who=by.name, others="、".join(offer.to.name for offer in spared),
            offers=[offer.pk for offer in spared],
        )  # fmt: skip
    return case


@transaction.atomic
def decline_case(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Say why one cannot go now; the case goes to the next person in the same moment, once nobody asked is left."""
    case = lock(case, "hand_on")
    offer = Offer.objects.filter(case=case, answer="", to=by).first()
    if offer is None:
        raise OfferIsGone(_("这件事已经不在等您接单了。"))
    offer.answer, offer.answered_at, offer.reason = Answer.DECLINED, at, reason
    offer.save(update_fields=["answer", "answered_at", "reason"])
    read_about(case, by=by, at=at)
    record(events.DECLINED, case, by=by, at=at, offer=offer.pk)
    if not Offer.objects.filter(case=case, answer="").exists():  # of several asked at once the others may still say yes
        offer_to_next(case, at=at, by=None)


class OfferIsGone(Refusal):
    pass


class NobodyHoldsIt(Refusal):
    pass


@transaction.atomic
def hand_on_case(case: Case, *, reason: str, to: User | None = None, by: User, at: datetime) -> None:
    """转交: the handler gives the case away, with a reason, to a colleague or to the next on the ladder.

    The promises run on: handing on wins no time.
    """
    case = lock(case, "hand_on")
    held = Offer.objects.filter(case=case, round=case.round, to_id=case.handler_id, answer=Answer.ACCEPTED).first()
    if held is None:
        raise NobodyHoldsIt(_("这件事还没有人接，不用转交，直接派给别人就行。"))
    held.answer, held.answered_at, held.reason = Answer.DECLINED, at, reason
    held.save(update_fields=["answer", "answered_at", "reason"])
    case.status, case.handler = Status.REGISTERED, None
    case.save(update_fields=["status", "handler"])
    record(events.HANDED_ON, case, by=by, at=at, offer=held.pk)
    refresh_next_due(case)
    if to is not None:
        offer_to(case, to, by=by, at=at)
    else:
        offer_to_next(case, at=at, by=by)


def lapse_offers(case: Case, *, at: datetime) -> bool:
    """Let the offers nobody answered in time go to the next; return whether there were any.

    The caller holds the case's lock. Of several asked at once (抢单) the next is asked when none is left.
    """
    waiting = list(Offer.objects.select_related("to", "unit").filter(case=case, answer=""))
    late = [offer for offer in waiting if offer.answer_by <= at]
    if not late:
        return False
    Offer.objects.filter(pk__in=[offer.pk for offer in late]).update(answer=Answer.LAPSED, answered_at=at)
    record(events.LAPSED, case, by=None, at=at, to="、".join(asked_name(offer) for offer in late))
    if len(late) == len(waiting):
        offer_to_next(case, at=at, by=None)
    return True


def asked_name(offer: Offer) -> str:
    return str(offer.unit) if offer.is_by_link else offer.to.name
