from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet
from linli.worktime.arithmetic import Clock

from .codes import Channel, Urgency


class Category(models.Model):
    """归类: one line of the category tree. Reference content of every community, loaded from data/categories.toml.

    `keywords` propose the category while the matter is typed; `urgency` is what such a matter usually is.
    """

    code = models.CharField(max_length=40, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(max_length=60)
    keywords = models.JSONField(default=list)
    urgency = models.CharField(max_length=10, choices=Urgency)
    order = models.PositiveSmallIntegerField(default=0)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.parent} · {self.own_name}" if self.parent_id else self.own_name

    @property
    def own_name(self) -> str:
        """The name without its parent's, in the reader's language."""
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en


class PolicyQuerySet(ScopedQuerySet["Policy"]):
    def in_force(self, on: date) -> Self:
        return self.filter(effective_from__lte=on).filter(Q(effective_until=None) | Q(effective_until__gt=on))


class Policy(ScopedModel):
    """时限规则: what is promised for matters of a category, channel and urgency while it is in force.

    Blank parts match everything; of the matching policies the most particular one applies. A policy with
    `arrive_within_minutes` is the community's own promise (力所能及): somebody comes, round the clock.
    Changing a policy means ending it and beginning another: promises once made keep the one they were made under.
    `ladder` says who is asked after the first hands did not answer; help is due `help_within_minutes` after it is
    asked, or with the case itself when that is blank.
    """

    class Ladder(models.TextChoices):
        OFFICER = "officer secretary", _("带班，再书记")
        NEIGHBOURS = "zone officer secretary", _("责任区党员（没有责任区的问值班岗），再带班、书记")
        SECRETARY = "secretary", _("直接到书记")

    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("归类"))
    channel = models.CharField(_("来路"), max_length=12, choices=Channel, blank=True)
    urgency = models.CharField(_("紧急程度"), max_length=10, choices=Urgency, blank=True)
    arrive_within_minutes = models.PositiveIntegerField(_("几分钟内到场"), null=True, blank=True)
    resolve_within = models.PositiveIntegerField(_("办结时限"))
    resolve_clock = models.CharField(_("时限单位"), max_length=14, choices=Clock.choices)
    offer_within_minutes = models.PositiveIntegerField(_("几分钟内要接单"))
    ladder = models.CharField(_("没有人应再找谁"), max_length=30, choices=Ladder, default=Ladder.OFFICER)
    help_within_minutes = models.PositiveIntegerField(_("协办几分钟内反馈"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=100)
    effective_from = models.DateField(_("起"))
    effective_until = models.DateField(_("止"), null=True, blank=True)

    objects = PolicyQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        constraints = [
            models.CheckConstraint(name="policy_says_its_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="policy_allows_some_time", condition=Q(resolve_within__gt=0, offer_within_minutes__gt=0)
            ),
            ExclusionConstraint(
                name="one_policy_for_a_matter_at_a_time",
                expressions=[
                    (F("community"), RangeOperators.EQUAL),
                    (Func(F("category"), 0, function="coalesce"), RangeOperators.EQUAL),
                    (F("channel"), RangeOperators.EQUAL),
                    (F("urgency"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("effective_from"),
                            F("effective_until"),
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
