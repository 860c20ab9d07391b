"""What people ask about their data, what is answered, what is passed on, and how long it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import PhoneInput

from ..models import RightsRequest, Sharing
from ..phones import WrongPhone, normalise

Kind, Asker, Channel, Outcome = RightsRequest.Kind, RightsRequest.Asker, RightsRequest.Channel, RightsRequest.Outcome
MOST_MONTHS = 600
AT_THE_COUNTER = (Channel.COUNTER, Channel.PHONE, Channel.LETTER)


class ReasonForm(forms.Form):
    """One sentence that is kept."""

    why = forms.CharField(label=_("原因"), max_length=200, help_text=_("会记下来，以后查得到"))


class OwnAskForm(forms.Form):
    """What somebody asks about their own data; the copy they may take away at once needs no asking."""

    kind = forms.ChoiceField(
        label=_("您要什么"),
        choices=[(each.value, each.label) for each in (Kind.CORRECT, Kind.DELETE, Kind.EXPLAIN)],
        widget=forms.RadioSelect,
    )
    wanted = forms.CharField(
        label=_("请说一说"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如哪一项写错了、正确的是什么；想删掉哪些"),
    )


class AskForm(forms.Form):
    """The same, written down by the office for whoever comes, calls or writes."""

    about = forms.CharField(label=_("谁的信息"), max_length=50, help_text=_("登记里没有的人也可以问，写姓名就行"))
    kind = forms.ChoiceField(
        label=_("要什么"), choices=[(each.value, each.label) for each in Kind], widget=forms.RadioSelect
    )
    asker = forms.ChoiceField(label=_("谁提的"), choices=Asker.choices, widget=forms.RadioSelect, initial=Asker.SELF)
    asker_name = forms.CharField(label=_("提的人姓名"), max_length=50, required=False, help_text=_("本人提的不用写"))
    asker_phone = forms.CharField(
        label=_("怎样联系"), max_length=40, required=False, widget=PhoneInput, help_text=_("答复时打这个电话")
    )
    channel = forms.ChoiceField(
        label=_("怎样来的"),
        choices=[(each.value, each.label) for each in AT_THE_COUNTER],
        widget=forms.RadioSelect,
        initial=Channel.COUNTER,
    )
    wanted = forms.CharField(
        label=_("说了什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["about"]

    def clean_asker_phone(self) -> str:
        phone = str(self.cleaned_data["asker_phone"]).strip()
        try:
            return normalise(phone) if phone else ""
        except WrongPhone as why:
            raise forms.ValidationError(str(why)) from why


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("答复"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写办了什么；不能办的，写为什么、还可以找谁。当面或电话告诉人家，再按下面的按钮。"),
    )


class SharingForm(forms.Form):
    """Personal data given to somebody outside, by whatever way."""

    recipient = forms.CharField(label=_("给了谁"), max_length=120, help_text=_("单位全称，或者人的姓名"))
    fields_given = forms.CharField(label=_("哪些内容"), max_length=300, help_text=_("例如「姓名、电话、住处」"))
    count = forms.IntegerField(label=_("多少人的"), min_value=1, max_value=10_000_000)
    basis = forms.ChoiceField(label=_("凭什么"), choices=Sharing.Basis.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(label=_("做什么用"), max_length=200)


class MonthsForm(forms.Form):
    why = forms.CharField(
        label=_("为什么"), max_length=200, help_text=_("例如「街道 2026 年档案办法」，会显示在这一页上")
    )

    field_order = ["months", "why"]

    def __init__(self, *args: Any, least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"] = forms.IntegerField(label=_("保存几个月"), min_value=least, max_value=MOST_MONTHS)
        self.order_fields(self.field_order)
