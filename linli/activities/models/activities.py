from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet
from linli.residents.models import Person
from linli.territory.models import Door

from .kinds import labels_of
from .series import Series


class Standing(models.TextChoices):
    """Where an activity stands: read from its rows and the clock, never kept."""

    COMING = "coming", _("将要办")
    RUNNING = "running", _("正在办")
    UNRECORDED = "unrecorded", _("办过了，还没记")
    HELD = "held", _("已办")
    CANCELLED = "cancelled", _("取消了")


class ActivityQuerySet(ScopedQuerySet["Activity"]):
    def held(self) -> Self:
        return self.filter(started_at__isnull=False)

    def not_cancelled(self) -> Self:
        return self.filter(cancelled_at=None)


class Activity(ScopedModel):
    """Something people do together, at a time and place; of one kind or of several at once.

    `starts_at`/`ends_at` are the plan; `started_at`/`ended_at` are there once it was held and recorded. `sessions`
    counts as so many 场次 (one, unless it goes over several days and each counts). `capacity` null is no limit.
    `origin_label`/`origin_url` name who holds it (a branch, a group): this room knows no organisations.
    `wall_secret` is in the code on the wall; a new one makes printed codes worthless. `sequence` and `changed_at` are
    what a calendar asks: how often it changed, and when.
    """

    title = models.CharField(_("名称"), max_length=80)
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("类别"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    sessions = models.PositiveSmallIntegerField(_("算几场"), default=1)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("门牌"))
    plan = models.TextField(_("安排"), max_length=4000, blank=True)
    is_public = models.BooleanField(_("居民都看得到"), default=False)

    takes_sign_ups = models.BooleanField(_("要报名"), default=False)
    capacity = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    sign_up_opens_at = models.DateTimeField(_("报名开始"), null=True, blank=True)
    sign_up_closes_at = models.DateTimeField(_("报名截止"), null=True, blank=True)

    host = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持人"))
    recorder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记录人")
    )
    origin_label = models.CharField(_("谁组织的"), max_length=80, blank=True)
    origin_url = models.CharField(max_length=200, blank=True)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("系列")
    )

    started_at = models.DateTimeField(_("实际开始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("实际结束"), null=True, blank=True)
    summary = models.TextField(_("主要内容"), max_length=8000, blank=True)
    decisions = models.TextField(_("决议"), max_length=4000, blank=True)
    helped = models.PositiveIntegerField(_("帮助了多少人"), null=True, blank=True)

    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)

    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    wall_secret = models.CharField(max_length=24, blank=True, editable=False)
    told_day_before_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_hour_before_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("活动")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["community", "-starts_at", "-id"], name="activities_of_a_community"),
            models.Index(
                fields=["starts_at"],
                name="activities_to_remind_of",
                condition=Q(cancelled_at=None, started_at=None, told_hour_before_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "title", "starts_at", "place", "origin_label"],
                name="one_activity_is_planned_once",
                condition=Q(cancelled_at=None),
            ),
            models.CheckConstraint(name="activity_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="activity_is_of_a_kind", condition=Q(kinds__len__gt=0)),
            models.CheckConstraint(name="activity_counts_as_some_sessions", condition=Q(sessions__gte=1)),
            models.CheckConstraint(name="capacity_is_for_somebody", condition=Q(capacity=None) | Q(capacity__gte=1)),
            models.CheckConstraint(
                name="sign_up_closes_after_it_opens",
                condition=Q(sign_up_opens_at=None)
                | Q(sign_up_closes_at=None)
                | Q(sign_up_closes_at__gt=F("sign_up_opens_at")),
            ),
            models.CheckConstraint(
                name="what_was_held_began_and_ended",
                condition=Q(started_at=None, ended_at=None)
                | Q(started_at__isnull=False, ended_at__isnull=False, ended_at__gt=F("started_at")),
            ),
            models.CheckConstraint(
                name="what_was_cancelled_says_why_and_was_not_held",
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, started_at=None) & ~Q(cancel_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_labels(self) -> list[str]:
        return labels_of(self.kinds)

    @property
    def where(self) -> str:
        return " ".join(filter(None, [self.place, str(self.door) if self.door else ""]))

    @property
    def is_held(self) -> bool:
        return self.started_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def standing_at(self, now: datetime) -> Standing:
        if self.is_cancelled:
            return Standing.CANCELLED
        if self.is_held:
            return Standing.HELD
        if now < self.starts_at:
            return Standing.COMING
        return Standing.RUNNING if now < self.ends_at else Standing.UNRECORDED


class Expected(ScopedModel):
    """应到: somebody who should come. An activity for everybody expects nobody by name."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="expected", verbose_name=_("活动"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="expected_at", verbose_name=_("谁"))

    class Meta:
        verbose_name = _("应到")
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="expected_once")]

    def __str__(self) -> str:
        return str(self.person)
