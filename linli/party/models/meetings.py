from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.activities.models import Activity
from linli.fence.scoping import ScopedModel

from .organisations import Organisation


class OrganisationActivity(ScopedModel):
    """组织生活: an activity held by an organisation. What was said, decided and who came stands with the activity.

    `year` and `number` are its number on paper (LF-HD-2026-046). `is_disclosed`: its record may be shown to people
    outside the organisation.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="organisation_life", verbose_name=_("活动"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings", verbose_name=_("党组织"))
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    agenda = models.TextField(_("议题"), max_length=1000, blank=True)
    observers = models.CharField(_("列席"), max_length=200, blank=True)
    papers = models.CharField(_("附件"), max_length=200, blank=True)
    is_disclosed = models.BooleanField(_("是否公开"), default=False)

    class Meta:
        verbose_name = _("组织生活")
        constraints = [
            models.UniqueConstraint(fields=["community", "year", "number"], name="one_meeting_of_each_number")
        ]

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def card_number(self) -> str:
        return f"{self.community.number_prefix}-HD-{self.year}-{self.number:03}"


class Reminder(ScopedModel):
    """What an organisation was reminded of (`about`: a kind and a period), so that it is told once."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reminders")
    about = models.CharField(max_length=60)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "about"], name="reminded_once_of_a_thing")]
