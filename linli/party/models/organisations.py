from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet

from .codes import BRANCHES, OrganisationKind


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    def standing(self, on: date) -> Self:
        return self.filter(founded_on__lte=on).filter(Q(ended_on=None) | Q(ended_on__gt=on))


class Organisation(ScopedModel):
    """党组织: a committee, general branch, branch or group, under the one above it.

    `name` is the full name as it stands on the seal, `short_name` what people say. The database lets an organisation
    stand only under one of a higher kind, and never change its kind: so the tree has no rings.
    """

    kind = models.CharField(_("类别"), max_length=14, choices=OrganisationKind)
    name = models.CharField(_("全称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级党组织")
    )
    founded_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)
    elected_on = models.DateField(_("最近一次换届"), null=True, blank=True)
    place = models.CharField(_("活动场所"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("排在第几"), default=0)

    objects = OrganisationQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("党组织")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], name="one_organisation_of_each_name", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="organisation_ends_after_it_begins", condition=Q(ended_on=None) | Q(ended_on__gt=F("founded_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCHES

    @property
    def holds_members(self) -> bool:
        """Whether somebody may belong to it: a branch, or a group."""
        return self.is_branch or self.kind == OrganisationKind.GROUP
