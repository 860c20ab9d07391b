"""From hand to hand until somebody says: mine."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.straight import change, write_together
from linli.journal.models import Event
from linli.journal.record import event_of, record_all
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events, lifecycle
from ..models import Case, Dispatch, DispatchRule, Offer, Policy, Promise, Status
from ..queries.hands import Hand, hands_of_unit, offer_key, plan_for
from ..queries.why import why_facts
from .locking import lock

Rung = Offer.Rung
Answer = Offer.Answer


@transaction.atomic
def offer_to_next(case: Case, *, at: datetime, by: User | None) -> Offer | None:
    """Put the case before the next person on the ladder; an offer still waiting is withdrawn.

    Without anybody to ask the leaders are told, and the clock tries again until somebody is there.
    """
    case = lock(case, "offer")
    withdraw_offer(case, at=at)
    minutes, ladder = _terms([case])[case.pk]
    asking = _asking(case, at=at, minutes=minutes, ladder=ladder, earlier=_offers_of_round([case])[case.pk])
    if asking:
        return _put(case, asking, by=by, at=at)
    _put_before_nobody(case, at=at)
    return None


@dataclass(frozen=True)
class Asking:
    """Who is asked now, not written yet: the offers, the rule remembered for the round, and the journal's line."""

    offers: list[Offer]
    remembered: list[Dispatch]
    facts: dict[str, Any]

    def event(self, case: Case, *, by: User | None, at: datetime) -> Event:
        """Return the journal line; the offers have their keys by now."""
        keys = [offer.pk for offer in self.offers]
        verb = events.OFFERED_TO_ALL if self.offers[0].is_shared else events.OFFERED
        return event_of(verb, case, by=by, at=at, offer=keys[0], offers=keys, **self.facts)


def first_asking(case: Case, policy: Policy, *, at: datetime) -> Asking | None:
    """Work out before whom a case is put that is being written down now; the caller writes it with the case."""
    return _asking(case, at=at, minutes=policy.offer_within_minutes, ladder=policy.ladder, earlier=[])


def _asking(case: Case, *, at: datetime, minutes: int, ladder: str, earlier: list[Offer]) -> Asking | None:
    plan = plan_for(case, at, ladder=ladder, offers=earlier)
    asked = plan.next()
    if not asked:
        return None
    facts = why_facts(plan, asked, case)
    remembered = [_remembered(case, plan.choice, at=at)] if isinstance(plan.choice, DispatchRule) else []
    offers = _drafts(case, asked, at=at, minutes=minutes, earlier=earlier, is_shared=plan.is_shared)
    return Asking(offers, remembered, _facts(asked, offers, facts))


def _remembered(case: Case, rule: DispatchRule, *, at: datetime) -> Dispatch:
    return Dispatch(
        community_id=case.community_id, case=case, round=case.round, rule=rule, order=rule.order or 0, name=rule.name,
        target=rule.target, mode=rule.mode, post_id=rule.post_id, unit_id=rule.unit_id, person_id=rule.person_id, at=at,
    )  # fmt: skip


def _terms(cases: Iterable[Case]) -> dict[int, tuple[int, str]]:
    """Return, by case, how many minutes whoever is asked has to answer, and who is asked after them.

    Both are what the policy of the round says.
    """
    promises = Promise.objects.filter(case__in=cases, round=F("case__round"))
    told = promises.values_list("case", "policy__offer_within_minutes", "policy__ladder")
    return {case: (minutes, ladder) for case, minutes, ladder in told}


def _offers_of_round(cases: Iterable[Case]) -> dict[int, list[Offer]]:
    """Return, by case, whom it was put before this round, in that order."""
    made: dict[int, list[Offer]] = {case.pk: [] for case in cases}
    found = Offer.objects.filter(case__in=made, round=F("case__round")).select_related("to", "unit")
    for offer in found.order_by("case", "seq"):
        made[offer.case_id].append(offer)
    return made


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
    minutes, _ladder = _terms([case])[case.pk]
    offers = _drafts(case, [hand], at=at, minutes=minutes, earlier=_offers_of_round([case])[case.pk])
    return _put(case, Asking(offers, [], _facts([hand], offers, {"how": "hand"})), by=by, at=at)


