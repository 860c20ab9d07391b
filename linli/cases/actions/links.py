"""答复链接: a unit nobody signs in for answers about one case with a token it was given."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.sealing import keyed_hash
from linli.journal.record import record
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events
from ..models import Case, CoHandling, LinkKey, Offer, Status, UnitLink
from ..queries.behind_link import KIND, phones_for_unit
from .dispatch import offer_to_next, withdraw_offer
from .helping import help_due
from .locking import lock

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that sound and look different when they are read out."""
LENGTH = 16


class UnitIsNotAsked(Refusal):
    pass


@transaction.atomic
def issue_link(case: Case, unit: Unit, *, by: User, at: datetime) -> str:
    """Give the unit a new token for this case and return it: the only time it is said. The one before stops working."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    is_offered = case.offers.filter(answer="", unit=unit, is_by_link=True).exists()
    if not is_offered and not case.co_handlings.filter(unit=unit, round=case.round).exists():
        raise UnitIsNotAsked(_("这件事没有派给{unit}，也没有请它协办。").format(unit=unit))
    UnitLink.objects.filter(case=case, unit=unit, revoked_at=None).update(revoked_at=at, revoked_by=by)
    token = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    link = UnitLink.objects.create(
        community_id=case.community_id, case=case, unit=unit, issued_by=by, issued_at=at,
        expires_at=at + timedelta(days=settings.UNIT_LINK_DAYS),
    )  # fmt: skip
    LinkKey.objects.create(token_hash=keyed_hash(KIND, token), community_id=case.community_id, link=link)
    record(events.LINK_ISSUED, case, by=by, at=at, unit=str(unit), link=link.pk, expires_at=link.expires_at)
    return token


@transaction.atomic
def revoke_link(link: UnitLink, *, by: User, at: datetime) -> None:
    """Let a token stop working at once; revoking twice changes nothing."""
    link = UnitLink.objects.select_for_update(of=("self",)).select_related("case", "unit").get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = at, by
        link.save(update_fields=["revoked_at", "revoked_by"])
        record(events.LINK_REVOKED, link.case, by=by, at=at, unit=str(link.unit), link=link.pk)


class OfferHasGone(Refusal):
    pass


@transaction.atomic
def accept_by_link(link: UnitLink, *, by: None = None, at: datetime) -> None:
    """The unit takes what it was offered, and helps from now on; the colleague who answers for it handles the case.

    The unit may see the requester's number from now on, which the journal keeps. Raises OfferHasGone.
    """
    case = lock(link.case, "accept")
    offer = Offer.objects.filter(case=case, answer="", unit=link.unit, is_by_link=True).select_related("to").first()
    if offer is None:
        raise OfferHasGone(_("这件事已经有人接了，不用再办，谢谢。"))
    offer.answer, offer.answered_at = Offer.Answer.ACCEPTED, at
    offer.save(update_fields=["answer", "answered_at"])
    withdraw_offer(case, at=at)
    case.status, case.handler = Status.ACCEPTED, offer.to
    case.save(update_fields=["status", "handler"])
    with translation.override(settings.LANGUAGE_CODE):  # kept in the row, whatever language this page is in
        wanted = _("接办这件事")
    CoHandling.objects.create(
        community_id=case.community_id, case=case, round=case.round, unit=link.unit, asked_by=offer.to,
        asked_at=offer.offered_at, accepted_at=at, wanted=wanted, due_at=help_due(case, at),
    )  # fmt: skip
    record(events.UNIT_ACCEPTED, case, by=by, at=at, unit=str(link.unit), handler=offer.to.name)
    _show_phones(link, at=at)


@transaction.atomic
def decline_by_link(link: UnitLink, *, reason: str, by: None = None, at: datetime) -> None:
    """The unit says why it cannot take what it was offered; the next is asked in the same moment."""
    case = lock(link.case, "hand_on")
    offer = Offer.objects.filter(case=case, answer="", unit=link.unit, is_by_link=True).first()
    if offer is None:
        raise OfferHasGone(_("这件事已经有人接了，不用再办，谢谢。"))
    offer.answer, offer.answered_at, offer.reason = Offer.Answer.DECLINED, at, reason
    offer.save(update_fields=["answer", "answered_at", "reason"])
    record(events.DECLINED, case, by=by, at=at, offer=offer.pk, unit=str(link.unit))
    offer_to_next(case, at=at, by=None)


@transaction.atomic
def accept_help_by_link(link: UnitLink, asked: CoHandling, *, by: None = None, at: datetime) -> None:
    """The unit says it will help, while help can be asked for. Saying so twice changes nothing."""
    case = lock(link.case, "ask_help")
    asked = CoHandling.objects.select_for_update(of=("self",)).select_related("unit", "asked_by").get(pk=asked.pk)
    if asked.is_awaited and asked.accepted_at is None:
        asked.accepted_at = at
        asked.save(update_fields=["accepted_at"])
        record(events.UNIT_ACCEPTED, case, by=by, at=at, unit=str(asked.unit), handler=asked.asked_by.name)
        _show_phones(link, at=at)


def _show_phones(link: UnitLink, *, at: datetime) -> None:
    """Write down that the unit may see the number from now on, when there is one to see."""
    if phones_for_unit(link.case):
        record(events.PHONE_SHOWN_TO_UNIT, link.case, by=None, at=at, unit=str(link.unit))
