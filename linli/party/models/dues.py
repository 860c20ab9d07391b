from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows

from .members import Member


class DuesFact(ManyRows):
    """党费: the fact that a month was paid, need not be, or was not. No amount, and nothing is paid here."""

    class Standing(models.TextChoices):
        PAID = "paid", _("交了")
        EXEMPT = "exempt", _("免交")
        UNPAID = "unpaid", _("没交")

    member = models.ForeignKey(Member, models.CASCADE, related_name="dues", verbose_name=_("党员"))
    month = models.DateField(_("哪个月"))
    standing = models.CharField(_("情况"), max_length=6, choices=Standing)
    paid_on = models.DateField(_("哪天交的"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("党费记载")
        constraints = [
            models.UniqueConstraint(fields=["member", "month"], name="one_dues_fact_a_month"),
            models.CheckConstraint(name="dues_are_of_a_whole_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="only_paid_dues_have_a_day", condition=Q(standing="paid") | Q(paid_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.month:%Y-%m} {self.get_standing_display()}"
