from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

from .posts import Post


class GapWarning(ScopedModel):
    """缺人: a stretch with too few people on a post that was told to somebody.

    `is_open` when the rota beyond it is not written yet, so that its end means nothing. `filled_at` takes it back.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="gap_warnings")
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))
    is_open = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    told_again_at = models.DateTimeField(null=True, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("缺人")
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(name="gap_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at")))]
        indexes = [models.Index(fields=["post"], name="gaps_told_of", condition=Q(filled_at=None))]

    def __str__(self) -> str:
        return str(self.post)
