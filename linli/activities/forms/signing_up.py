from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.residents.fields import PersonField
from linli.residents.models import Person
from linli.residents.phones import WrongPhone, normalise
from linli.web.widgets import PhoneInput


class SignUpForm(forms.Form):
    """Somebody is signed up by who keeps the list: of the register, or by name."""

    person = PersonField(label=_("替谁报名"), required=False)
    guest_name = forms.CharField(
        label=_("不在登记里的人"), max_length=50, required=False, help_text=_("只写姓名就行，不用先登记")
    )
    guest_phone = forms.CharField(
        label=_("电话"), max_length=40, required=False, widget=PhoneInput, help_text=_("活动改期、取消时打")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).people = people

    def clean_guest_phone(self) -> str:
        phone = str(self.cleaned_data["guest_phone"]).strip()
        try:
            return normalise(phone) if phone else ""
        except WrongPhone as why:
            raise forms.ValidationError(str(why)) from why

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("person") and given.get("guest_name"):
            self.add_error("guest_name", _("一次报一个人：登记里的人，或者写姓名。"))
        elif not given.get("person") and not given.get("guest_name") and "person" not in self.errors:
            self.add_error("person", _("请找一位登记里的人，或者在下面写姓名。"))
        return given
