"""Terms of the chair: planned along the order, changed, skipped with a reason; and what the chair says at the end."""

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.files.actions import keep_file
from linli.files.models import Upload
from linli.journal.record import record
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events
from ..models import Body, ChairTerm
from ..queries.turns import units_from

Status = ChairTerm.Status


class NobodyToTakeTurns(Refusal):
    pass


class NoFirstDay(Refusal):
    pass


class TermsOverlap(Refusal):
    pass


class NotPlannedAnyMore(Refusal):
    pass


class NotBegun(Refusal):
    pass


@transaction.atomic
def plan_terms(
    body: Body, *, months: int, count: int, by: User | None, at: datetime, starts_on: date | None = None
) -> list[ChairTerm]:  # fmt: skip
    """Plan the next `count` terms of `months` each, along the order of units, after the last one planned.

    `starts_on` is the first day of the very first term. The head of a unit's Party organisation is filled in from the
    register of units, and may be corrected until they take the chair.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    last = body.terms.exclude(status=Status.SKIPPED).order_by("-starts_on").first()
    first_day = last.ends_on + timedelta(days=1) if last else starts_on
    if first_day is None:
        raise NoFirstDay(_("这是第一任，请写从哪天起。"), field="starts_on")
    units = units_from(body, first_day, count)
    if not units:
        raise NobodyToTakeTurns(_("还没有单位排进轮值。请先把单位加进轮值的次序。"))
    number = body.terms.aggregate(last=Max("number"))["last"] or 0
    made = []
    for n, unit in enumerate(units):
        begins = first_day + relativedelta(months=months * n)
        ends = first_day + relativedelta(months=months * (n + 1)) - timedelta(days=1)
        made.append(
            ChairTerm.objects.create(
                community_id=body.community_id, body=body, number=number + n + 1, unit=unit,
                chair_name=unit.party_secretary, party_post=_("党组织书记") if unit.party_secretary else "",
                starts_on=begins, ends_on=ends,
            )
        )  # fmt: skip
    record(events.TERMS_PLANNED, body, by=by, at=at, name=body.name, count=len(made), until=made[-1].ends_on)
    return made


@transaction.atomic
def change_term(term: ChairTerm, *, by: User, at: datetime, plan: Upload | None = None, **given: Any) -> ChairTerm:
    """Write who will have the chair, when, and what they mean to do; of one in office or done, only the plan.

    `given` may be chair_name, party_post, user, starts_on, ends_on, work_plan; `plan` is the plan as a file.
    """
    term = _locked(term)
    if term.status in {Status.DONE, Status.SKIPPED}:
        raise NotPlannedAnyMore(_("这一任已经过去了，不再改。"))
    if term.status == Status.ACTIVE:
        given.pop("starts_on", None)
    for name, value in given.items():
        setattr(term, name, value)
    if term.ends_on < term.starts_on:
        raise TermsOverlap(_("止的日子不能早于起的日子。"), field="ends_on")
    if plan is not None:
        term.work_plan_file, _is_new = keep_file(plan, by=by, at=at)
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError as why:
        if "chair_terms_do_not_overlap" not in str(why):
            raise
        raise TermsOverlap(_("这段时间和另一任重了。请先改另一任，或者换一段时间。"), field="ends_on") from why
    record(events.TERM_CHANGED, term, by=by, at=at, number=term.number, unit=term.unit.short_name)
    return term


@transaction.atomic
def skip_term(term: ChairTerm, *, reason: str, by: User, at: datetime) -> None:
    """Skip a planned term with a reason: the units after it move up, each into the days of the one before."""
    Body.objects.select_for_update().get(pk=term.body_id)
    skip_planned(_locked(term), reason=reason, by=by, at=at)


def skip_planned(term: ChairTerm, *, reason: str, by: User | None, at: datetime) -> None:
    """Skip a planned term inside somebody's transaction who holds the body."""
    if term.status != Status.PLANNED:
        raise NotPlannedAnyMore(_("只有还没到的一任可以跳过。现任的请办交接。"))
    later = list(
        ChairTerm.objects.filter(body=term.body_id, status=Status.PLANNED, starts_on__gt=term.starts_on).order_by(
            "starts_on"
        )
    )
    free = (term.starts_on, term.ends_on)
    term.status, term.skip_reason = Status.SKIPPED, reason
    term.save(update_fields=["status", "skip_reason"])
    for each in later:
        days = (each.starts_on, each.ends_on)
        each.starts_on, each.ends_on = free
        each.save(update_fields=["starts_on", "ends_on"])
        free = days
    term.swaps_asked.filter(answer="").delete()
    term.swaps_received.filter(answer="").delete()
    unit = Unit.objects.get(pk=term.unit_id).short_name
    record(events.TERM_SKIPPED, term, by=by, at=at, number=term.number, unit=unit, reason=reason)


@transaction.atomic
def write_report(term: ChairTerm, *, report: str, by: User, at: datetime) -> None:
    """Write what was done in the term, in the chair's own words."""
    term = _locked(term)
    if term.status in {Status.PLANNED, Status.SKIPPED}:
        raise NotBegun(_("还没上任，小结等上任以后再写。"))
    term.report = report
    term.save(update_fields=["report"])
    record(events.REPORT_WRITTEN, term, by=by, at=at, number=term.number, unit=term.unit.short_name)


def _locked(term: ChairTerm) -> ChairTerm:
    return ChairTerm.objects.select_for_update(of=("self",)).select_related("unit").get(pk=term.pk)
