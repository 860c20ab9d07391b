from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.fence.scoping import ManyRows, ScopedModel, ScopedQuerySet

from .case import Case
from .policy import Policy

_OPEN = Q(kept_at=None, broken_at=None, waived_at=None)


class PromiseQuerySet(ScopedQuerySet["Promise"]):
    def open(self) -> Self:
        return self.filter(_OPEN)

    def running(self) -> Self:
        return self.open().filter(paused_at=None)

    def due(self, at: datetime) -> Self:
        return self.running().filter(due_at__lt=at)

    def to_warn(self, at: datetime) -> Self:
        return self.running().filter(warned_at=None, warn_at__lte=at)


class Promise(ManyRows):
    """承诺: a moment by which we said something would have happened. Kept, broken or waived: exactly one, once.

    Kept means it happened by `due_at` to the microsecond (10:10:00 is kept, 10:10:00.000001 is not).
    `done_at` says when it happened, in time or not. `corrected_at` marks a promise first recorded as broken whose
    arrival had been forgotten and was added later; figures show how many of those they count.
    `due_is_assumed`: a year without a holiday table was counted as Monday to Friday.
    """

    class Kind(models.TextChoices):
        ARRIVE = "arrive", pgettext_lazy("承诺", "到场")
        RESOLVE = "resolve", pgettext_lazy("承诺", "办结")

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="promises")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    allowance = models.PositiveIntegerField()
    clock = models.CharField(max_length=14)
    source = models.CharField(_("依据"), max_length=100)
    made_at = models.DateTimeField(_("起算"))
    due_at = models.DateTimeField(_("到期"))
    due_is_assumed = models.BooleanField(default=False)
    warn_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_why = models.CharField(max_length=100, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        ordering = ["round", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "kind"], name="one_promise_of_each_kind_a_round"),
            models.CheckConstraint(name="promise_is_due_after_it_is_made", condition=Q(due_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="promise_ends_once",
                condition=Q(kept_at=None, broken_at=None)
                | Q(kept_at=None, waived_at=None)
                | Q(broken_at=None, waived_at=None),
            ),
            models.CheckConstraint(
                name="kept_means_in_time",
                condition=Q(kept_at=None) | Q(kept_at__lte=F("due_at"), done_at=F("kept_at"), done_at__isnull=False),
            ),
            models.CheckConstraint(name="a_waived_promise_says_why", condition=Q(waived_at=None) | ~Q(waived_why="")),
            models.CheckConstraint(
                name="only_a_kept_promise_was_corrected", condition=Q(corrected_at=None) | Q(kept_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="promises_running", condition=_OPEN & Q(paused_at=None)),
            models.Index(
                fields=["warn_at"], name="promises_to_warn", condition=_OPEN & Q(paused_at=None, warned_at=None)
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.broken_at is None and self.waived_at is None

    def is_to_warn(self, at: datetime) -> bool:
        return self.warned_at is None and self.warn_at <= at


class Pause(ScopedModel):
    """暂停: a stretch in which the promises of a case do not run, and why; its end moves their due moments."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField(_("起"))
    reason = models.CharField(_("原因"), max_length=200)
    resume_by = models.DateTimeField(_("预计恢复"))
    told_requester_at = models.DateTimeField(_("告知居民时间"))
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("止"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_pause_at_a_time", condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="pause_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
            models.CheckConstraint(name="pause_says_why", condition=~Q(reason="")),
        ]


class Extension(ScopedModel):
    """延期: a later due moment that was asked for, and then approved or refused by somebody else."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="extensions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(_("原因"), max_length=200)
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField(_("延到"))
    told_requester_at = models.DateTimeField(_("告知居民时间"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(null=True, blank=True)
    decision_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="extension_is_later", condition=Q(new_due_at__gt=F("old_due_at"))),
            models.CheckConstraint(
                name="nobody_approves_their_own_extension", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="a_decision_says_who_and_when",
                condition=Q(is_approved=None, decided_by=None, decided_at=None)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["promise"], name="one_extension_waits_at_a_time", condition=Q(is_approved=None)
            ),
        ]
