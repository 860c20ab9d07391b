from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel
from linli.residents.models import Unit

from .codes import ServicePost
from .members import Member


class ReportIn(ScopedModel):
    """在职报到: a member whose formal relation is at the employer's comes to help where they live.

    The employer is a unit of the community, or named; `employer_organisation` is its Party organisation, to which
    the quarterly note goes.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="report_ins", verbose_name=_("党员"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("驻区单位"))
    employer = models.CharField(_("工作单位"), max_length=100, blank=True)
    employer_organisation = models.CharField(_("单位党组织"), max_length=100)
    on = models.DateField(_("报到日期"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁接待的")
    )
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("报到")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="who_reports_in_works_somewhere", condition=Q(unit__isnull=False) | ~Q(employer="")
            ),
            models.UniqueConstraint(name="reported_in_once_at_a_time", fields=["member"], condition=Q(ended_on=None)),
            models.CheckConstraint(
                name="report_in_ends_after_it_begins", condition=Q(ended_on=None) | Q(ended_on__gte=F("on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.on}"

    @property
    def works_at(self) -> str:
        return self.unit.name if self.unit else self.employer


class ClaimedPost(ManyRows):
    """认领岗位: a kind of help a member took on for a while."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="claimed_posts", verbose_name=_("党员"))
    post = models.CharField(_("岗位"), max_length=10, choices=ServicePost)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("认领岗位")
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "post"], name="a_post_is_claimed_once", condition=Q(until_on=None)
            ),
            models.CheckConstraint(
                name="claim_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_post_display())


class ServiceEntry(ManyRows):
    """服务记录: something a member did that stands in no activity and no case. A fact, never added up to points."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="service_entries", verbose_name=_("党员"))
    on = models.DateField(_("哪天"))
    what = models.CharField(_("做了什么"), max_length=100)
    minutes = models.PositiveIntegerField(_("多久（分钟）"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=60, blank=True)
    certifier = models.CharField(_("证明人"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("服务记录")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.what


class QuarterNote(ManyRows):
    """季度反馈: what a reported-in member did in a quarter, sent to the employer's organisation and returned by it."""

    report_in = models.ForeignKey(ReportIn, models.CASCADE, related_name="notes", verbose_name=_("报到"))
    year = models.PositiveSmallIntegerField(_("年"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    summary = models.TextField(_("这一季度做了什么"), max_length=1000)
    sent_on = models.DateField(_("哪天送出"), null=True, blank=True)
    returned_on = models.DateField(_("哪天收到回执"), null=True, blank=True)
    answer = models.CharField(_("单位的话"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("季度反馈")
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["report_in", "year", "quarter"], name="one_note_a_quarter"),
            models.CheckConstraint(name="a_quarter_is_one_of_four", condition=Q(quarter__range=(1, 4))),
            models.CheckConstraint(
                name="a_note_returns_after_it_is_sent",
                condition=Q(returned_on=None) | Q(sent_on__isnull=False, returned_on__gte=F("sent_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_in.member} {self.year} Q{self.quarter}"
