from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeats(models.TextChoices):
    """How people say that something comes again."""

    NO = "", _("只办这一次")
    WEEKLY = "weekly", _("每周一次")
    FORTNIGHTLY = "fortnightly", _("两周一次")
    MONTHLY_WEEKDAY = "monthly_weekday", _("每月一次，同一个星期几")
    MONTHLY_DAY = "monthly_day", _("每月一次，同一天")


def rule_of(repeats: str, first: datetime) -> str:
    """Return the rule as calendars write it; `first` is local. The 31st becomes the last day of a shorter month."""
    if repeats == Repeats.MONTHLY_WEEKDAY:
        nth = (first.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={'-1' if nth == 5 else nth}{WEEKDAYS[first.weekday()]}"
    if repeats == Repeats.MONTHLY_DAY:
        days = ",".join(str(day) for day in range(min(first.day, 28), first.day + 1))
        return f"FREQ=MONTHLY;BYMONTHDAY={days};BYSETPOS=-1"
    return "FREQ=WEEKLY;INTERVAL=2" if repeats == Repeats.FORTNIGHTLY else "FREQ=WEEKLY"


class Series(ScopedModel):
    """Activities that come again and again. Every one is a row of its own, planned up to `until_on`.

    `rule` is how they recur, as calendars write it (FREQ=WEEKLY;BYDAY=WE); `stopped_at` when no more are to come.
    """

    title = models.CharField(_("名称"), max_length=80)
    rule = models.CharField(_("怎样重复"), max_length=120)
    first_at = models.DateTimeField(_("第一次"))
    until_on = models.DateField(_("排到哪天"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("系列")
        constraints = [models.CheckConstraint(name="a_series_has_a_rule", condition=~Q(rule=""))]

    def __str__(self) -> str:
        return self.title

    @property
    def how_often(self) -> str:
        if self.rule.startswith("FREQ=MONTHLY"):
            return gettext("每月一次")
        return gettext("两周一次") if "INTERVAL=2" in self.rule else gettext("每周一次")
