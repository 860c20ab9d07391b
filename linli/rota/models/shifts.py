from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet

from .hours import stretch
from .posts import Pattern, Post


class ShiftQuerySet(ScopedQuerySet["Shift"]):
    def with_people(self) -> Self:
        return self.select_related("person", "backup", "post")


class Shift(ScopedModel):
    """One person on one post from `starts_at` until just before `ends_at`; `backup` steps in while they are away.

    `planned_for` is whose turn it was when a pattern made it: a swap changes `person`, and the turn is still taken.
    `sequence` and `changed_at` are what a calendar asks: how often it changed, and when.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts", verbose_name=_("岗位"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="shifts", verbose_name=_("值班人")
    )
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="backs_up", verbose_name=_("备班")
    )
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))
    pattern = models.ForeignKey(Pattern, models.SET_NULL, null=True, blank=True, related_name="+")
    planned_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = ShiftQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("班")
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["post", "ends_at"], name="shifts_of_a_post"),
            models.Index(fields=["community", "ends_at"], name="shifts_of_a_community"),
            models.Index(fields=["person", "ends_at"], name="shifts_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="nobody_backs_up_themselves", condition=~Q(backup=F("person"))),
            models.UniqueConstraint(fields=["pattern", "planned_for", "starts_at"], name="one_turn_is_planned_once"),
            ExclusionConstraint(
                name="nobody_stands_on_two_shifts_at_once",
                expressions=[(F("person"), RangeOperators.EQUAL), (stretch(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)


class FormerShift(ScopedModel):
    """A shift somebody had and has no more, so that their calendar says 取消 instead of keeping it.

    `number` is the key the shift has or had; `was_removed` when nobody has it now.
    """

    number = models.BigIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField()
    gone_at = models.DateTimeField()
    was_removed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "person"], name="a_shift_is_lost_once")]
        indexes = [
            models.Index(fields=["person", "ends_at"], name="former_shifts_of_a_person"),
            models.Index(fields=["post", "ends_at"], name="former_shifts_of_a_post"),
        ]


class Handover(ScopedModel):
    """交班: what the next on duty has to know. It may be mended until somebody has read it."""

    shift = models.OneToOneField(Shift, models.CASCADE, related_name="handover")
    body = models.TextField(_("交给下一班"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("交班")
        constraints = [
            models.CheckConstraint(name="a_handover_has_words", condition=~Q(body="")),
            models.CheckConstraint(
                name="a_handover_is_read_by_somebody",
                condition=Q(read_by=None, read_at=None) | Q(read_by__isnull=False, read_at__isnull=False),
            ),
            models.CheckConstraint(name="another_reads_the_handover", condition=Q(read_by=None) | ~Q(read_by=F("by"))),
        ]

    def __str__(self) -> str:
        return str(self.shift)
