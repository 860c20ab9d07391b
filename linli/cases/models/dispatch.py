from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel, ScopedQuerySet
from linli.residents.models import Unit
from linli.residents.queries import unit_ids_of

from .case import Case

if TYPE_CHECKING:
    from linli.accounts.models import User


class Offer(ManyRows):
    """派单: the case is put before one person, who answers by `answer_by` or it goes to the next.

    `is_shared` (抢单): put before several at once; the first to accept has it, the other offers are withdrawn.
    With a unit nobody signs in for, `to` is the colleague who answers for it, and the unit is asked through a link.
    """

    class Rung(models.TextChoices):
        KEEPER = "keeper", _("责任区党员")
        POST = "post", _("值班岗位")
        UNIT = "unit", _("驻区单位")
        OFFICER = "officer", _("带班")
        SECRETARY = "secretary", _("书记")
        COLLEAGUE = "colleague", _("同事")

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("接单")
        DECLINED = "declined", _("说明原因，没有接")
        LAPSED = "lapsed", _("没有回应")
        WITHDRAWN = "withdrawn", _("别人接了")

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="offers")
    round = models.PositiveSmallIntegerField()
    seq = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=10, choices=Rung)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="offers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    is_by_link = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["round", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_offer_waits_at_a_time", condition=Q(answer="", is_shared=False)
            ),
            models.UniqueConstraint(
                fields=["case", "to"], name="nobody_is_asked_twice_at_a_time", condition=Q(answer="")
            ),
            models.UniqueConstraint(fields=["case", "round", "seq"], name="offers_come_in_order"),
            models.CheckConstraint(
                name="an_answer_has_its_moment",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(name="declining_needs_a_reason", condition=~Q(answer="declined") | ~Q(reason="")),
            models.CheckConstraint(name="an_offer_leaves_time_to_answer", condition=Q(answer_by__gt=F("offered_at"))),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="offers_waiting", condition=Q(answer="")),
            models.Index(fields=["to", "case"], name="offers_to_somebody"),
            models.Index(fields=["to", "-offered_at"], name="when_somebody_was_asked"),
        ]


class CoHandlingQuerySet(ScopedQuerySet["CoHandling"]):
    def for_person(self, user: "User") -> Self:
        """Help asked of this person or of a unit they sign in for."""
        return self.filter(Q(helper=user) | Q(unit__in=unit_ids_of(user)))

    def awaited(self) -> Self:
        return self.filter(done_at=None, declined_at=None)

    def late(self, at: datetime) -> Self:
        """Help that was due before `at` and of which nobody was told yet."""
        return self.awaited().filter(late_at=None, due_at__lt=at)


class CoHandling(ScopedModel):
    """协办: another keeper or a unit is asked to help; the handler and the first handler stay answerable.

    Each has a due moment of its own; `late_at` says when the clock noticed and told. `expected_at` is when the helper
    says it will be done. A unit nobody signs in for answers through a link: then nobody stands in `reported_by`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="co_handlings")
    round = models.PositiveSmallIntegerField()
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("同事")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    wanted = models.CharField(_("请帮什么"), max_length=200)
    due_at = models.DateTimeField(_("请在什么时候以前"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    expected_at = models.DateTimeField(_("预计什么时候办好"), null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(_("为什么办不了"), max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    report = models.CharField(_("办了什么"), max_length=500, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CoHandlingQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                name="help_comes_from_one_side",
                condition=Q(helper=None, unit__isnull=False) | Q(helper__isnull=False, unit=None),
            ),
            models.CheckConstraint(
                name="help_done_says_what",
                condition=Q(done_at=None, report="", reported_by=None)
                | Q(done_at__isnull=False) & (Q(reported_by__isnull=False) | Q(unit__isnull=False)) & ~Q(report=""),
            ),
            models.CheckConstraint(
                name="help_declined_says_why",
                condition=Q(declined_at=None, decline_reason="")
                | Q(declined_at__isnull=False, done_at=None) & ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="help_is_due_after_it_is_asked", condition=Q(due_at=None) | Q(due_at__gt=F("asked_at"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="help_awaited", condition=Q(done_at=None, declined_at=None, late_at=None)
            ),
        ]

    @property
    def name(self) -> str:
        return str(self.unit or self.helper)

    @property
    def is_awaited(self) -> bool:
        return self.done_at is None and self.declined_at is None
