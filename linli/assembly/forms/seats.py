"""Who sits."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.residents.fields import PersonField
from linli.residents.models import Person, Unit
from linli.residents.queries import readable_by
from linli.web.widgets import DayInput


class SeatForm(forms.Form):
    """Somebody of the register, or a delegate of a unit by name."""

    person = PersonField(label=_("居民"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("代表哪个单位"), required=False, empty_label=_("不代表单位")
    )
    name = forms.CharField(
        label=_("姓名"), max_length=50, required=False, help_text=_("不在居民登记里的人，例如单位派来的，写姓名就行。")
    )
    post = forms.CharField(
        label=_("职务"), max_length=40, required=False, help_text=_("例如：主任、委员、居民代表、单位党支部书记")
    )
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    until_on = forms.DateField(
        label=_("到哪天止"), widget=DayInput, required=False, help_text=_("任期有期限的写上；没有就空着")
    )

    def __init__(self, *args: Any, user: User, on: date, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).people = readable_by(user, on)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        person: Person | None = given.get("person")
        if person is None and not (given.get("name") or "").strip() and "person" not in self.errors:
            self.add_error("name", _("请选一位居民，或者写下单位来的人的姓名。"))
        if given.get("until_on") and given.get("from_on") and given["until_on"] <= given["from_on"]:
            self.add_error("until_on", _("止的日子要晚于起的日子。"))
        return given


class ReplacementForm(SeatForm):
    """Who takes a seat over, from a day on."""

    reason = forms.CharField(label=_("原来的为什么离任"), max_length=200)
    field_order = ("person", "name", "post", "from_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["unit"], self.fields["until_on"]


class DayForm(forms.Form):
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
