"""From hand to hand until somebody says: mine."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of, keepers_of
from linli.journal.record import record
from linli.notices.actions import read_about
from linli.residents.models import Unit
from linli.residents.queries import liaisons_of
from linli.rota.models import Post
from linli.rota.queries import away, on_duty
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, Offer, Promise, Status
from .locking import lock
from .promising import refresh_next_due

Rung = Offer.Rung
Answer = Offer.Answer


@dataclass(frozen=True)
class Candidate:
    rung: str
    person: User


def ladder(case: Case, at: datetime) -> list[Candidate]:
    """Return who is asked, in order: the zone's keepers (lead first) or the post on duty; 带班; the secretary.

    Nobody stands twice, and whoever is absent is left out.
    """
    on = timezone.localdate(at)
    rungs: list[tuple[str, list[User]]]
    if case.zone_id:
        rungs = [(Rung.KEEPER, keepers_of(case.zone_id, on))]
    else:
        rungs = [(Rung.POST, on_duty(case.community_id, Post.Kind.SERVICE_CENTRE, at))]
    officers = on_duty(case.community_id, Post.Kind.OFFICER, at) or holders_of(
        Duty.Role.DUTY_OFFICER, case.community_id, on
    )
    rungs += [(Rung.OFFICER, officers), (Rung.SECRETARY, holders_of(Duty.Role.BRANCH_SECRETARY, case.community_id, on))]
    gone = away([person.pk for _rung, people in rungs for person in people], at)
    seen: set[int] = set(gone)
    candidates = []
    for rung, people in rungs:
        for person in people:
            if person.pk not in seen:
                seen.add(person.pk)
                candidates.append(Candidate(rung, person))
    return candidates


def next_candidate(case: Case, at: datetime) -> Candidate | None:
    """Return whom to ask now: the one after the last asked, from the top again after the last rung.

    Those who gave a reason this round are not asked again, unless nobody else is left: then the last rung is.
    """
    candidates = ladder(case, at)
    offers = list(Offer.objects.filter(case=case, round=case.round).order_by("seq"))
    declined = {offer.to_id for offer in offers if offer.answer == Answer.DECLINED}
    willing = [candidate for candidate in candidates if candidate.person.pk not in declined] or candidates[-1:]
    if not willing:
        return None
    order = [candidate.person.pk for candidate in candidates]
    last = next((order.index(offer.to_id) for offer in reversed(offers) if offer.to_id in order), -1)
    return next((candidate for candidate in willing if order.index(candidate.person.pk) > last), willing[0])


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


def offer_if_somebody_is_there(case: Case, *, at: datetime, by: User | None) -> Offer | None:
    """Put the case, whose lock the caller holds, before the next person; do nothing when there is none."""
    candidate = next_candidate(case, at)
    return _offer(case, candidate.rung, candidate.person, at=at, by=by) if candidate else None


@transaction.atomic
def offer_to(
    case: Case, person: User, *, rung: str = Rung.COLLEAGUE, unit: Unit | None = None, by: User, at: datetime
) -> Offer:
    """Put the case before a person of one's choice; an offer still waiting elsewhere is withdrawn."""
    case = lock(case, "offer")
    withdraw_offer(case, at=at)
    return _offer(case, rung, person, unit=unit, at=at, by=by)


class UnitHasNobody(Refusal):
    pass


@transaction.atomic
def offer_to_unit(case: Case, unit: Unit, *, by: User, at: datetime) -> Offer:
    """Put the case before the liaison officer of a resident unit."""
    liaisons = liaisons_of(unit, timezone.localdate(at))
    if not liaisons:
        raise UnitHasNobody(
            _("{unit}还没有能登录的联络员。可以先接单，再用「请来协办」记下请它办的事。").format(unit=unit)
        )
    return offer_to(case, liaisons[0], rung=Rung.UNIT, unit=unit, by=by, at=at)


def _offer(case: Case, rung: str, person: User, *, at: datetime, by: User | None, unit: Unit | None = None) -> Offer:
    minutes = Promise.objects.filter(case=case, round=case.round).values_list(
        "policy__offer_within_minutes", flat=True
    )[0]
    earlier = list(case.offers.filter(round=case.round).values_list("to_id", "answer"))
    offer = Offer.objects.create(
        community_id=case.community_id,
        case=case,
        round=case.round,
        seq=len(earlier) + 1,
        rung=rung,
        to=person,
        unit=unit,
        offered_at=at,
        answer_by=at + timedelta(minutes=minutes * patience(earlier.count((person.pk, Answer.LAPSED)))),
    )
    case.status = Status.OFFERED
    case.save(update_fields=["status"])
    record(events.OFFERED, case, by=by, at=at, offer=offer.pk, to=person.name, rung=rung, answer_by=offer.answer_by)
    return offer


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
    waiting = Offer.objects.filter(case=case, answer="")
    if not waiting.filter(to=by).update(answer=Answer.ACCEPTED, answered_at=at):
        waiting.update(answer=Answer.WITHDRAWN, answered_at=at)
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
    return case


@transaction.atomic
def decline_case(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Say why one cannot go now; the case goes to the next person in the same moment."""
    case = lock(case, "hand_on")
    offer = Offer.objects.filter(case=case, answer="", to=by).first()
    if offer is None:
        raise OfferIsGone(_("这件事已经不在等您接单了。"))
    offer.answer, offer.answered_at, offer.reason = Answer.DECLINED, at, reason
    offer.save(update_fields=["answer", "answered_at", "reason"])
    read_about(case, by=by, at=at)
    record(events.DECLINED, case, by=by, at=at, offer=offer.pk)
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


def lapse_offer(offer: Offer, *, at: datetime) -> None:
    """Let an unanswered offer go to the next. The caller holds the case's lock and has looked at the offer under it."""
    offer.answer, offer.answered_at = Answer.LAPSED, at
    offer.save(update_fields=["answer", "answered_at"])
    record(events.LAPSED, offer.case, by=None, at=at, to=offer.to.name)
    offer_to_next(offer.case, at=at, by=None)
