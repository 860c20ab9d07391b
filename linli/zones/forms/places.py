"""Lanes, doors and dwellings as people type them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from math import hypot
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.territory.models import Lane, Zone

from ..ranges import Key, read_numbers
from ..shapes import Frame
from .borders import ZoneChoice

FARTHEST = 20_000
"""Metres a door may stand from the others: farther, the numbers belong to another place or are mixed up."""
_BETWEEN = re.compile(r"[、,，;；\n]")  # catalogue: data


def _names(typed: str) -> list[str]:
    return list(dict.fromkeys(name for part in _BETWEEN.split(typed) if (name := " ".join(part.split()))))


class LaneForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：建安街、贤德北巷、康宁小区"))
    kind = forms.ChoiceField(label=_("类别"), choices=Lane.Kind.choices, widget=forms.RadioSelect)
    aliases = forms.CharField(
        label=_("别名"), max_length=200, required=False,
        help_text=_("大家还怎么叫它，用顿号隔开；写了别名，接电话时按别名也找得到"),
    )  # fmt: skip

    def clean_aliases(self) -> list[str]:
        names = _names(self.cleaned_data["aliases"])
        if any(len(name) > 40 for name in names):
            raise forms.ValidationError(_("一个别名最多 40 个字。"))
        return names


class LaneNameForm(LaneForm):
    keeps_old_name = forms.BooleanField(
        label=_("旧名字留作别名"), required=False, help_text=_("改了路名就勾上；只是改错字就不用勾")
    )
    field_order = ["name", "keeps_old_name", "kind", "aliases"]


class DoorsForm(forms.Form):
    """One door or many, and the zone they lie in."""

    numbers = forms.CharField(
        label=_("哪些号"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：38；或 1—88 号 双号；或 90、92、92-1。已经有的会跳过"),
    )  # fmt: skip
    zone = ZoneChoice(
        Zone.objects.none(), label=_("归哪个责任区"), required=False, empty_label=_("先不归任何责任区"),
        help_text=_("从今天起算，责任区的党员会收到通知"),
    )  # fmt: skip
    building_name = forms.CharField(
        label=_("楼宇名称"), max_length=40, required=False, help_text=_("有名字的楼才写，例如：桂花大厦")
    )

    def __init__(self, *args: Any, zones: Iterable[Zone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["zone"])
        field.queryset = Zone.objects.filter(pk__in=[zone.pk for zone in zones]).order_by("number")

    def clean_numbers(self) -> list[Key]:
        try:
            return read_numbers(self.cleaned_data["numbers"])
        except ValueError as why:
            raise forms.ValidationError(str(why)) from why


class BuildingForm(forms.Form):
    building_name = forms.CharField(label=_("楼宇名称"), max_length=40, required=False, help_text=_("空着就是没有名字"))


class PositionForm(forms.Form):
    """Where a door stands. `frame` is the sheet the other doors lie on, if any has a place."""

    lon = forms.DecimalField(
        label=_("经度"), max_digits=11, decimal_places=8, min_value=-180, max_value=180, required=False
    )
    lat = forms.DecimalField(
        label=_("纬度"), max_digits=10, decimal_places=8, min_value=-90, max_value=90, required=False,
        help_text=_("国家 2000 坐标，例如天地图上的；高德、百度地图上抄来的会偏几百米。两个都空着，就是没有位置"),
    )  # fmt: skip

    def __init__(self, *args: Any, frame: Frame | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        lon, lat = given["lon"], given["lat"]
        if (lon is None) != (lat is None):
            self.add_error("lat" if lat is None else "lon", _("经度和纬度要么都写，要么都空着。"))
        elif lon is not None and self.frame:
            self._check_distance(self.frame, lon, lat)
        return given

    def _check_distance(self, frame: Frame, lon: Decimal, lat: Decimal) -> None:
        far = hypot(*frame.flat(float(lon), float(lat)))
        if far > FARTHEST:
            away = round(far / 1000)
            self.add_error("lon", _("这里离社区别的门牌有 {n} 公里，请看看经度和纬度有没有抄错或写反。").format(n=away))


class DwellingsForm(forms.Form):
    labels = forms.CharField(
        label=_("哪些室"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：301、302、2 楼，用顿号隔开，或一行一个。已经有的会跳过"),
    )  # fmt: skip

    def clean_labels(self) -> list[str]:
        labels = _names(self.cleaned_data["labels"])
        if too_long := [label for label in labels if len(label) > 20]:
            raise forms.ValidationError(_("“{label}”太长了，最多 20 个字。").format(label=too_long[0][:24]))
        if not labels:
            raise forms.ValidationError(_("请写上室号或楼层，例如 302、2 楼。"))
        return labels


class DwellingForm(forms.Form):
    label = forms.CharField(label=_("室号"), max_length=20, help_text=_("例如：302、2 楼"))
