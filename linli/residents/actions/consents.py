"""同意: given for one use, by the person or, under 14, by a guardian; withdrawn as easily, with effect at once."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Consent, Person, Relation
from ..queries.minors import guardians_of, may_be_under_14


class NeedsGuardian(Refusal):
    pass


class AlreadyAgreed(Refusal):
    pass


class CannotAgree(Refusal):
    pass


@transaction.atomic
def give_consent(
    person: Person,
    *,
    purpose: Consent.Purpose,
    channel: Consent.Channel,
    given_on: date,
    guardian: Relation | None = None,
    evidence: str = "",
    by: User | None,
    at: datetime,
) -> Consent:
    """Note that `person` allows one use of their data from `given_on` on; who is under 14, that `guardian` does.

    Raises NeedsGuardian, AlreadyAgreed, CannotAgree with what is missing.
    """
    today = timezone.localdate(at)
    if given_on > today:
        raise CannotAgree(_("同意的日子还没有到。请写今天或以前的日子。"), field="given_on")
    if person.died_on is not None or person.frozen_on is not None:
        raise CannotAgree(_("这份档案已经停用，或者本人已经去世，不能再记新的同意。"))
    given_by = person.name
    if may_be_under_14(person, today):
        given_by = _named_guardian(person, guardian, today)
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                community_id=person.community_id, person=person, purpose=purpose, channel=channel, given_on=given_on,
                given_by=given_by, evidence=evidence, recorded_by=by,
            )  # fmt: skip
    except IntegrityError as why:
        if "one_consent_of_a_purpose" not in str(why):
            raise
        raise AlreadyAgreed(_("「{purpose}」已经同意过，现在还有效，不用再记。").format(purpose=purpose.label)) from why
    record(events.CONSENT_GIVEN, consent, by=by, at=at, purpose=purpose, person=person.pk)
    return consent


def _named_guardian(child: Person, guardian: Relation | None, today: date) -> str:
    """Return who agrees for a child; the law takes no one else's word."""
    known = guardians_of(child, today)
    if not known:
        raise NeedsGuardian(
            _(
                "不满 14 岁（或者出生日期不全，可能不满），要监护人同意。"
                "这个孩子还没有登记监护人，请先补上监护人的姓名。"
            ),
            field="guardian_name",
        )
    if guardian is None or guardian.pk not in {each.pk for each in known}:
        raise NeedsGuardian(_("不满 14 岁，要监护人同意。请选是哪一位监护人同意的。"), field="guardian")
    return str(guardian.other or guardian.other_name)


@transaction.atomic
def name_guardian(child: Person, *, name: str, phone: str = "", by: User | None, at: datetime) -> Relation:
    """Put a guardian on a child's file by name, where nobody of the register is meant. Raises ValueError."""
    from .. import phones

    return Relation.objects.create(
        community_id=child.community_id, person=child, kind=Relation.Kind.GUARDIAN, other_name=name,
        other_phone=phones.normalise(phone) if phone else "", from_on=timezone.localdate(at),
    )  # fmt: skip


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: User | None, at: datetime) -> None:
    """Take a consent back: from this moment `allowed` says no. One that was taken back before stays as it is."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_on is not None:
        return
    consent.withdrawn_on = timezone.localdate(at)
    consent.save(update_fields=["withdrawn_on"])
    record(events.CONSENT_WITHDRAWN, consent, by=by, at=at, purpose=consent.purpose, person=consent.person_id)
