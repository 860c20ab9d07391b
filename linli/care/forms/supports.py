"""Support behind the third wall: what helps, and nothing else has a field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.residents import phones
from linli.web.widgets import DayInput, PhoneInput

from ..models import Support
from .groups import choice_of


class SupportForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False, widget=PhoneInput)
    kind = forms.ChoiceField(label=_("帮什么"), choices=Support.Kind.choices)
    agreement_number = forms.CharField(label=_("协议编号"), max_length=60, required=False)
    needs = forms.MultipleChoiceField(
        label=_("需要"), choices=Support.Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    plan = forms.CharField(
        label=_("打算"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只写怎样帮。因为什么事、判了多久、用过什么，一个字也不要写：这里没有地方放，也不需要知道。"),
    )  # fmt: skip
    helper = forms.ChoiceField(label=_("联络人"))
    starts_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    is_adult = forms.BooleanField(
        label=_("本人已满十八周岁"), help_text=_("未成年人的任何记录都不进这个系统，请按法律规定封存。")
    )

    def __init__(self, *args: Any, people: Iterable[User], today: date, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        choice_of(self, "helper").choices = [("", _("请选")), *((key, each.name) for key, each in self.people.items())]
        self.fields["starts_on"].initial = today
        if not is_new:
            for name in ("helper", "starts_on", "is_adult"):
                del self.fields[name]

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"]).strip()
        try:
            return phones.normalise(phone) if phone else ""
        except phones.WrongPhone as why:
            raise forms.ValidationError(str(why)) from why

    def clean_helper(self) -> User:
        return self.people[self.cleaned_data["helper"]]


class MilestoneForm(forms.Form):
    on = forms.DateField(label=_("哪天"), widget=DayInput)
    text = forms.CharField(label=_("什么事"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today


class ReaderForm(forms.Form):
    user = forms.ChoiceField(label=_("再给谁看"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        choice_of(self, "user").choices = [("", _("请选")), *((key, each.name) for key, each in self.people.items())]

    def clean_user(self) -> User:
        return self.people[self.cleaned_data["user"]]


class EndSupportForm(forms.Form):
    result = forms.ChoiceField(label=_("怎样结束"), choices=Support.End.choices, widget=forms.RadioSelect)
    ends_on = forms.DateField(label=_("哪天结束"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = today
