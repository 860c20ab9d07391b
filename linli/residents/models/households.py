from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.territory.models import Dwelling

from .people import Person


class Household(ManyRows):
    """The people who live behind one door; the head is found among its members."""

    class Tenure(models.TextChoices):
        OWN = "01", _("自购")
        RENTED = "02", _("租赁")
        LODGING = "03", _("寄宿")
        BORROWED = "04", _("借住")
        DORMITORY = "05", _("单位宿舍")
        SHELTER = "06", _("临时宿舍")
        WORKERS_FLAT = "07", _("农民工公寓")
        OTHER = "99", _("其他")

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="households", verbose_name=_("住处"))
    tenure = models.CharField(_("住所"), max_length=2, choices=Tenure, blank=True)
    is_registered_here = models.BooleanField(_("户口在这里"), null=True, blank=True)
    from_on = models.DateField(_("入住"))
    until_on = models.DateField(_("搬离"), null=True, blank=True)
    last_verified_on = models.DateField(_("核对日期"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("户")
        constraints = [
            models.CheckConstraint(
                name="household_leaves_after_it_comes", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            )
        ]

    def __str__(self) -> str:
        return str(self.dwelling)


class HouseholdMember(ManyRows):
    """Somebody living in a household for a while; `relation` is to its head (GB/T 4761)."""

    class ToHead(models.TextChoices):
        SELF = "01", _("本人")
        SPOUSE = "10", _("配偶")
        SON = "20", _("子")
        DAUGHTER = "30", _("女")
        GRANDCHILD = "40", _("孙辈")
        PARENT = "50", _("父母")
        GRANDPARENT = "60", _("祖父母")
        SIBLING = "70", _("兄弟姐妹")
        OTHER = "97", _("其他")

    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name=_("户"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人"))
    is_head = models.BooleanField(_("户主"), default=False)
    relation = models.CharField(_("与户主关系"), max_length=2, choices=ToHead, blank=True)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_head_of_a_household", fields=["household"], condition=Q(is_head=True, until_on=None)
            ),
            ExclusionConstraint(
                name="nobody_lives_in_two_households_at_once",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            F("until_on"),
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.from_on}"
