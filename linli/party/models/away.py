from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel
from linli.fence.sealing import SealedTextField

from .codes import ContactMode, MobileReason
from .members import Member


class MobileRecord(ScopedModel):
    """流动党员登记: somebody lives elsewhere for long, while the formal relation stays where it is.

    Six months unable to attend is what makes one mobile today (older papers say three). `contact_days` is how often
    somebody should ask how they are; nobody is counted or scored by it.
    """

    class Direction(models.TextChoices):
        OUT = "out", _("流出")
        IN = "in", _("流入")

    member = models.ForeignKey(Member, models.CASCADE, related_name="mobile_records", verbose_name=_("党员"))
    direction = models.CharField(_("方向"), max_length=3, choices=Direction)
    left_on = models.DateField(_("外出日期"))
    reason = models.CharField(_("原因"), max_length=9, choices=MobileReason)
    destination_code = models.CharField(_("流向地区划代码"), max_length=6, blank=True)
    destination = models.CharField(_("流向"), max_length=100)
    destination_organisation = models.CharField(_("流入地党组织"), max_length=100, blank=True)
    destination_contact = SealedTextField(_("流入地联系人和电话"), blank=True)
    home_organisation = models.CharField(_("流出地党组织"), max_length=100, blank=True)
    home_contact = SealedTextField(_("流出地联系人和电话"), blank=True)
    reported_in_on = models.DateField(_("在流入地报到"), null=True, blank=True)
    certificate = models.CharField(_("流动党员活动证号"), max_length=30, blank=True)
    contact_days = models.PositiveSmallIntegerField(_("隔多少天联系一次"), default=90)
    returned_on = models.DateField(_("返回日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("流动党员登记")
        ordering = ["-left_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="away_once_at_a_time", fields=["member", "direction"], condition=Q(returned_on=None)
            ),
            models.CheckConstraint(
                name="returned_after_leaving", condition=Q(returned_on=None) | Q(returned_on__gte=F("left_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_direction_display()}"


class MobileContact(ManyRows):
    """Somebody asked a mobile member how they are."""

    record = models.ForeignKey(MobileRecord, models.CASCADE, related_name="contacts")
    on = models.DateField(_("哪天"))
    mode = models.CharField(_("怎样联系的"), max_length=12, choices=ContactMode)
    note = models.CharField(_("说了什么"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
