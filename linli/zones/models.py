from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.files.models import File
from linli.territory.models import Zone


class ZoneDuty(models.TextChoices):
    """What the keepers of a zone are there for; the usual nine, as boards name them."""

    POLICY = "policy", _("政策宣传")
    OPINIONS = "opinions", _("民情收集")
    SANITATION = "sanitation", _("环境卫生")
    SECURITY = "security", _("治安巡查")
    DISPUTES = "disputes", _("矛盾调解")
    HARDSHIP = "hardship", _("困难帮扶")
    REPAIRS = "repairs", _("设施报修")
    MANNERS = "manners", _("文明劝导")
    CULTURE = "culture", _("文化活动")


class Board(ScopedModel):
    """公示牌: what a zone's public board says beside its range and keepers, and from when to when it hangs.

    Names, photos and phones of keepers are not kept here: they are asked for whenever the board is shown, so that a
    consent withdrawn is withdrawn everywhere at once.
    """

    zone = models.OneToOneField(Zone, models.PROTECT, related_name="board", verbose_name=_("责任区"))
    duties: Any = models.JSONField(_("职责"), default=list, blank=True)
    other_duties = models.CharField(_("别的职责"), max_length=200, blank=True)
    public_phone = models.CharField(_("公开电话"), max_length=20, blank=True)
    supervise_phone = models.CharField(_("监督电话"), max_length=20, blank=True)
    published_from = models.DateField(_("公示起"), null=True, blank=True)
    published_until = models.DateField(_("公示止"), null=True, blank=True)

    class Meta:
        verbose_name = _("公示牌")
        constraints = [
            models.CheckConstraint(
                name="a_board_comes_down_after_it_is_hung",
                condition=Q(published_until=None) | Q(published_until__gt=F("published_from")),
            )
        ]

    def __str__(self) -> str:
        return str(self.zone)

    def hangs_on(self, day: date) -> bool:
        if self.published_from is None or self.published_from > day:
            return False
        return self.published_until is None or day < self.published_until

    @property
    def duty_words(self) -> list[str]:
        """What the board names as duties, in the order of the usual list."""
        words = [str(duty.label) for duty in ZoneDuty if duty.value in self.duties]
        return [*words, *([self.other_duties] if self.other_duties else [])]


class KeeperPhoto(ScopedModel):
    """The photo a keeper brought for the board; shown only while they consent (`residents.queries.allowed`)."""

    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁"))
    file = models.OneToOneField(File, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("公示牌上的照片")
        constraints = [models.UniqueConstraint(fields=["community", "keeper"], name="one_board_photo_of_a_keeper")]

    def __str__(self) -> str:
        return str(self.keeper)
