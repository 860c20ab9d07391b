"""驻区单位: what is known of a resident unit."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput, PhoneInput

from .. import numbers
from ..models import Unit
from .places import PlaceField

PLAIN = (
    "name", "short_name", "kind", "uscc", "phone", "head", "party_org_name", "party_secretary", "party_member_count",
    "employee_count", "joined_on", "left_on",
)  # fmt: skip


class UnitForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False, help_text=_("平时怎么叫"))
    kind = forms.ChoiceField(label=_("类别"), choices=Unit.Kind.choices)
    place = PlaceField(label=_("地址"), required=False)
    phone = forms.CharField(label=_("公开电话"), max_length=20, required=False, widget=PhoneInput)
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=30,
        required=False,
        help_text=_("营业执照或登记证上的 18 位；没有就空着"),
    )
    head = forms.CharField(label=_("负责人"), max_length=50, required=False)
    employee_count = forms.IntegerField(label=_("职工人数"), min_value=0, max_value=999_999, required=False)
    party_org_name = forms.CharField(label=_("党组织名称"), max_length=100, required=False)
    party_secretary = forms.CharField(label=_("党组织书记"), max_length=50, required=False)
    party_member_count = forms.IntegerField(label=_("党员人数"), min_value=0, max_value=999_999, required=False)
    joined_on = forms.DateField(label=_("加入联席会"), required=False, widget=DayInput)
    left_on = forms.DateField(label=_("退出"), required=False, widget=DayInput)

    def __init__(self, *args: Any, community_id: int, unit: Unit | None = None, **kwargs: Any) -> None:
        known = {name: getattr(unit, name) for name in PLAIN} if unit else {}
        if unit and unit.door:
            known["place"] = str(unit.door)
        super().__init__(*args, **{"initial": known, **kwargs})
        cast("PlaceField", self.fields["place"]).community_id = community_id

    def clean_uscc(self) -> str:
        typed = str(self.cleaned_data["uscc"]).strip()
        try:
            return numbers.normalise_uscc(typed) if typed else ""
        except numbers.WrongNumber as why:
            raise forms.ValidationError(str(why)) from why

    @property
    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        place = given.pop("place")
        given["short_name"] = given["short_name"] or given["name"][:40]
        return given | {"door": place[0] if place else None}
