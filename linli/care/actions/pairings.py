"""Somebody helps somebody, who agreed to it; and it ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.actions import give_consent
from linli.residents.models import Consent, Household, Person, Relation, Unit
from linli.web.masks import mask_name
from linli.web.refusal import Refusal

from .. import events
from ..models import Pairing
from ..queries.people import who_consents
from .due import set_next_visit

PURPOSE = Consent.Purpose.PAIRING


class ConsentMissing(Refusal):
    pass


class PairedAlready(Refusal):
    pass


class PairingIsOver(Refusal):
    pass


@dataclass(frozen=True)
class Helper:
    """Exactly one of the three."""

    person: Person | None = None
    unit: Unit | None = None
    team: str = ""


@dataclass(frozen=True)
class Agreement:
    """A consent that is recorded together with the pairing: how and when it was given, and by which guardian."""

    channel: Consent.Channel
    given_on: date
    evidence: str = ""
    guardian: Relation | None = None


@transaction.atomic
def pair(
    found: Person | Household,
    *,
    helper: Helper,
    cause: str,
    starts_on: date,
    by: User | None,
    at: datetime,
    needs: str = "",
    plan: str = "",
    every_days: int = 90,
    agreement: Agreement | None = None,
) -> Pairing:
    """Pair a helper with a person or household. Whom it is for has to agree: before, or now by `agreement`."""
    consent = _consent(found, agreement, by, at)
    try:
        with transaction.atomic():
            pairing = Pairing.objects.create(
                community_id=found.community_id,
                helper_person=helper.person,
                helper_unit=helper.unit,
                helper_team=helper.team,
                person=found if isinstance(found, Person) else None,
                household=found if isinstance(found, Household) else None,
                consent=consent,
                cause=cause,
                needs=needs,
                plan=plan,
                starts_on=starts_on,
                every_days=every_days,
            )
    except IntegrityError as why:
        if "one_running_pairing_of_the_same_two" not in str(why):
            raise
        raise PairedAlready(_("这两家已经结了对，还没有结束。要改打算，请到那一份结对里改。"), field="helper") from why
    set_next_visit(pairing)
    named = mask_name(pairing.helper) if helper.person else pairing.helper
    record(events.PAIRED, pairing, by=by, at=at, who=mask_name(consent.person.name), helper=named)
    return pairing


def _consent(found: Person | Household, agreement: Agreement | None, by: User | None, at: datetime) -> Consent:
    """Return the running consent of whom it is for; recorded now where it was given now. Refuses kindly without one."""
    person = who_consents(found)
    if person is None:
        raise ConsentMissing(_("这一户还没有登记住的人，没有人能同意。请先登记这家的人。"))
    running = Consent.objects.filter(person=person, purpose=PURPOSE, withdrawn_on=None).select_related("person").first()
    if running:
        return running
    if agreement is None:
        raise ConsentMissing(
            _(
                "还缺{name}本人的同意：结对要把困难告诉来帮的人，得先问过。问好了，在下面选「怎样同意的」，一起记下就行。"
            ).format(name=person.name),
            field="channel",
        )
    return give_consent(
        person,
        purpose=PURPOSE,
        channel=agreement.channel,
        given_on=agreement.given_on,
        guardian=agreement.guardian,
        evidence=agreement.evidence,
        by=by,
        at=at,
    )


@transaction.atomic
def change_pairing(pairing: Pairing, *, by: User, at: datetime, **given: Any) -> None:
    """Change cause, needs, plan or rhythm; who helps whom stays: another helper is another pairing."""
    pairing = _running(pairing)
    for name in ("cause", "needs", "plan", "every_days"):
        setattr(pairing, name, given[name])
    pairing.save(update_fields=["cause", "needs", "plan", "every_days"])
    set_next_visit(pairing)
    record(events.PAIRING_CHANGED, pairing, by=by, at=at)


@transaction.atomic
def end_pairing(pairing: Pairing, *, reason: str, ends_on: date, by: User | None, at: datetime) -> None:
    pairing = _running(pairing)
    if not pairing.starts_on <= ends_on <= timezone.localdate(at):
        raise PairingIsOver(_("结束的日子要在开始以后、今天以前。"), field="ends_on")
    pairing.ends_on, pairing.end_reason, pairing.next_visit_on = ends_on, reason, None
    pairing.save(update_fields=["ends_on", "end_reason", "next_visit_on"])
    record(events.PAIRING_ENDED, pairing, by=by, at=at, reason=reason)


def _running(pairing: Pairing) -> Pairing:
    pairing = Pairing.objects.select_for_update().get(pk=pairing.pk)
    if pairing.ends_on is not None:
        raise PairingIsOver(_("这份结对已经结束了，不能再改。要再帮，请重新结对。"))
    return pairing