def _drafts(
    case: Case, hands: list[Hand], *, at: datetime, minutes: int, earlier: list[Offer], is_shared: bool = False
) -> list[Offer]:
    """Return the offers to these people, unwritten. Shared offers wait for the same moment."""
    unanswered = [offer_key(offer) for offer in earlier if offer.answer == Answer.LAPSED]
    wait = minutes * patience(min(unanswered.count(hand.key) for hand in hands))
    return [
        Offer(
            community_id=case.community_id, case=case, round=case.round, seq=len(earlier) + n, rung=hand.rung,
            to=hand.person, unit=hand.unit, is_by_link=hand.by_link, is_shared=is_shared and len(hands) > 1,
            offered_at=at, answer_by=at + timedelta(minutes=wait),
        )
        for n, hand in enumerate(hands, 1)
    ]  # fmt: skip


def _facts(hands: list[Hand], offers: list[Offer], why: dict[str, Any]) -> dict[str, Any]:
    names = "、".join(hand.name for hand in hands)
    return {"to": names, "rung": hands[0].rung, "answer_by": offers[0].answer_by, "why": why}


def _put(case: Case, asking: Asking, *, by: User | None, at: datetime, after: Sequence[Event] = ()) -> Offer:
    """Write the offers, the case's standing and one journal line, behind what came of those asked before."""
    write_together(*asking.remembered, *asking.offers)
    case.status = Status.OFFERED
    change(case, "status")
    record_all([*after, asking.event(case, by=by, at=at)])
    return asking.offers[0]


def _put_before_nobody(case: Case, *, at: datetime, after: Sequence[Event] = ()) -> None:
    case.status = Status.REGISTERED
    change(case, "status")
    record_all([*after, event_of(events.NOBODY_TO_ASK, case, by=None, at=at)])


MOST_PATIENCE = 32


def patience(times_unanswered: int) -> int:
    """Return how many times the offer time somebody is given who did not answer before: it doubles up to a bound.

    A night without anybody keeps asking, but does not ring seven hundred times.
    """
    return min(1 << times_unanswered, MOST_PATIENCE)


_WITHDRAWN = """
    UPDATE cases_offer SET answer = 'withdrawn', answered_at = %s
    WHERE community_id = %s AND case_id = %s AND answer = '' RETURNING id
"""


def withdraw_offer(case: Case, *, at: datetime) -> None:
    ask(_WITHDRAWN, [at, case.community_id, case.pk])


def pass_on(cases: Collection[Case], *, at: datetime) -> None:
    """Let the offers nobody answered in time go to the next, and ask again where nobody was there.

    The caller holds the cases' locks. Of several asked at once (抢单) the next is asked when none is left. What cases
    were and whom they were put before is read of all at once; whom to ask now is worked out one by one, as a turn
    (轮流) goes by what the case before it was given to.
    """
    terms, offers = _terms(cases), _offers_of_round(cases)
    late = {
        case: [offer for offer in made if not offer.answer and offer.answer_by <= at] for case, made in offers.items()
    }
    for offer in chain.from_iterable(late.values()):
        offer.answer = Answer.LAPSED
    lapsed = [offer.pk for offer in chain.from_iterable(late.values())]
    Offer.objects.filter(pk__in=lapsed).update(answer=Answer.LAPSED, answered_at=at)
    for case in cases:
        _pass_on(case, late[case.pk], offers[case.pk], *terms[case.pk], at=at)


def _pass_on(case: Case, late: list[Offer], offers: list[Offer], minutes: int, ladder: str, *, at: datetime) -> None:
    if not late and case.status != Status.REGISTERED:
        return
    to = "、".join(asked_name(offer) for offer in late)
    noted = [event_of(events.LAPSED, case, by=None, at=at, to=to)] if late else []
    if any(not offer.answer for offer in offers) or not lifecycle.may("offer", case.status):
        record_all(noted)
    elif asking := _asking(case, at=at, minutes=minutes, ladder=ladder, earlier=offers):
        _put(case, asking, by=None, at=at, after=noted)
    elif late:
        _put_before_nobody(case, at=at, after=noted)


def asked_name(offer: Offer) -> str:
    return str(offer.unit) if offer.is_by_link else offer.to.name
