from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class PublishedStatistic(ScopedModel):
    """公布的数: a figure as it was published, with its definition and the keys of its rows. Never changed (a trigger).

    `narrows` is what it was narrowed to, as it stands in an address. `kept_ids` and `missed_ids` are keys of the rows
    of the metric's population; of a count all rows are `kept_ids`. `value` is blank where there was nothing to divide.
    """

    metric = models.CharField(max_length=40)
    label = models.CharField(_("指标"), max_length=100)
    unit = models.CharField(max_length=10)
    definition = models.TextField(_("怎么算的"))
    narrows = models.JSONField(default=dict)
    narrowed_to = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(_("从"))
    to_on = models.DateField(_("到"))
    as_of = models.DateTimeField(_("截至"))
    value = models.DecimalField(_("公布的数"), max_digits=12, decimal_places=1, null=True)
    words = models.CharField(max_length=20)
    parts = models.JSONField(default=list)
    kept_ids = ArrayField(models.BigIntegerField(), default=list)
    missed_ids = ArrayField(models.BigIntegerField(), default=list)
    where = models.CharField(_("公布在哪里"), max_length=200)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("公布时间"))

    class Meta:
        indexes = [models.Index(fields=["community", "-at", "-id"], name="statistics_published")]
        constraints = [
            models.CheckConstraint(name="published_somewhere", condition=~Q(where="")),
            models.CheckConstraint(name="published_days_in_order", condition=Q(from_on__lte=F("to_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.words}"


class HotSpotRule(ScopedModel):
    """When a place counts as a hot spot: so many times within so many months, of one kind of matter."""

    times = models.PositiveSmallIntegerField(_("几次算热点"), default=3)
    months = models.PositiveSmallIntegerField(_("几个月里"), default=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community"], name="one_hot_spot_rule"),
            models.CheckConstraint(
                name="a_hot_spot_comes_back", condition=Q(times__range=(2, 50), months__range=(1, 36))
            ),
        ]
