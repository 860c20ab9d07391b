from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class Layout(ScopedModel):
    """表样: how one sender's sheets look, and what their columns mean; remembered for next time, and for the way back.

    `head` holds every row down to the end of the header as it stood (titles, header rows), `merges` its merged ranges;
    `mapping` says which column (from 0, as text) means which code. No row below the
    header is kept here: it says nothing of anybody.
    """

    kind = models.CharField(max_length=20)
    sender = models.CharField(_("来单单位"), max_length=40)
    signature = models.CharField(max_length=64)
    sheet = models.CharField(_("表名"), max_length=60)
    head: Any = models.JSONField(default=list)
    header_first = models.PositiveIntegerField()
    header_depth = models.PositiveSmallIntegerField()
    labels: Any = models.JSONField(default=list)
    merges: Any = models.JSONField(default=list)
    mapping: Any = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("表样")
        ordering = ["-used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "sender", "signature"], name="one_layout_of_a_senders_header"
            ),
            models.CheckConstraint(name="a_layout_has_a_sender", condition=~Q(sender="")),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.sheet}"
