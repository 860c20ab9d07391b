"""Relations and work of a person."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput, PhoneInput

from .. import phones
from ..fields import PersonField
from ..models import Person, Relation, Unit


class RelationForm(forms.Form):
    """Who somebody is to the person: chosen from the register, or only named."""

    kind = forms.ChoiceField(label=_("是什么关系"), choices=Relation.Kind.choices)
    other = PersonField(label=_("是谁（登记过的）"), required=False)
    other_name = forms.CharField(label=_("没登记的写姓名"), max_length=50, required=False)
    other_phone = forms.CharField(label=_("对方的电话"), max_length=40, required=False, widget=PhoneInput)
    from_on = forms.DateField(label=_("从哪天起"), required=False, widget=DayInput)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["other"]).people = people

    def clean_other_phone(self) -> str:
        typed = str(self.cleaned_data["other_phone"]).strip()
        try:
            return phones.normalise(typed) if typed else ""
        except phones.WrongPhone as why:
            raise forms.ValidationError(str(why)) from why

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("other") and not given.get("other_name"):
            self.add_error("other", _("请选一位登记过的居民，或者在下面写姓名。"))
        return given


class UnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name or obj.name)


class WorkForm(forms.Form):
    """Where somebody works: a unit of the community, or another by its name."""

    unit = UnitChoice(Unit.objects.none(), label=_("驻区单位"), required=False, empty_label=_("不是驻区单位"))
    employer = forms.CharField(label=_("别的单位写名称"), max_length=100, required=False)
    post = forms.CharField(label=_("做什么"), max_length=60, required=False)
    from_on = forms.DateField(label=_("从哪天起"), required=False, widget=DayInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("unit") and not given.get("employer"):
            self.add_error("unit", _("请选一个驻区单位，或者在下面写单位名称。"))
        return given
