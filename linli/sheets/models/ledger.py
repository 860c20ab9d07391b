from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class Ledger(ScopedModel):
    """台账: a way of reading base rows, saved under a name; never the rows themselves.

    `columns` are codes of its kind in order; `filters` is what was typed into the kind's form, as an address. Without
    `as_of` it is read as of the day it is made. `by_hand` holds keys of rows in an order somebody chose, for the
    order "hand"; rows it does not name follow.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(_("台账名称"), max_length=60)
    columns: Any = models.JSONField(_("列"), default=list)
    filters = models.TextField(_("筛选"), blank=True)
    as_of = models.DateField(_("截至哪一天"), null=True, blank=True)
    sort = models.CharField(_("怎样排"), max_length=20, blank=True)
    by_hand: Any = models.JSONField(default=list, blank=True)
    is_shared = models.BooleanField(_("同事也能用"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁存的"))
    saved_at = models.DateTimeField(_("什么时候存的"))

    class Meta:
        verbose_name = _("台账")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "by", "name"], name="one_ledger_of_each_name"),
            models.CheckConstraint(name="a_ledger_has_columns", condition=~Q(columns=[])),
        ]

    def __str__(self) -> str:
        return self.name


class Template(ScopedModel):
    """对方的表样: the form somebody wants a ledger in, as they sent it, sealed; kept as long as its ledger.

    `mapping` says which of its columns (from 0, as text) means which of ours; the rest stays blank.
    """

    ledger = models.OneToOneField(Ledger, models.CASCADE, related_name="template", verbose_name=_("台账"))
    asked_by = models.CharField(_("谁要的表"), max_length=40)
    file_name = models.CharField(_("文件"), max_length=120)
    content = models.BinaryField(editable=False)
    sheet = models.CharField(_("表"), max_length=60)
    header_first = models.PositiveIntegerField(_("表头从第几行"), default=0)
    header_depth = models.PositiveSmallIntegerField(_("表头占几行"), default=1)
    mapping: Any = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁交的"))
    brought_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("对方的表样")

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_word(self) -> bool:
        return self.file_name.lower().endswith(".docx")

    @property
    def columns(self) -> dict[int, str]:
        return {int(column): code for column, code in self.mapping.items()}
