from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet
from linli.residents.models import Unit
from linli.rota.models import Post
from linli.territory.models import Zone

from .case import Case
from .codes import Channel, Urgency
from .policy import Category


class Chosen(ScopedModel):
    """Whom a rule means, and how they are asked."""

    class Target(models.TextChoices):
        ZONE = "zone", _("责任区党员")
        POST = "post", _("值班岗位")
        UNIT = "unit", _("驻区单位")
        PERSON = "person", _("指定的人")

    class Mode(models.TextChoices):
        ASSIGN = "assign", _("指派")
        GRAB = "grab", _("抢单")
        TURN = "turn", _("轮流")

    target = models.CharField(_("派给"), max_length=6, choices=Target)
    mode = models.CharField(_("怎样派"), max_length=6, choices=Mode, default=Mode.ASSIGN)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("岗位"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("人")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_names_its_target",
                condition=Q(target="zone", post=None, unit=None, person=None)
                | Q(target="post", post__isnull=False, unit=None, person=None)
                | Q(target="unit", post=None, unit__isnull=False, person=None)
                | Q(target="person", post=None, unit=None, person__isnull=False),
            )
        ]

    @property
    def target_words(self) -> str:
        return str(self.post or self.unit or self.person or self.get_target_display())


class DispatchRuleQuerySet(ScopedQuerySet["DispatchRule"]):
    def kept(self) -> Self:
        """Rules not removed, in their order, with whatever they name."""
        return (
            self.filter(removed_at=None).select_related("category", "zone", "post", "unit", "person").order_by("order")
        )


class DispatchRule(Chosen):
    """派单规则: matters of this kind go first to these people. The first rule in `order` that fits decides.

    Blank conditions fit everything; a category fits its children too. Hours are local, `from_time` ≤ t < `until_time`;
    a range over midnight belongs to the day it begins on (周六 22:00–6:00 reaches into Sunday morning).
    `weekdays` are ISO: 1 Monday … 7 Sunday. A removed rule keeps its row, so that what it once chose can name it.
    """

    order = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(_("名称"), max_length=40)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("归类")
    )
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任区"))
    channel = models.CharField(_("来路"), max_length=12, choices=Channel, blank=True)
    urgency = models.CharField(_("多急"), max_length=10, choices=Urgency, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("星期"), default=list, blank=True)
    from_time = models.TimeField(_("几点起"), null=True, blank=True)
    until_time = models.TimeField(_("几点止"), null=True, blank=True)
    is_on = models.BooleanField(_("在用"), default=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DispatchRuleQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta(Chosen.Meta):
        verbose_name = _("派单规则")
        ordering = ["order"]
        constraints = [
            *Chosen.Meta.constraints,
            models.UniqueConstraint(
                name="rules_stand_in_an_order", fields=["community", "order"], deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="a_removed_rule_has_no_place",
                condition=Q(removed_at=None, order__isnull=False) | Q(removed_at__isnull=False, order=None),
            ),
            models.CheckConstraint(name="a_rule_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="hours_have_two_ends",
                condition=Q(from_time=None, until_time=None)
                | Q(from_time__isnull=False, until_time__isnull=False) & ~Q(from_time=F("until_time")),
            ),
            models.CheckConstraint(
                name="weekdays_are_days_of_the_week", condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_its_time(self, at: datetime) -> bool:
        """Whether `at` lies in the rule's hours and on its weekdays, local time."""
        local = timezone.localtime(at)
        day, time = local.isoweekday(), local.time()
        if self.from_time is not None and self.until_time is not None:
            if self.from_time < self.until_time:
                if not self.from_time <= time < self.until_time:
                    return False
            elif time < self.until_time:
                day = (day - 2) % 7 + 1  # the small hours belong to the evening before
            elif time < self.from_time:
                return False
        return not self.weekdays or day in self.weekdays


class Dispatch(Chosen):
    """What a rule chose for one round of a case, as the rule stood then; later steps of the ladder go by it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="dispatches")
    round = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(DispatchRule, models.PROTECT, related_name="dispatches")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta(Chosen.Meta):
        constraints = [
            *Chosen.Meta.constraints,
            models.UniqueConstraint(fields=["case", "round"], name="one_rule_a_round"),
        ]
        indexes = [models.Index(fields=["rule", "-at"], name="dispatches_of_a_rule")]
