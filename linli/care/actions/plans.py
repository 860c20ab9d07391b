"""What is done for somebody, as long as it is."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Household, Person
from linli.web.refusal import Refusal

from .. import events
from ..models import ServicePlan
from .due import set_next_visit


class PlanIsOver(Refusal):
    pass


@transaction.atomic
def make_plan(
    found: Person | Household,
    *,
    what: str,
    from_on: date,
    by: User | None,
    at: datetime,
    what_for: str = "",
    who: str = "",
    answerable: User | None = None,
    every_days: int | None = None,
) -> ServicePlan:
    """Agree on something done for a person or household, as often as `every_days`, from a day on."""
    plan = ServicePlan.objects.create(
        community_id=found.community_id,
        person=found if isinstance(found, Person) else None,
        household=found if isinstance(found, Household) else None,
        what=what,
        what_for=what_for,
        who=who,
        answerable=answerable,
        every_days=every_days,
        from_on=from_on,
    )
    set_next_visit(plan)
    record(events.PLAN_MADE, plan, by=by, at=at, what=what)
    return plan


@transaction.atomic
def end_plan(plan: ServicePlan, *, by: User, at: datetime) -> None:
    plan = ServicePlan.objects.select_for_update().get(pk=plan.pk)
    if plan.until_on is not None:
        raise PlanIsOver(_("这项服务已经结束了。"))
    plan.until_on, plan.next_visit_on = max(timezone.localdate(at), plan.from_on), None
    plan.save(update_fields=["until_on", "next_visit_on"])
    record(events.PLAN_ENDED, plan, by=by, at=at, what=plan.what)
