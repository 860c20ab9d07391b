from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


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
