"""What a meeting talks about, and the papers before it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.files.models import File

from .bodies import Body
from .meetings import Meeting


class AgendaItem(ScopedModel):
    """议题: proposed by a seat; taken onto an agenda, or declined with a reason. `said` is its part of the minutes."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("已提出")
        ACCEPTED = "accepted", _("列入议程")
        DECLINED = "declined", _("没有列入")

    body = models.ForeignKey(Body, models.PROTECT, related_name="agenda_items")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="agenda")
    matter = models.ForeignKey("Matter", models.PROTECT, null=True, blank=True, related_name="agenda_items")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("议题"), max_length=120)
    background = models.TextField(_("由来"), max_length=4000, blank=True)
    wanted = models.TextField(_("想议定什么"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_for = models.CharField(_("谁提出的"), max_length=80, blank=True)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    declined_because = models.CharField(_("为什么没有列入"), max_length=200, blank=True)
    said = models.TextField(_("讨论情况"), max_length=8000, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("议题")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["body", "state"], name="agenda_of_a_body")]
        constraints = [
            models.CheckConstraint(
                name="what_is_on_an_agenda_is_on_a_meetings",
                condition=~Q(state="accepted") | Q(meeting__isnull=False),
            ),
            models.CheckConstraint(
                name="declining_says_why",
                condition=Q(state="declined") & ~Q(declined_because="") | ~Q(state="declined") & Q(declined_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(ScopedModel):
    """材料: a file put before a meeting, or before one item of its agenda."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="papers")
    matter = models.ForeignKey("Matter", models.CASCADE, null=True, blank=True, related_name="papers")
    file = models.OneToOneField(File, models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_paper_lies_before_something",
                condition=Q(meeting__isnull=False) | Q(item__isnull=False) | Q(matter__isnull=False),
            )
        ]
