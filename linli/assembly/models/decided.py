"""What became of a meeting: its minutes, what it decided, and who does it by when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.residents.models import Unit

from .agenda import AgendaItem
from .meetings import Meeting


class Minutes(ScopedModel):
    """会议记录: what no item of the agenda says. What it decided stands in `Resolution`, who came in `Invited`.

    Approved minutes are not changed; `pages_signed` says that the printed sheet carries the signatures.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    text = models.TextField(_("会议情况"), max_length=20000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_back_because = models.CharField(_("为什么退回"), max_length=200, blank=True)
    is_disclosed = models.BooleanField(_("会外也可以看"), default=False)

    class Meta:
        verbose_name = _("会议记录")
        constraints = [
            models.CheckConstraint(
                name="approved_minutes_say_who_and_when",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("written_by")),
            )
        ]


class Resolution(ScopedModel):
    """决议: what a meeting decided on an item; by a vote when `ballot` is there."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="resolutions")
    matter = models.ForeignKey("Matter", models.PROTECT, null=True, blank=True, related_name="resolutions")
    ballot = models.OneToOneField("Ballot", models.PROTECT, null=True, blank=True, related_name="resolution")
    text = models.TextField(_("决议"), max_length=4000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("决议")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="a_resolution_says_something", condition=~Q(text=""))]


class Task(ScopedModel):
    """要做的事: what, who, by when. From a resolution or straight from a matter; done or dropped with words."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="tasks")
    matter = models.ForeignKey("Matter", models.PROTECT, null=True, blank=True, related_name="tasks")
    what = models.CharField(_("要做的事"), max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("负责单位")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks_decided",
        verbose_name=_("负责人"),
    )
    who = models.CharField(_("谁负责"), max_length=80, blank=True)
    partners = models.CharField(_("协同"), max_length=120, blank=True)
    due_on = models.DateField(_("哪天前"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    done_on = models.DateField(_("办成日期"), null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("结果"), max_length=500, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    soon_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("要做的事")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["community", "due_on"], name="tasks_still_open", condition=Q(done_on=None, dropped_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_task_comes_from_somewhere", condition=Q(resolution__isnull=False) | Q(matter__isnull=False)
            ),
            models.CheckConstraint(
                name="a_task_is_somebodys", condition=Q(unit__isnull=False) | Q(user__isnull=False) | ~Q(who="")
            ),
            models.CheckConstraint(
                name="a_task_ends_once_and_says_how",
                condition=Q(done_on=None, dropped_at=None, ended_by=None)
                | (Q(done_on__isnull=False, dropped_at=None) | Q(done_on=None, dropped_at__isnull=False))
                & Q(ended_by__isnull=False)
                & ~Q(result=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class TaskLine(ScopedModel):
    """进展: a line said about a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="lines")
    text = models.CharField(_("进展"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
