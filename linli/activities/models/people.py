"""Who wants to come, who came, who could not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel
from linli.fence.sealing import SealedTextField
from linli.residents.models import Person

from .activities import Activity


class SignUp(ManyRows):
    """报名: somebody of the register, or a guest by name. Who comes first goes; beyond the capacity they wait."""

    class State(models.TextChoices):
        GOING = "going", _("去")
        WAITING = "waiting", _("候补")
        WITHDRAWN = "withdrawn", _("不去了")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sign_ups", verbose_name=_("活动"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="sign_ups", verbose_name=_("谁")
    )
    guest_name = models.CharField(_("来客姓名"), max_length=50, blank=True)
    guest_phone = SealedTextField(_("来客电话"), blank=True)
    state = models.CharField(_("去不去"), max_length=9, choices=State)
    signed_at = models.DateTimeField(_("报名时间"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    moved_up_at = models.DateTimeField(_("补上时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("退出时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("报名")
        ordering = ["signed_at", "pk"]
        indexes = [models.Index(fields=["activity", "state", "signed_at"], name="sign_ups_of_an_activity")]
        constraints = [
            models.CheckConstraint(
                name="a_sign_up_is_of_a_person_or_a_guest",
                condition=Q(person__isnull=False, guest_name="") | Q(person=None) & ~Q(guest_name=""),
            ),
            models.CheckConstraint(
                name="a_withdrawn_sign_up_says_when",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(
                fields=["activity", "person"], name="signed_up_once", condition=~Q(state="withdrawn")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.guest_name


class Attendance(ManyRows):
    """到场: one row for a person and an activity. 人次 counts those present; 请假 is a row too, with its reason."""

    class State(models.TextChoices):
        PRESENT = "present", _("到了")
        EXCUSED = "excused", _("请假")

    class How(models.TextChoices):
        TICKED = "ticked", _("点名")
        WALL_CODE = "wall_code", _("扫码")
        PAPER = "paper", _("纸质签到")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendance", verbose_name=_("活动"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendance", verbose_name=_("谁"))
    state = models.CharField(_("到没到"), max_length=7, choices=State, default=State.PRESENT)
    how = models.CharField(_("怎么记的"), max_length=9, choices=How, default=How.TICKED)
    reason = models.CharField(_("请假原因"), max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("到场")
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="one_attendance_of_a_person"),
            models.CheckConstraint(
                name="only_who_was_excused_has_a_reason", condition=Q(state="excused") | Q(reason="")
            ),
            models.CheckConstraint(
                name="the_wall_code_says_somebody_is_here", condition=~Q(how="wall_code") | Q(state="present")
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Guest(ScopedModel):
    """来客: somebody not on the register, by name; or so many people from somewhere, by number."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="guests", verbose_name=_("活动"))
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    count = models.PositiveIntegerField(_("几个人"), default=1)
    from_where = models.CharField(_("从哪来"), max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("来客")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="a_named_guest_is_one_person", condition=Q(name="", count__gte=1) | Q(count=1)),
            models.UniqueConstraint(
                fields=["activity", "name", "from_where"], name="one_guest_of_a_name", condition=~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.from_where
