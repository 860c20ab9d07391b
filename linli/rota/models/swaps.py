from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

from .shifts import Shift


class Swap(ScopedModel):
    """换班: `giver` gives `shift` to `taker`, and takes `in_return` of theirs when that is named.

    It counts when the taker has agreed, or when whoever keeps the rota arranged it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等对方答复")
        AGREED = "agreed", _("换好了")
        DECLINED = "declined", _("对方不换")
        WITHDRAWN = "withdrawn", _("撤回了")
        UNDONE = "undone", _("换回来了")

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="swaps")
    in_return = models.ForeignKey(Shift, models.CASCADE, null=True, blank=True, related_name="returned_in")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("换给谁"))
    note = models.CharField(_("想说的话"), max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("换班")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(name="a_swap_is_between_two", condition=~Q(giver=F("taker"))),
            models.CheckConstraint(
                name="a_swap_waits_or_was_decided",
                condition=Q(state="waiting", decided_at=None) | ~Q(state="waiting") & Q(decided_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["shift"], name="one_swap_waits_for_a_shift", condition=Q(state="waiting")),
        ]
        indexes = [models.Index(fields=["taker"], name="swaps_waiting_for_somebody", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return str(self.shift)

    def first_moment(self) -> datetime:
        """Return when the earlier of its shifts begins: from then on nothing about it changes."""
        return min([self.shift.starts_at, *([self.in_return.starts_at] if self.in_return else [])])
