from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedQuerySet
from linli.fence.sealing import SealedTextField
from linli.residents.models import Household, Person

from .reach import about_one, cares_for_all, in_zones

if TYPE_CHECKING:
    from linli.accounts.models import User


class ServicePlanQuerySet(ScopedQuerySet["ServicePlan"]):
    def visible_to(self, user: "User") -> Self:
        rows = super().visible_to(user)
        whole = cares_for_all(user)
        if whole >= user.community_ids:
            return rows
        return rows.filter(Q(community__in=whole) | Q(answerable=user) | in_zones(user))

    def running(self) -> Self:
        return self.filter(until_on=None)


class ServicePlan(ManyRows):
    """服务安排: what is done for somebody, how often and by whom. `answerable` is who is reminded of it."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="service_plans", verbose_name=_("为谁")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="service_plans", verbose_name=_("为哪一户")
    )
    what_for = SealedTextField(_("为什么"), blank=True)
    what = models.CharField(_("做什么"), max_length=100)
    who = models.CharField(_("谁来做"), max_length=60, blank=True)
    answerable = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁负责")
    )
    every_days = models.PositiveSmallIntegerField(_("隔几天一次"), null=True, blank=True)
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天止"), null=True, blank=True)
    next_visit_on = models.DateField(_("下次最晚"), null=True, blank=True)
    told_on = models.DateField(null=True, blank=True, editable=False)

    objects = ServicePlanQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("服务安排")
        indexes = [
            models.Index(fields=["community", "next_visit_on"], name="plans_due", condition=Q(until_on=None)),
        ]
        constraints = [
            about_one("a_plan_is_for_a_person_or_a_household"),
            models.CheckConstraint(
                name="service_plan_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="an_ended_plan_waits_for_nobody", condition=Q(until_on=None) | Q(next_visit_on=None)
            ),
            models.CheckConstraint(
                name="a_plan_is_done_now_and_then", condition=Q(every_days=None) | Q(every_days__range=(1, 366))
            ),
        ]

    def __str__(self) -> str:
        return self.what
