"""What people say to a case put before them: mine, not now, or not mine any longer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.straight import change
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.notices.actions import read_about
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, Offer, Status
from .dispatch import Answer, Rung, offer_to, offer_to_next
from .locking import lock
from .promising import refresh_next_due

_ANSWERED = """
    UPDATE cases_offer SET answer = CASE WHEN to_id = %(by)s THEN 'accepted' ELSE 'withdrawn' END, answered_at = %(at)s
    WHERE case_id = %(case)s AND community_id = %(community)s AND answer = ''
    RETURNING id, to_id, is_shared
"""


@as_a_whole
def accept_case(case: Case, *, by: User, at: datetime) -> Case:
    """接单: from now on `by` handles it. Any keeper of the zone may, not only the one asked; the first one wins.

    Raises NotNow when somebody was faster.
    """
    case = lock(case, "accept")
    answered = ask(_ANSWERED, {"case": case.pk, "community": case.community_id, "by": by.pk, "at": at})
    if all(to != by.pk for _offer, to, _is_shared in answered):
        _write_accepted(case, by=by, at=at)
    case.status, case.handler = Status.ACCEPTED, by
    change(case, "status", "handler")
    read_about(case, by=by, at=at)
    record(events.ACCEPTED, case, by=by, at=at)
    if spared := [offer for offer, to, is_shared in answered if is_shared and to != by.pk]:
        others = Offer.objects.filter(pk__in=spared).order_by("seq").values_list("to__name", flat=True)
        record(events.SPARED, case, by=by, at=at, who=by.name, others="、".join(others), offers=sorted(spared))
    return case


def _write_accepted(case: Case, *, by: User, at: datetime) -> None:
    """Write down that somebody took it who was not asked: an offer of the same moment, already answered."""
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
