from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import Duty
from linli.fence.scoping import ScopedModel

from .case import Case


class BulkRun(ScopedModel):
    """批量: one thing done to many cases, asked for once (`key`), each case in a transaction of its own.

    `given` is what the form said. `duty` is the one acted in, so that rights are asked anew for every case.
    """

    class Verb(models.TextChoices):
        HAND_ON = "hand_on", _("转交或派给")
        LINK = "link", _("关联到一件事")
        RECATEGORISE = "recategorise", _("改归类")
        TELL = "tell", _("给诉求人留言")
        ARCHIVE = "archive", _("归档")

    key = models.UUIDField(unique=True)
    verb = models.CharField(_("做什么"), max_length=12, choices=Verb)
    given: Any = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]


class BulkItem(ScopedModel):
    """One case of a bulk run, and what came of it."""

    class Outcome(models.TextChoices):
        DONE = "done", _("办了")
        REFUSED = "refused", _("没有办")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    said = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "case"], name="each_case_once_a_run"),
            models.CheckConstraint(
                name="what_came_of_it_has_its_moment",
                condition=Q(outcome="", at=None) | ~Q(outcome="") & Q(at__isnull=False),
            ),
        ]
