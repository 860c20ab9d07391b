from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows

from .people import Person


class Consent(ManyRows):
    """同意: what somebody allowed one use of their data for, until they withdraw it: `withdrawn_on` ends it that day.

    Publishing anything of a person needs a consent of that purpose alone (个人信息保护法 25), who is under 14 that
    of their guardian (31). It is asked when the thing is shown, never copied: `residents.queries.allowed`.
    """

    class Purpose(models.TextChoices):
        PHOTO_ON_BOARD = "photo_on_board", _("公示牌上的照片")
        PHONE_ON_BOARD = "phone_on_board", _("公示牌上的电话")
        HONOUR_LIST = "honour_list", _("光荣榜上的姓名")
        ACTIVITY_PHOTOS = "activity_photos", _("活动照片")
        PHONE_TO_BRANCH = "phone_to_branch", _("支部里看得到的电话")
        PAIRING = "pairing", _("结对帮扶")
        TO_UNIT = "to_unit", _("告诉驻区单位")

    class Channel(models.TextChoices):
        PAPER = "paper", _("签了书面同意")
        COUNTER = "counter", _("当面说的")
        PHONE = "phone", _("电话里说的")
        OWN_PAGE = "own_page", _("本人在网上")

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("谁"))
    purpose = models.CharField(_("用途"), max_length=16, choices=Purpose)
    given_on = models.DateField(_("哪天同意的"))
    channel = models.CharField(_("怎样同意的"), max_length=8, choices=Channel)
    given_by = models.CharField(_("谁同意的"), max_length=60, blank=True)
    evidence = models.CharField(_("凭据"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    withdrawn_on = models.DateField(_("哪天撤回的"), null=True, blank=True)

    class Meta:
        verbose_name = _("同意")
        constraints = [
            models.UniqueConstraint(
                name="one_consent_of_a_purpose", fields=["person", "purpose"], condition=Q(withdrawn_on=None)
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_is_given",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_purpose_display()}"
