from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

from .hours import stretch


class Absence(ScopedModel):
    """Somebody is not to be called: leave, illness, a journey."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("人"))
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))
    reason = models.CharField(_("事由"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("请假")
        indexes = [models.Index(fields=["community", "ends_at"], name="absences_of_a_community")]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[(F("person"), RangeOperators.EQUAL), (stretch(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
