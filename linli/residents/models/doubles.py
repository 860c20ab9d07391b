from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.fence.sealing import SealedTextField

from .people import Person


class Merger(ManyRows):
    """合并: two entries of one person became one. `remembered` keeps what undoing needs, sealed: the facts of the
    entry that stays as they were, and which rows of which tables were moved to it."""

    stays = models.ForeignKey(Person, models.PROTECT, related_name="mergers", verbose_name=_("留下的"))
    gone = models.ForeignKey(Person, models.PROTECT, related_name="mergers_away", verbose_name=_("并入的"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("合并时间"))
    remembered = SealedTextField()
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("合并")
        constraints = [
            models.UniqueConstraint(
                name="somebody_is_merged_into_one_other", fields=["gone"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(name="a_merger_is_of_two", condition=~Q(stays=F("gone"))),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.stays_id}"


class NotSame(ManyRows):
    """不是同一个人: somebody looked at two entries that seemed one person, and they are two."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_pair_is_looked_at_once", fields=["one", "other"]),
            models.CheckConstraint(name="a_pair_stands_in_order", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
