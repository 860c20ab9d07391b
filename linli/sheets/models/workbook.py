from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class Workbook(ScopedModel):
    """表格文件: a file brought or made, sealed, until it expires; never in a folder pages are served from.

    `content` is sealed with the same keys as telephone numbers; it is forgotten at `expires_at`, the row with it.
    """

    name = models.CharField(_("文件名"), max_length=120)
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(_("大小"))
    made_at = models.DateTimeField(_("时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("保留到"))

    class Meta:
        verbose_name = _("表格文件")
        indexes = [models.Index(fields=["expires_at"], name="workbooks_by_expiry")]
        constraints = [
            models.CheckConstraint(name="a_workbook_lives_for_a_while", condition=Q(expires_at__gt=F("made_at")))
        ]

    def __str__(self) -> str:
        return self.name
