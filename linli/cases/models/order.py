from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.fence.sealing import SealedTextField
from linli.sheets.models import Layout

from .case import Case


class SentOrder(ScopedModel):
    """来单: a row of somebody else's table that became a case; the sender's number, deadline and words stay beside it.

    `key` makes the row itself for its sender: their number, or a print of what the row says where they give none.
    `cells` are the row's cells as they stood (sealed: they name people), so that it can go back in their own layout.
    The precisions say how exactly the ledger knew when it was received and resolved.
    """

    class Precision(models.TextChoices):
        MINUTE = "minute", _("到分")
        DAY = "day", _("到日")
        MONTH = "month", _("到月")

    case = models.ForeignKey(Case, models.CASCADE, related_name="sent_orders")
    sender = models.CharField(_("来单单位"), max_length=40)
    key = models.CharField(max_length=64)
    external_number = models.CharField(_("来单编号"), max_length=40, blank=True)
    due_at = models.DateTimeField(_("来单时限"), null=True, blank=True)
    taken_at = models.DateTimeField(_("导入时间"))
    layout = models.ForeignKey(Layout, models.SET_NULL, null=True, blank=True, related_name="+")
    cells = SealedTextField(blank=True)
    received_precision = models.CharField(max_length=6, choices=Precision)
    resolved_precision = models.CharField(max_length=6, choices=Precision, blank=True)
    answered_at = models.DateTimeField(_("回填时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("来单")
        ordering = ["pk"]
        indexes = [models.Index(fields=["community", "sender", "taken_at"], name="orders_of_a_sender")]
        constraints = [
            models.UniqueConstraint(fields=["community", "sender", "key"], name="one_order_of_a_senders_number"),
            models.CheckConstraint(name="an_order_has_a_sender_and_a_key", condition=~Q(sender="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.external_number}".strip()
