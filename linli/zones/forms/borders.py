"""Borders: by words, by points, for a new zone, and for one that ends."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.territory.models import Zone
from linli.web.widgets import DayInput

from ..ranges import Door, Ground, NotUnderstood, read_ranges
from ..shapes import Frame, NoShape, drawn, inside, places_of

BACK, AHEAD = timedelta(days=366), timedelta(days=366)


class ZoneChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.name}"


class FromADay(forms.Form):
    """From which day, and why; read before the doors, as the doors are those of that day."""

    on = forms.DateField(label=_("从哪天起"), widget=DayInput, help_text=_("以前的诉求和记录不变"))
    reason = forms.CharField(label=_("为什么"), max_length=200, required=False, help_text=_("例如：支委会研究决定"))

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        today = timezone.localdate()
        if not today - BACK <= on <= today + AHEAD:
            raise forms.ValidationError(_("请选前后一年以内的日子。"))
        return on


class WithRanges(FromADay):
    """Doors by lanes and numbers, a line each."""

    doors = forms.CharField(
        label=_("哪些门牌"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一条街巷，例如：建安街 1—88 号；建安街 1—87 号 单号；康宁小区 全部"),
    )
    field_order = ["doors", "leftover", "on", "reason"]

    def __init__(self, *args: Any, land: Ground, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.land = land

    def clean_doors(self) -> list[Door]:
        try:
            return read_ranges(self.land, self.cleaned_data["doors"])
        except NotUnderstood as why:
            raise forms.ValidationError(why.args[0]) from why


class BorderForm(WithRanges):
    """All doors of a zone, and where those it loses go."""

    leftover = ZoneChoice(
        Zone.objects.none(),
        label=_("划出去的门牌归哪里"),
        required=False,
        empty_label=_("先不归任何责任区"),
    )

    def __init__(self, *args: Any, others: Iterable[Zone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "leftover", others)


def _offer(form: forms.Form, name: str, zones: Iterable[Zone]) -> None:
    field = cast("forms.ModelChoiceField", form.fields[name])
    field.queryset = Zone.objects.filter(pk__in=[zone.pk for zone in zones])


class DrawForm(FromADay):
    """A border of points in metres on a sheet whose corner comes with them, for the ground may have grown meanwhile."""

    points = forms.CharField(
        label=_("边界的点"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("每个点写“横,竖”，从图的左上角量，单位米，点之间空一格"),
    )
    corner = forms.CharField(max_length=60, widget=forms.HiddenInput)
    leftover = ZoneChoice(
        Zone.objects.none(), label=_("划出去的门牌归哪里"), required=False, empty_label=_("先不归任何责任区")
    )
    field_order = ["points", "corner", "leftover", "on", "reason"]

    def __init__(self, *args: Any, land: Ground, others: Iterable[Zone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.land = land
        _offer(self, "leftover", others)

    def clean_points(self) -> list[tuple[float, float]]:
        try:
            typed = self.cleaned_data["points"].replace("，", ",")  # catalogue: data
            return [(float(x), float(y)) for x, y in (pair.split(",") for pair in typed.split())][:300]
        except ValueError as why:
            raise forms.ValidationError(_("点没看懂，请写成：120,80 300,80 300,200")) from why

    def clean_corner(self) -> Frame:
        try:
            west, north = (float(part) for part in self.cleaned_data["corner"].split(","))
        except ValueError as why:
            raise forms.ValidationError(_("图过期了，请重新打开这一页。")) from why
        return Frame(west, north)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("points") is None or given.get("corner") is None:
            return given
        try:
            given["area"] = drawn(given["points"])
        except NoShape:
            self.add_error("points", _("至少要三个点，围成一块地方。"))
            return given
        enclosed = inside(given["area"], places_of(given["corner"], self.land.doors.values()))
        given["doors"] = [self.land.doors[pk] for pk in enclosed]
        if not enclosed:
            self.add_error("points", _("圈里一个门牌也没有，请再画大一点。"))
        return given


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NewZoneForm(WithRanges):
    """A new zone with its number, name, doors and keepers."""

    number = forms.IntegerField(label=_("编号"), min_value=1, max_value=999)
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：滨江苑责任区"))
    keeper_0 = PersonChoice(User.objects.none(), label=_("主责党员"), empty_label=_("请选"))
    keeper_1 = PersonChoice(User.objects.none(), label=_("第二位"), empty_label=_("请选"))
    keeper_2 = PersonChoice(User.objects.none(), label=_("第三位"), required=False, empty_label=_("没有"))
    field_order = ["number", "name", "doors", "keeper_0", "keeper_1", "keeper_2", "on", "reason"]

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(3):
            field = cast("forms.ModelChoiceField", self.fields[f"keeper_{place}"])
            field.queryset = User.objects.filter(pk__in=[user.pk for user in people]).order_by("name", "pk")
        self.fields["doors"].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        keepers = [user for place in range(3) if (user := given.pop(f"keeper_{place}", None))]
        if len({user.pk for user in keepers}) < len(keepers):
            self.add_error("keeper_1", _("同一个人只选一次。"))
        given["keepers"] = keepers
        return given


class NameForm(forms.Form):
    number = forms.IntegerField(label=_("编号"), min_value=1, max_value=999)
    name = forms.CharField(label=_("名称"), max_length=40)


class EndForm(forms.Form):
    into = ZoneChoice(
        Zone.objects.none(), label=_("门牌并到哪个责任区"), required=False, empty_label=_("先不归任何责任区")
    )
    reason = forms.CharField(label=_("为什么"), max_length=200)

    def __init__(self, *args: Any, others: Iterable[Zone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "into", others)
