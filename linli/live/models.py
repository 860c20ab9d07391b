from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class Presence(ScopedModel):
    """正在处理: somebody has a thing open on a screen now. Never a lock, never kept: gone when the page is.

    `what` names the thing ("cases.case:17"), `doing` the step they are at ("resolution", blank for reading), `process`
    the web process that holds their stream and renews `seen_at`; a row nobody renews counts for nothing. The table is
    UNLOGGED: a fallen database begins without it.
    """

    what = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("人"))
    doing = models.CharField(max_length=30, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    process = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("正在处理")
        indexes = [models.Index(fields=["what"], name="who_is_on_it"), models.Index(fields=["process"], name="held_by")]
