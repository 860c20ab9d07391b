from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
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


class Datum(models.TextChoices):
    """What a longitude and latitude are measured against: maps of different makers lie up to 600 m apart."""

    CGCS2000 = "cgcs2000", _("国家 2000")
    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", _("火星坐标（高德、腾讯）")
    BD09 = "bd09", _("百度坐标")


class Door(ScopedModel):
    """门牌 or 栋: one numbered door or building of a lane, lying in one zone at a time.

    `zone` is today's reading of `DoorZone`, kept by the database alone: a new door's zone opens its history, and from
    then on only that history moves it. `lon` and `lat` are degrees with eight decimals, both or neither.
    """

    lane = models.ForeignKey(Lane, models.PROTECT, related_name="doors", verbose_name=_("街巷"))
    number = models.PositiveSmallIntegerField(_("号数"))
    suffix = models.CharField(_("附号"), max_length=10, blank=True)
    building_name = models.CharField(_("楼宇名称"), max_length=40, blank=True)
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="doors", verbose_name=_("责任区")
    )
    lon = models.DecimalField(_("经度"), max_digits=11, decimal_places=8, null=True, blank=True)
    lat = models.DecimalField(_("纬度"), max_digits=11, decimal_places=8, null=True, blank=True)
    datum = models.CharField(_("坐标系"), max_length=8, choices=Datum, default=Datum.CGCS2000)

    class Meta:
        ordering = ["lane", "number", "suffix"]
        constraints = [
            models.UniqueConstraint(fields=["lane", "number", "suffix"], name="one_door_of_each_number"),
            models.CheckConstraint(
                name="a_position_has_both_its_degrees",
                condition=Q(lon=None, lat=None) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
            ),
        ]

    def __str__(self) -> str:
        return door_words(self.lane.name, counted_as(self.lane.kind), self.number, self.suffix)


def counted_as(kind: str) -> str:
    """Return what the doors of a lane of this kind are counted as: 号, in a compound 栋."""
    return str(_("栋") if kind == Lane.Kind.COMPOUND else _("号"))


def door_words(lane: str, unit: str, number: int, suffix: str) -> str:
    """Return how a door is called: 建安街 38-2 号, 桂花苑 3 栋."""
    return f"{lane} {number}{suffix and '-' + suffix} {unit}"


class TermRange(Func):
    """The days of a term as the database compares them: the last one is not part of it."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or (F("from_on"), F("until_on"), RangeBoundary())), **extra)


class TermQuerySet(ScopedQuerySet[Any]):
    def on(self, day: date) -> Self:
        """Rows that count on that day."""
        return self.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gt=day))


class DoorZone(ScopedModel):
    """In which zone a door lies for a while; `until_on` is the first day it no longer does.

    Rows are never changed after their time: who asks what a zone was on a day of the past gets what it was.
    """

    door = models.ForeignKey(Door, models.CASCADE, related_name="zone_terms", verbose_name=_("门牌"))
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="door_terms", verbose_name=_("责任区"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    objects = TermQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("门牌归属")
        ordering = ["from_on", "door"]
        constraints = [
            models.CheckConstraint(
                name="a_door_leaves_a_zone_after_it_came", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="a_door_lies_in_one_zone_at_a_time",
                expressions=[(F("door"), RangeOperators.EQUAL), (TermRange(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.zone} {self.from_on}"


class ZoneShape(ScopedModel):
    """How a zone is drawn for a while: GeoJSON (Polygon or MultiPolygon, degrees of `datum`).

    What counts is the list of doors; a shape always encloses exactly those of them that have a position. `is_by_hand`
    when somebody drew it; otherwise it was made to fit the doors (decision 0024).
    """

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="shapes", verbose_name=_("责任区"))
    shape: Any = models.JSONField(_("边界"))
    datum = models.CharField(_("坐标系"), max_length=8, choices=Datum, default=Datum.CGCS2000)
    is_by_hand = models.BooleanField(_("人画的"), default=False)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    objects = TermQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("责任区边界")
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                name="a_shape_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="a_zone_has_one_shape_at_a_time",
                expressions=[(F("zone"), RangeOperators.EQUAL), (TermRange(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.from_on}"


class Dwelling(ScopedModel):
    """A home behind a door: 302, 2 楼, or blank when the door is one home."""

    door = models.ForeignKey(Door, models.PROTECT, related_name="dwellings", verbose_name=_("门牌"))
    label = models.CharField(_("室号"), max_length=20, blank=True)

    class Meta:
        ordering = ["door", "label"]
        constraints = [models.UniqueConstraint(fields=["door", "label"], name="one_dwelling_of_each_label")]

    def __str__(self) -> str:
        return f"{self.door} {self.label}".rstrip()
