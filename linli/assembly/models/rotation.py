"""轮值会长: units take the chair in turn."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.files.models import File
from linli.residents.models import Unit

from .bodies import Body


class Days(Func):
    function = "daterange"
    output_field = DateRangeField()


class TurnOrder(ScopedModel):
    """The order in which units take the chair; who left is out of it."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="turns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    order = models.PositiveSmallIntegerField(_("第几个"))

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "unit"], name="a_unit_has_one_turn"),
            models.UniqueConstraint(
                fields=["body", "order"], name="one_unit_at_each_turn", deferrable=models.Deferrable.DEFERRED
            ),
        ]


class ChairTerm(ScopedModel):
    """轮值会长任期: the Party head of a unit holds the chair from `starts_on` to the end of `ends_on`.

    It becomes active by a hand-over and by nothing else: the calendar reminds, it never switches. The database refuses
    terms that overlap and two that are active; a skipped one says why and stands in nobody's way.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("还没到")
        ACTIVE = "active", _("现任")
        DONE = "done", _("已交接")
        SKIPPED = "skipped", _("跳过")

    body = models.ForeignKey(Body, models.PROTECT, related_name="terms", verbose_name=_("议事机构"))
    number = models.PositiveSmallIntegerField(_("第几任"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="chair_terms", verbose_name=_("单位"))
    chair_name = models.CharField(_("会长"), max_length=50)
    party_post = models.CharField(_("党内职务"), max_length=50, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="chair_terms"
    )
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.PLANNED)
    skip_reason = models.CharField(_("为什么跳过"), max_length=200, blank=True)
    work_plan = models.TextField(_("工作打算"), max_length=4000, blank=True)
    work_plan_file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    report = models.TextField(_("任期小结"), max_length=4000, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("轮值会长任期")
        ordering = ["starts_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="one_term_of_each_number"),
            models.UniqueConstraint(fields=["body"], name="one_active_chair", condition=Q(status="active")),
            models.CheckConstraint(name="a_term_has_days", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="skipping_says_why",
                condition=Q(status="skipped") & ~Q(skip_reason="") | ~Q(status="skipped") & Q(skip_reason=""),
            ),
            ExclusionConstraint(
                name="chair_terms_do_not_overlap",
                condition=~Q(status="skipped"),
                expressions=[
                    (F("body"), RangeOperators.EQUAL),
                    (
                        Days(F("starts_on"), F("ends_on"), RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.chair_name}"


class Handover(ScopedModel):
    """交接: the term before ends and the next becomes active in the same moment; the first of all follows nobody."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="handovers")
    before = models.OneToOneField(ChairTerm, models.PROTECT, null=True, blank=True, related_name="handed_over")
    after = models.OneToOneField(ChairTerm, models.PROTECT, related_name="taken_over")
    note = models.TextField(_("交接说明"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_handover_says_something", condition=~Q(note="")),
            models.CheckConstraint(name="nobody_follows_themselves", condition=Q(before=None) | ~Q(before=F("after"))),
        ]


class Swap(ScopedModel):
    """换班: two units change places; it happens when the one asked agrees, and says so by name."""

    class Answer(models.TextChoices):
        AGREED = "agreed", _("同意")
        REFUSED = "refused", _("不同意")
        TAKEN_BACK = "taken_back", _("收回")

    asking = models.ForeignKey(ChairTerm, models.CASCADE, related_name="swaps_asked")
    asked = models.ForeignKey(ChairTerm, models.CASCADE, related_name="swaps_received")
    reason = models.CharField(_("为什么换"), max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asking"], name="one_swap_asked_at_a_time", condition=Q(answer="")),
            models.CheckConstraint(name="a_swap_is_of_two", condition=~Q(asking=F("asked"))),
            models.CheckConstraint(
                name="an_answered_swap_says_who_and_when",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
