from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.fence.sealing import SealedTextField

from .people import Person


class RightsRequest(ManyRows):
    """申请: what somebody asks about the data of one person, and by when they are answered (个人信息保护法 44–50).

    `about` is the covered name it was asked under: it still reads when the person's data was deleted since, and it is
    all there is of somebody who is not on the register. `due_source` says in words where the due moment comes from.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("查阅")
        COPY = "copy", _("要一份副本")
        CORRECT = "correct", _("更正、补充")
        DELETE = "delete", _("删除")
        EXPLAIN = "explain", _("解释怎么用的")

    class Asker(models.TextChoices):
        SELF = "self", _("本人")
        GUARDIAN = "guardian", _("监护人")
        AGENT = "agent", _("本人委托的人")
        RELATIVE = "relative", _("去世的人的近亲属")

    class Channel(models.TextChoices):
        COUNTER = "counter", _("来窗口")
        PHONE = "phone", _("打电话")
        LETTER = "letter", _("来信")
        OWN_PAGE = "own_page", _("本人在网上")

    class Outcome(models.TextChoices):
        DONE = "done", _("办好了")
        PARTLY = "partly", _("办了一部分")
        REFUSED = "refused", _("不能办")

    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="rights_requests", verbose_name=_("谁的")
    )
    about = models.CharField(_("谁的"), max_length=50)
    kind = models.CharField(_("要什么"), max_length=7, choices=Kind)
    asker = models.CharField(_("谁提的"), max_length=8, choices=Asker, default=Asker.SELF)
    asker_name = models.CharField(_("提的人"), max_length=50, blank=True)
    asker_phone = SealedTextField(_("怎样联系"), blank=True)
    channel = models.CharField(_("怎样来的"), max_length=8, choices=Channel)
    wanted = models.TextField(_("说了什么"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("什么时候提的"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    due_at = models.DateTimeField(_("答复期限"))
    due_source = models.CharField(_("期限依据"), max_length=200)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    overdue_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("什么时候答复的"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    outcome = models.CharField(_("结果"), max_length=7, choices=Outcome, blank=True)
    answer = models.TextField(_("答复"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("个人信息申请")
        indexes = [
            models.Index(fields=["community", "due_at"], name="rights_requests_open", condition=Q(closed_at=None)),
            models.Index(fields=["community", "-received_at", "-id"], name="rights_requests_of_a_community"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_of_a_kind",
                fields=["person", "kind"],
                condition=Q(closed_at=None, person__isnull=False),
            ),
            models.CheckConstraint(
                name="a_request_is_about_somebody_until_it_is_due",
                condition=~Q(about="") & Q(due_at__gt=F("received_at")),
            ),
            models.CheckConstraint(
                name="a_closed_request_is_answered",
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="who_asks_for_another_says_who_they_are", condition=Q(asker="self") | ~Q(asker_name="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.get_kind_display()}"
