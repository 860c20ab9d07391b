"""A meeting, who is called to it, what it talks about, what it decided and who does it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel
from linli.residents.models import Person, Unit

from .bodies import Body, BodyRule
from .rotation import ChairTerm


class MeetingSeries(ScopedModel):
    """Meetings of a body that come again; each is a row of its own (`rule` as calendars write it)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="series")
    title = models.CharField(_("名称"), max_length=80)
    rule = models.CharField(_("怎样重复"), max_length=120)
    first_at = models.DateTimeField(_("第一次"))
    until_on = models.DateField(_("排到哪天"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)


class Meeting(ScopedModel):
    """会议: planned, called (everybody expected has an `Invited` row from then on), opened, closed with its minutes.

    `rule` and `term` are those of the day it was called, and stay: a later rule changes no past meeting. `year` and
    `number` are its number on paper. It is planned until `called_at`, running from `opened_at` to `closed_at`.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("例会")
        AD_HOC = "ad_hoc", _("临时会议")

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("议事机构"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind, default=Kind.REGULAR)
    title = models.CharField(_("名称"), max_length=80)
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("预计结束"))
    place = models.CharField(_("地点"), max_length=80)
    rule = models.ForeignKey(BodyRule, models.PROTECT, null=True, blank=True, related_name="+")
    term = models.ForeignKey(ChairTerm, models.PROTECT, null=True, blank=True, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, models.PROTECT, null=True, blank=True, related_name="meetings")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(editable=False)
    called_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    short_notice_reason = models.CharField(_("为什么来不及提前通知"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("实际开始"), null=True, blank=True)
    closed_at = models.DateTimeField(_("实际结束"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    chair = models.ForeignKey(
        "Invited", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持人")
    )
    recorder = models.ForeignKey(
        "Invited", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记录人")
    )
    screen_secret = models.CharField(max_length=24, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("会议")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["community", "-starts_at", "-id"], name="meetings_of_a_community")]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="one_council_meeting_of_each_number"),
            models.UniqueConstraint(
                fields=["body", "starts_at"], name="a_body_meets_once_at_a_time", condition=Q(cancelled_at=None)
            ),
            models.CheckConstraint(name="meeting_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="a_meeting_is_called_by_its_rule",
                condition=Q(called_at=None, called_by=None)
                | Q(called_at__isnull=False, called_by__isnull=False, rule__isnull=False),
            ),
            models.CheckConstraint(
                name="a_meeting_is_opened_before_it_is_closed",
                condition=Q(opened_at=None, closed_at=None)
                | Q(opened_at__isnull=False, called_at__isnull=False)
                & (Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))),
            ),
            models.CheckConstraint(
                name="a_cancelled_meeting_says_why_and_was_not_held",
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, opened_at=None) & ~Q(cancel_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Invited(ManyRows):
    """应到与列席: somebody called to a meeting, and whether they came. Fixed on the day of the call.

    `name` is kept only for who is not in the register. `is_voting` false is 列席. `proxy` says who votes for them.
    """

    class Answer(models.TextChoices):
        COMING = "coming", _("参加")
        LEAVE = "leave", _("请假")

    class Presence(models.TextChoices):
        PRESENT = "present", _("实到")
        LEAVE = "leave", _("请假")
        ABSENT = "absent", _("缺席")

    class Mode(models.TextChoices):
        PAGE = "page", _("网上")
        PHONE = "phone", _("电话")
        IN_PERSON = "in_person", _("上门")
        PAPER = "paper", _("书面通知")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invited")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁"))
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代表单位"))
    post = models.CharField(_("职务"), max_length=40, blank=True)
    is_voting = models.BooleanField(_("有表决权"), default=True)
    told_at = models.DateTimeField(_("告知时间"), null=True, blank=True)
    told_by = models.CharField(_("怎么告知的"), max_length=9, choices=Mode, blank=True)
    opened_at = models.DateTimeField(_("看过通知"), null=True, blank=True)
    answer = models.CharField(_("来不来"), max_length=6, choices=Answer, blank=True)
    answer_note = models.CharField(_("请假原因"), max_length=200, blank=True)
    presence = models.CharField(_("到会"), max_length=7, choices=Presence, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    proxy = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="votes_for", verbose_name=_("委托")
    )

    class Meta:
        verbose_name = _("应到")
        ordering = ["pk"]
        indexes = [models.Index(fields=["user", "meeting"], name="calls_of_a_user", condition=Q(user__isnull=False))]
        constraints = [
            models.CheckConstraint(
                name="who_is_invited_is_somebody",
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], name="invited_once", condition=Q(person__isnull=False)
            ),
            models.CheckConstraint(name="nobody_is_their_own_proxy", condition=~Q(proxy=F("pk"))),
            models.CheckConstraint(
                name="who_was_told_was_told_somehow",
                condition=Q(told_at=None, told_by="") | Q(told_at__isnull=False) & ~Q(told_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else self.name
