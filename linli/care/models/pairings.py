from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedQuerySet
from linli.fence.sealing import SealedTextField
from linli.residents.models import Consent, Household, Person, Unit

from .reach import about_one, cares_for_all, in_zones, units_signed_for

if TYPE_CHECKING:
    from linli.accounts.models import User


class Cause(models.TextChoices):
    """致困原因."""

    ILLNESS = "illness", _("因病")
    DISABILITY = "disability", _("因残")
    STUDY = "study", _("因学")
    DISASTER = "disaster", _("因灾")
    ACCIDENT = "accident", _("因意外")
    UNEMPLOYED = "unemployed", _("失业")
    NO_LABOUR = "no_labour", _("缺劳力")
    HOUSING = "housing", _("住房")
    OTHER = "other", _("其他")


class PairingQuerySet(ScopedQuerySet["Pairing"]):
    def visible_to(self, user: "User") -> Self:
        """Who answers for care sees all; everybody else those they help in, and a keeper those of the zone."""
        rows = super().visible_to(user)
        whole = cares_for_all(user)
        if whole >= user.community_ids:
            return rows
        return rows.filter(Q(community__in=whole) | helps(user) | in_zones(user))

    def helped_by(self, user: "User") -> Self:
        return self.filter(helps(user))

    def running(self) -> Self:
        """Not ended, and still agreed to: a consent that is withdrawn ends a pairing that day for everybody."""
        return self.filter(ends_on=None, consent__isnull=False, consent__withdrawn_on=None)


def helps(user: "User") -> Q:
    return Q(helper_person__user=user) | Q(helper_unit__in=units_signed_for(user))


class Pairing(ManyRows):
    """结对: a person, a unit or a named team helps a person or a household, who agreed to it.

    `next_visit_on` is the latest day of the next visit, kept by actions: `every_days` after the last one, or earlier
    where something was promised. `told_on` is the due day somebody was last reminded of. The consent of an ended one
    may be gone with whom it was about.
    """

    class EndReason(models.TextChoices):
        WELL_AGAIN = "well_again", _("脱困")
        MOVED = "moved", _("搬离")
        DIED = "died", _("去世")
        REPLACED = "replaced", _("更换")
        WITHDRAWN = "withdrawn", _("撤回同意")
        OTHER = "other", _("其他")

    helper_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="helps_in", verbose_name=_("谁来帮")
    )
    helper_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="helps_in", verbose_name=_("哪个单位来帮")
    )
    helper_team = models.CharField(_("哪支队伍来帮"), max_length=60, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="pairings", verbose_name=_("帮谁")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="pairings", verbose_name=_("帮哪一户")
    )
    consent = models.ForeignKey(
        Consent, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("谁同意的")
    )
    cause = models.CharField(_("致困原因"), max_length=10, choices=Cause)
    needs = SealedTextField(_("需要什么"), blank=True)
    plan = SealedTextField(_("打算怎样帮"), blank=True)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"), null=True, blank=True)
    end_reason = models.CharField(_("为什么结束"), max_length=10, choices=EndReason, blank=True)
    every_days = models.PositiveSmallIntegerField(_("最多隔几天看望一次"), default=90)
    next_visit_on = models.DateField(_("下次看望最晚"), null=True, blank=True)
    told_on = models.DateField(null=True, blank=True, editable=False)

    objects = PairingQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("结对")
        indexes = [
            models.Index(fields=["community", "next_visit_on"], name="pairings_due", condition=Q(ends_on=None)),
        ]
        constraints = [
            about_one("a_pairing_is_for_a_person_or_a_household"),
            models.CheckConstraint(
                name="a_pairing_has_one_helper",
                condition=Q(helper_person__isnull=False, helper_unit=None, helper_team="")
                | Q(helper_person=None, helper_unit__isnull=False, helper_team="")
                | Q(helper_person=None, helper_unit=None) & ~Q(helper_team=""),
            ),
            models.CheckConstraint(name="nobody_is_paired_with_themselves", condition=~Q(helper_person=F("person"))),
            models.CheckConstraint(
                name="pairing_ends_after_it_begins", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="an_ended_pairing_says_why_and_waits_for_nobody",
                condition=Q(ends_on=None, end_reason="")
                | Q(ends_on__isnull=False, next_visit_on=None) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="a_running_pairing_rests_on_a_consent",
                condition=Q(consent__isnull=False) | Q(ends_on__isnull=False),
            ),
            models.CheckConstraint(name="a_pairing_visits_now_and_then", condition=Q(every_days__range=(1, 366))),
            models.UniqueConstraint(
                name="one_running_pairing_of_the_same_two",
                fields=["helper_person", "helper_unit", "helper_team", "person", "household"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.helper

    @property
    def helper(self) -> str:
        return str(self.helper_person or self.helper_unit or self.helper_team)

    def is_late(self, today: date) -> bool:
        return self.next_visit_on is not None and self.next_visit_on < today
