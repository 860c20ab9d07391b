"""Somebody was there: written down once, corrected with its history, and a need made into a case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.accounts.models import User
from linli.cases.actions import Appeal, register_case
from linli.cases.models import Case, Category, Channel, Kind
from linli.fence.asking import ask
from linli.journal.record import record
from linli.residents.actions import note_reading
from linli.residents.models import Household, Person, Reading
from linli.web.masks import mask_name
from linli.web.refusal import Refusal

from .. import events
from ..models import Pairing, ServicePlan, Visit
from ..queries.people import who_consents
from .due import set_next_visit


class VisitCannotBe(Refusal):
    pass


class VisitIsWithdrawn(Refusal):
    pass


class NothingToRegister(Refusal):
    pass


class NeedIsRegistered(Refusal):
    pass


@dataclass(frozen=True)
class Report:
    """What was seen and heard. Without words about how they are or what they need, nothing has changed."""

    situation: str = ""
    needs: str = ""
    done: str = ""
    promised: str = ""
    follow_up_on: date | None = None
    with_whom: str = ""
    mode: str = Visit.Mode.HOME

    @property
    def is_unchanged(self) -> bool:
        return not (self.situation or self.needs)


Target = Pairing | ServicePlan | Person | Household


@transaction.atomic
def record_visit(
    target: Target, report: Report, *, key: UUID, by: User, at: datetime, visited_at: datetime | None = None
) -> Visit:
    """Write down a visit for a pairing or plan, or to anybody. The same `key` twice (a draft resent) is one visit."""
    if twin := _twin_of(key):
        return twin
    visited_at = visited_at or at
    if visited_at > at:
        raise VisitCannotBe(_("看望的时间还没有到。请写已经去过的时间。"), field="visited_at")
    visit = Visit.objects.create(
        **_facts(target, report), client_key=key, visited_by=by, visited_at=visited_at, recorded_at=at
    )
    _move_due_day(visit)
    if visit.is_unchanged and visit.person:
        _verify(visit.person, by, visited_at)
    what = events.UNCHANGED if visit.is_unchanged else events.VISITED
    record(what, visit, by=by, at=visited_at, recorded_at=at, who=_whose(visit))
    return visit


def _twin_of(key: UUID) -> Visit | None:
    """Return what the same draft, sent before, has made; of one sent at the same moment, wait for it."""
    ask("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[:8], signed=True)])
    return Visit.objects.filter(client_key=key).first()


def _facts(target: Target, report: Report) -> dict[str, Any]:
    facts: dict[str, Any] = {"community_id": target.community_id, "is_unchanged": report.is_unchanged} | vars(report)
    if isinstance(target, Person):
        return facts | {"person": target}
    if isinstance(target, Household):
        return facts | {"household": target}
    what = "pairing" if isinstance(target, Pairing) else "plan"
    return facts | {what: target, "person_id": target.person_id, "household_id": target.household_id}


def _move_due_day(visit: Visit) -> None:
    if visit.pairing_id:
        pairing = Pairing.objects.select_for_update().get(pk=visit.pairing_id)
        if pairing.ends_on is None:
            set_next_visit(pairing)
    if visit.plan_id:
        plan = ServicePlan.objects.select_for_update().get(pk=visit.plan_id)
        if plan.until_on is None:
            set_next_visit(plan)


def _verify(person: Person, by: User, at: datetime) -> None:
    """Stamp the person's file: what stands in it was seen to be right."""
    day = timezone.localdate(at)
    if person.last_verified_on is None or person.last_verified_on <= day:
        person.last_verified_on, person.verified_by = day, by
        person.save(update_fields=["last_verified_on", "verified_by"])


def _kept(sentence: str) -> str:
    """Return a sentence of ours as it is kept: in the house's own language, whatever the writer reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return _(sentence)


def _whose(visit: Visit) -> str:
    """Return the covered name of whom a visit was to: what the journal may say."""
    person = visit.person or (who_consents(visit.household) if visit.household else None)
    return mask_name(person.name) if person else ""


@transaction.atomic
def correct_visit(visit: Visit, report: Report, *, by: User, at: datetime, visited_at: datetime) -> Visit:
    """Write a visit anew; the words before stay readable as its history."""
    visit = _standing(visit)
    if visited_at > at:
        raise VisitCannotBe(_("看望的时间还没有到。请写已经去过的时间。"), field="visited_at")
    target = _target_of(visit)
    case, visit.case = visit.case, None
    _take_back(visit, by, at, _kept(gettext_noop("改了写错的地方")))
    again = Visit.objects.create(
        **_facts(target, report),
        client_key=uuid4(),
        visited_by_id=visit.visited_by_id,
        visited_at=visited_at,
        recorded_at=at,
        corrects=visit,
        case=case,
    )
    _move_due_day(again)
    record(events.VISIT_CORRECTED, again, by=by, at=at)
    return again


@transaction.atomic
def withdraw_visit(visit: Visit, *, why: str, by: User, at: datetime) -> None:
    """Take back a visit that was written down by mistake; it stays readable, and counts for nothing."""
    visit = _standing(visit)
    _take_back(visit, by, at, why)
    _move_due_day(visit)
    record(events.VISIT_WITHDRAWN, visit, by=by, at=at)


def _target_of(visit: Visit) -> Target:
    """Return what a visit is for; the database holds that there is somebody."""
    found: Target | None = visit.pairing or visit.plan or visit.person or visit.household
    return cast("Target", found)


def _standing(visit: Visit) -> Visit:
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.withdrawn_at is not None:
        raise VisitIsWithdrawn(_("这一次看望已经撤回或者改过了，请看改过的那一次。"))
    return visit


def _take_back(visit: Visit, by: User, at: datetime, why: str) -> None:
    visit.withdrawn_at, visit.withdrawn_by, visit.withdrawn_why = at, by, why
    visit.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "case"])


@transaction.atomic
def register_need(visit: Visit, *, content: str, place_text: str, category: Category, by: User, at: datetime) -> Case:
    """由此登记: make what somebody needs a case, with who and where as they stand in the register."""
    visit = _standing(visit)
    if visit.case is not None:
        raise NeedIsRegistered(_("这一次看望已经登记过一件事：{number}。").format(number=visit.case.number))
    person = visit.person or (who_consents(visit.household) if visit.household else None)
    appeal = Appeal(
        content=content,
        category=category,
        channel=Channel.HOME_VISIT,
        place_text=place_text,
        name=person.name if person else "",
        phone=person.phone if person else "",
        kind=Kind.HELP,
        origin_label=_kept(gettext_noop("看望时说的")),
        origin_url=reverse("care:visit", args=[visit.pk]),
    )
    key = UUID(int=visit.client_key.int ^ 1)  # a second press on the same visit is the same case
    visit.case = register_case(visit.community, appeal, by=by, at=at, key=key)
    visit.save(update_fields=["case"])
    record(events.NEED_REGISTERED, visit, by=by, at=at, number=visit.case.number)
    return visit.case


@transaction.atomic
def show_phone(person: Person, *, by: User, at: datetime) -> str:
    """Return a number to call before a visit; who looked, and why, stays written in the person's own file."""
    if not person.phone:
        raise NothingToRegister(_("登记里没有{name}的电话。").format(name=person.name))
    reason = _kept(gettext_noop("看望前打电话"))
    note_reading(person, Reading.Part.PHONE, by=by, at=at, reason=reason)
    record(events.PHONE_SHOWN, person, by=by, at=at)
    return person.phone
