"""Groups and service plans."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.web.widgets import DayInput

from ..groups import groups_in_use
from ..models import GroupEntry


def choice_of(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])


class GroupForm(forms.Form):
    group = forms.ChoiceField(label=_("哪一类"))
    detail = forms.CharField(
        label=_("种类、等级"),
        max_length=60,
        required=False,
        help_text=_("例如“视力残疾二级”。加密保存，只给办理的人看。"),
    )
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    entry_reason = forms.CharField(label=_("为什么列入"), max_length=100, required=False)
    source_document = forms.CharField(
        label=_("依据的文件"), max_length=100, required=False, help_text=_("证号、文号或者名册的名字")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = today
        named = [(group.code, f"{group}（{group.source}）") for group in groups_in_use()]
        choice_of(self, "group").choices = [("", _("请选")), *named]


class EndGroupForm(forms.Form):
    reason = forms.ChoiceField(label=_("为什么不再列"), choices=GroupEntry.EndReason.choices, widget=forms.RadioSelect)
    until_on = forms.DateField(label=_("从哪天起不再列"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].initial = today


class PlanForm(forms.Form):
    what = forms.CharField(label=_("做什么"), max_length=100, help_text=_("例如“每周三送餐”“代买药”"))
    what_for = forms.CharField(
        label=_("为什么"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("加密保存"),
    )  # fmt: skip
    every_days = forms.IntegerField(
        label=_("隔几天一次"), min_value=1, max_value=366, required=False, help_text=_("到时候提醒；空着就不提醒")
    )
    who = forms.CharField(label=_("谁来做"), max_length=60, required=False)
    answerable = forms.ChoiceField(label=_("提醒谁"), required=False, help_text=_("空着就提醒责任区的同志"))
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)

    def __init__(self, *args: Any, people: Iterable[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        named = [(key, each.name) for key, each in self.people.items()]
        choice_of(self, "answerable").choices = [("", _("责任区的同志")), *named]
        self.fields["from_on"].initial = today

    def clean_answerable(self) -> User | None:
        return self.people.get(self.cleaned_data["answerable"])


class PeopleFilterForm(forms.Form):
    """What the list of people shows; everything may be left out, and nothing in it can be wrong."""

    q = forms.CharField(label=_("姓名、拼音或手机后四位"), max_length=40, required=False)
    group = forms.ChoiceField(label=_("哪一类"), required=False)
    zone = forms.ChoiceField(label=_("责任区"), required=False)

    def __init__(self, *args: Any, zones: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "group").choices = [("", _("全部")), *((group.code, str(group)) for group in groups_in_use())]
        choice_of(self, "zone").choices = [("", _("全部")), *((str(zone.pk), zone.name) for zone in zones)]
