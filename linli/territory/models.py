from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet


class Street(models.Model):
    """街道: the sub-district over several communities. `code` is the nine-digit division code."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    code = models.CharField(_("区划代码"), max_length=9, blank=True)

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """社区: the wall everything private stands behind. `number_prefix` begins its case numbers (LF20261122-0001)."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="communities", verbose_name=_("街道"))
    name = models.CharField(_("名称"), max_length=40, unique=True)
    code = models.CharField(_("区划代码"), max_length=12, blank=True)
    number_prefix = models.CharField(_("编号字头"), max_length=4, unique=True)
    hotline = models.CharField(_("民声热线"), max_length=20)
    address = models.CharField(_("地址"), max_length=100, blank=True)
    organiser = models.CharField(_("主办单位"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="number_prefix_is_capital_letters", condition=Q(number_prefix__regex="^[A-Z]{1,4}$")
            )
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """责任区: a part of the community with two or three answerable members (accounts.Duty, held by the database).

    Its number and name stand on a public board, and say what somebody's duty is before any fence is open: so it is
    not behind one. What happens in a zone is.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="zones", verbose_name=_("社区"))
    number = models.PositiveSmallIntegerField(_("编号"))
    name = models.CharField(_("名称"), max_length=40)
    drawn_on = models.DateField(_("划定日期"))
    ended_on = models.DateField(_("撤并日期"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任区")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_zone_of_each_number"),
            models.UniqueConstraint(fields=["community", "name"], name="one_zone_of_each_name"),
            models.CheckConstraint(
                name="zone_ends_after_it_is_drawn", condition=Q(ended_on=None) | Q(ended_on__gt=F("drawn_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lane(ScopedModel):
    """A street, lane or compound by the name people use. `aliases` are other names it is called by."""

    class Kind(models.TextChoices):
        STREET = "street", _("街")
        LANE = "lane", _("巷")
        COMPOUND = "compound", _("小区")

    name = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    aliases: Any = models.JSONField(_("别名"), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_lane_of_each_name")]

    def __str__(self) -> str:
        return self.name


class Door(ScopedModel):
    """门牌 or 栋: one numbered door or building of a lane, lying in one zone at a time."""

    lane = models.ForeignKey(Lane, models.PROTECT, related_name="doors", verbose_name=_("街巷"))
    number = models.PositiveSmallIntegerField(_("号数"))
    suffix = models.CharField(_("附号"), max_length=10, blank=True)
    building_name = models.CharField(_("楼宇名称"), max_length=40, blank=True)
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="doors", verbose_name=_("责任区")
    )

    class Meta:
        ordering = ["lane", "number", "suffix"]
        constraints = [models.UniqueConstraint(fields=["lane", "number", "suffix"], name="one_door_of_each_number")]

    def __str__(self) -> str:
        unit = _("栋") if self.lane.kind == Lane.Kind.COMPOUND else _("号")
        return f"{self.lane.name} {self.number}{self.suffix and '-' + self.suffix} {unit}"


class Dwelling(ScopedModel):
    """A home behind a door: 302, 2 楼, or blank when the door is one home."""

    door = models.ForeignKey(Door, models.PROTECT, related_name="dwellings", verbose_name=_("门牌"))
    label = models.CharField(_("室号"), max_length=20, blank=True)

    class Meta:
        ordering = ["door", "label"]
        constraints = [models.UniqueConstraint(fields=["door", "label"], name="one_dwelling_of_each_label")]

    def __str__(self) -> str:
        return f"{self.door} {self.label}".rstrip()
