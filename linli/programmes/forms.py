"""Input of campaigns, made clean; nothing is saved here."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.residents.fields import PersonField
from linli.residents.models import Person, Unit
from linli.web.widgets import DayInput

from .models import Item

MOST_OF_A_GROUP = 12
SIGN_AND_NUMBER = re.compile(r"([^\W\d_]{1,10})\s*(\d{1,2})")


class _Days(forms.Form):
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    until_on = forms.DateField(label=_("到哪天为止"), widget=DayInput, required=False, help_text=_("不写就一直做下去"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("from_on") and given.get("until_on") and given["until_on"] < given["from_on"]:
            self.add_error("until_on", _("结束的日子不能比开始早。"))
        return given


class ThemeForm(_Days):
    about = forms.CharField(
        label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("街道怎样说就怎样写"),
    )  # fmt: skip
    source = forms.CharField(
        label=_("依据的文件"), max_length=200, required=False, help_text=_("文件名称和文号。还没有就空着")
    )


class OwnThemeForm(ThemeForm):
    name = forms.CharField(label=_("名称"), max_length=40)
    groups = forms.CharField(
        label=_("分几组，每组几项"), max_length=80, help_text=_("例如“联 3 带 3 创 4”。每一项是什么，以后逐项填")
    )
    field_order = ["name", "groups", "from_on", "until_on", "about", "source"]

    def clean_groups(self) -> list[tuple[str, int]]:
        text = self.cleaned_data["groups"]
        found = [(sign, int(many)) for sign, many in SIGN_AND_NUMBER.findall(text)]
        rest = SIGN_AND_NUMBER.sub("", text).strip(" ,，、;；")  # catalogue: data
        if not found or rest or any(not 1 <= many <= MOST_OF_A_GROUP for _sign, many in found):
            raise forms.ValidationError(
                _("没看懂。请写成“联 3 带 3 创 4”这样，每组 1 到 %(most)s 项。"), params={"most": MOST_OF_A_GROUP}
            )
        if len({sign for sign, _many in found}) < len(found):
            raise forms.ValidationError(_("有一组写了两次，请合成一组。"))
        return found


class ItemForm(forms.Form):
    name = forms.CharField(
        label=_("内容"), max_length=60, required=False, help_text=_("照街道的文件写。空着就是待街道确认")
    )
    about = forms.CharField(label=_("说明"), max_length=300, required=False)
    source = forms.CharField(label=_("依据"), max_length=200, required=False, help_text=_("哪份文件、哪次会议上说的"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("name") and not given.get("source"):
            self.add_error("source", _("请写依据：没有街道的说法，就先空着，不要自己编。"))
        return given


class ItemChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.group} {obj.order} {obj.name}"


class ChangePledgeForm(forms.Form):
    item = ItemChoice(
        Item.objects.none(), label=_("哪一项"), required=False, empty_label=_("整个主题活动，不分项"),
        help_text=_("只列出街道已经确认的项"),
    )  # fmt: skip
    what = forms.CharField(label=_("认领做什么"), max_length=200, help_text=_("一句话，例如“每月给独居老人理一次发”"))
    until_on = forms.DateField(label=_("做到哪天"), widget=DayInput, required=False, help_text=_("不写就一直做下去"))

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        if not items:
            del self.fields["item"]

    @property
    def facts(self) -> dict[str, Any]:
        return {"item": None, **self.cleaned_data}


class PledgeForm(ChangePledgeForm):
    """Who takes it on: one of the units somebody may speak for, or a member; a member speaks for themselves."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("哪个单位认领"), required=False)
    person = PersonField(label=_("或者：哪位党员认领"), required=False)
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    field_order = ["unit", "person", "item", "what", "from_on", "until_on"]

    def __init__(
        self, *args: Any, units: QuerySet[Unit], people: QuerySet[Person] | None, own: Person | None, today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """`people` None: this person does not choose members; `own` is then who they are on the register, if at all."""
        super().__init__(*args, **kwargs)
        self.own = own
        self.fields["from_on"].initial = today
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if not units:
            del self.fields["unit"]
        elif own is not None and people is None:
            self.fields["unit"].empty_label = _("我自己")  # type: ignore[attr-defined]
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].people = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        unit, person = given.get("unit"), given.get("person")
        if "person" not in self.fields and unit is None:
            person = given["person"] = self.own
        if unit and person:
            self.add_error("unit", _("单位和党员只能选一样。"))
        elif not unit and not person and "person" not in self.errors:
            where = "unit" if "unit" in self.fields else "person" if "person" in self.fields else None
            self.add_error(where, _("请说是谁认领：一个单位，或者一位党员。"))
        if given.get("from_on") and given.get("until_on") and given["until_on"] < given["from_on"]:
            self.add_error("until_on", _("结束的日子不能比开始早。"))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        return {"item": None, "unit": None, "person": None, **self.cleaned_data}


class EndPledgeForm(forms.Form):
    note = forms.CharField(
        label=_("做得怎样"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("做成了什么，或者为什么不做了"),
    )
    on = forms.DateField(label=_("哪天结束"), widget=DayInput)

    def __init__(self, *args: Any, since: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since, self.today = since, today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not self.since <= on <= self.today:
            raise forms.ValidationError(_("结束的日子要在认领那天以后，最晚是今天。"))
        return on
