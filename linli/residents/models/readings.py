from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows

from .people import Person


class Reading(ManyRows):
    """查阅: somebody read a person's file on a day; the person may ask who did. One row a reader, day and part.

    `reason` is there for what needs one: a full identity or telephone number, a copy.
    """

    class Part(models.TextChoices):
        FILE = "file", _("档案页")
        ID_NUMBER = "id_number", _("证件号码")
        PHONE = "phone", _("电话号码")
        COPY = "copy", _("整份副本")
        LEDGER = "ledger", _("导出的台账")

    person = models.ForeignKey(Person, models.CASCADE, related_name="readings", verbose_name=_("谁的"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("谁看的")
    )
    duty = models.CharField(_("当时的职务"), max_length=60, blank=True)
    part = models.CharField(_("看了什么"), max_length=9, choices=Part)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    on = models.DateField(_("哪天"))
    first_at = models.DateTimeField(_("第一次"))
    last_at = models.DateTimeField(_("最后一次"))
    times = models.PositiveIntegerField(_("次数"), default=1)

    class Meta:
        verbose_name = _("查阅记录")
        constraints = [
            models.UniqueConstraint(name="one_reading_a_day", fields=["person", "reader", "on", "part", "reason"])
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.on}"
