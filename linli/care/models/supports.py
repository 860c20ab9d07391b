from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.fence.sealing import SealedTextField


class Support(ManyRows):
    """帮扶: aftercare of an adult, behind a third wall: a row is there only for the people named in `readers`.

    What is not needed to help is not here and has no field: no offence, no term, no prison, no drug, no risk. It names
    nobody of the register: what happens to a person's file there (search, merging, a copy, retention) cannot show that
    this exists. Its own journal (SupportLine) is as sealed as itself; the journal of the house has not a line of it.
    """

    class Kind(models.TextChoices):
        RESETTLING = "resettling", _("安置帮教")
        COMMUNITY = "community", _("协助社区矫正")
        RECOVERY = "recovery", _("协助社区康复")

    class Need(models.TextChoices):
        WORK = "work", _("就业")
        ALLOWANCE = "allowance", _("低保")
        HOUSING = "housing", _("住房")
        SKILLS = "skills", _("技能")
        MIND = "mind", _("心理")
        HEALTH = "health", _("医疗")

    class End(models.TextChoices):
        SETTLED = "settled", _("安稳下来了")
        MOVED = "moved", _("转到别处")
        DIED = "died", _("去世")
        OTHER = "other", _("其他")

    readers: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), verbose_name=_("谁看得到"))
    name = SealedTextField(_("姓名"))
    phone = SealedTextField(_("电话"), blank=True)
    kind = SealedTextField(_("帮什么"))
    agreement_number = SealedTextField(_("协议编号"), blank=True)
    needs = SealedTextField(_("需要"), blank=True)
    plan = SealedTextField(_("打算"), blank=True)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("联络人")
    )
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"), null=True, blank=True)
    end_result = SealedTextField(_("怎样结束"), blank=True)

    class Meta:
        verbose_name = _("帮扶")
        constraints = [
            models.CheckConstraint(name="a_support_has_readers", condition=~Q(readers=[])),
            models.CheckConstraint(name="its_helper_may_read_it", condition=Q(readers__contains=[F("helper")])),
            models.CheckConstraint(
                name="support_ends_after_it_begins", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return str(_("帮扶"))

    @property
    def kind_words(self) -> str:
        return str(self.Kind(self.kind).label)

    @property
    def need_words(self) -> list[str]:
        return [str(self.Need(code).label) for code in self.needs.split(",") if code]


class SupportReader(ManyRows):
    """Who is named on a support, by whom, from when until when; those named now are its `readers` (a trigger)."""

    support = models.ForeignKey(Support, models.CASCADE, related_name="named", verbose_name=_("帮扶"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("谁")
    )
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    from_at = models.DateTimeField(_("起"))
    until_at = models.DateTimeField(_("止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="named_once_on_a_support", fields=["support", "user"], condition=Q(until_at=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Milestone(ManyRows):
    """A step of a support: when, and what."""

    support = models.ForeignKey(Support, models.CASCADE, related_name="milestones", verbose_name=_("帮扶"))
    on = models.DateField(_("哪天"))
    text = SealedTextField(_("什么事"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return str(self.on)


class SupportLine(ManyRows):
    """One line of a support's own journal: who did what with it, or read it. Only added to (a trigger)."""

    class What(models.TextChoices):
        OPENED = "opened", _("立了这一份")
        READ = "read", _("看了")
        PLANNED = "planned", _("改了打算")
        STEP = "step", _("记了一步")
        NAMED = "named", _("加了看得到的人")
        STRUCK = "struck", _("去掉了看得到的人")
        ENDED = "ended", _("结束了")

    support = models.ForeignKey(Support, models.CASCADE, related_name="lines", verbose_name=_("帮扶"))
    at = models.DateTimeField(_("什么时候"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    what = models.CharField(max_length=7, choices=What)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_what_display()
