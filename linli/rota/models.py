from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class Post(ScopedModel):
    """A chair somebody sits on: the hotline, the reception room, the officer in charge (带班)."""

    class Kind(models.TextChoices):
        HOTLINE = "hotline", _("热线")
        RECEPTION = "reception", _("接待室")
        SERVICE_CENTRE = "service_centre", _("服务中心")
        OFFICER = "officer", _("带班")
        PATROL = "patrol", _("联防队")

    name = models.CharField(_("岗位"), max_length=40)
    kind = models.CharField(_("类别"), max_length=14, choices=Kind)
    is_round_the_clock = models.BooleanField(_("二十四小时"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_post_of_each_name")]

    def __str__(self) -> str:
        return self.name


def _hours() -> Func:
    return Func(F("starts_at"), F("ends_at"), RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField())


class Shift(ScopedModel):
    """One person on one post from `starts_at` until just before `ends_at`."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts", verbose_name=_("岗位"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="shifts", verbose_name=_("值班人")
    )
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))

    class Meta:
        verbose_name = _("班")
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["post", "ends_at"], name="shifts_of_a_post")]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            ExclusionConstraint(
                name="nobody_stands_on_two_shifts_at_once",
                expressions=[(F("person"), RangeOperators.EQUAL), (_hours(), RangeOperators.OVERLAPS)],
            ),
        ]


class Absence(ScopedModel):
    """Somebody is not to be called: leave, illness, a journey."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("人"))
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))
    reason = models.CharField(_("事由"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("请假")
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[(F("person"), RangeOperators.EQUAL), (_hours(), RangeOperators.OVERLAPS)],
            ),
        ]
