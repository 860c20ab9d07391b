from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet

from .case import Case


class MergerQuerySet(ScopedQuerySet["Merger"]):
    def running(self) -> Self:
        return self.filter(undone_at=None)


class Merger(ScopedModel):
    """并案: `case` is one matter with `into`, which is worked on for both; the callers of both stand there.

    `before` is what undoing needs: standing, callers, help asked for, the promises that ended as joined. A merger that
    was undone stays, with who, when and why. Whatever `into` is merged into in turn leads on.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="mergers")
    into = models.ForeignKey(Case, models.PROTECT, related_name="taken_in", verbose_name=_("主件"))
    reason = models.CharField(_("为什么是同一件事"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(_("为什么拆开"), max_length=200, blank=True)

    objects = MergerQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="merged_into_one_at_a_time", condition=Q(undone_at=None)),
            models.CheckConstraint(name="nothing_is_merged_into_itself", condition=~Q(case=F("into"))),
            models.CheckConstraint(name="merging_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="undoing_a_merger_says_who_and_why",
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["into"], name="mergers_into_a_case", condition=Q(undone_at=None))]


class CaseLink(ScopedModel):
    """相关: two cases that are worth reading together; each goes its own way. The older key stands first."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    why = models.CharField(_("怎么相关"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="linked_once", condition=Q(ended_at=None)),
            models.CheckConstraint(name="the_older_case_stands_first", condition=Q(case__lt=F("other"))),
            models.CheckConstraint(
                name="ending_a_link_says_who",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["other"], name="links_to_a_case", condition=Q(ended_at=None))]
