"""What the resident says, and what they ask with."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.web.masks import mask_name, mask_phone

from ..models import Callback, Requester, Satisfaction

YES_NO = [("yes", _("是")), ("no", _("不是"))]


class AnswersForm(forms.Form):
    """What the resident says of it: on the page behind the query code, or on the phone to whoever calls back."""

    contacted_in_time = forms.ChoiceField(
        label=_("及时联系您了吗"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    resolved = forms.ChoiceField(
        label=_("解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选解决了还是没有解决。")},
    )
    satisfaction = forms.ChoiceField(
        label=_("满意吗"), choices=Satisfaction.choices, required=False, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("还想说什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_contacted_in_time(self) -> bool | None:
        return said_yes(self.cleaned_data["contacted_in_time"])

    def clean_resolved(self) -> bool | None:
        return said_yes(self.cleaned_data["resolved"])


def said_yes(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


class CallbackForm(AnswersForm):
    """One attempt to call back; the answers are needed only when somebody was reached."""

    reached = forms.ChoiceField(
        label=_("接通了吗"), choices=[("yes", _("接通了")), ("no", _("没有接通"))], widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(
        label=_("怎样回访的"),
        choices=[(Callback.Mode.PHONE, _("电话")), (Callback.Mode.VISIT, _("上门"))],
        initial=Callback.Mode.PHONE,
        required=False,
    )

    field_order = ["requester", "reached", "contacted_in_time", "resolved", "satisfaction", "comment", "mode"]

    def __init__(self, *args: Any, callers: Sequence[Requester] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolved"].required = False
        self.callers = {str(each.pk): each for each in callers}
        if len(self.callers) > 1:
            choices = [(pk, _caller_words(each)) for pk, each in self.callers.items()]
            asked = forms.ChoiceField(label=_("回访哪一位"), choices=choices, widget=forms.RadioSelect)
            asked.initial = choices[0][0]
            self.fields["requester"] = asked
            self.order_fields(self.field_order)

    def clean_requester(self) -> Requester | None:
        return self.callers.get(self.cleaned_data["requester"])

    def clean_reached(self) -> bool:
        return self.cleaned_data["reached"] == "yes"

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or Callback.Mode.PHONE

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("reached") and given.get("resolved") is None:
            self.add_error("resolved", _("请选解决了还是没有解决。"))
        return given


def _caller_words(caller: Requester) -> str:
    name = _("不愿留名") if caller.is_anonymous else mask_name(caller.name) or _("没留称呼")
    return f"{name} {mask_phone(caller.phone_tail)}"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "0000 0000"}),
        help_text=_("登记时告诉您的八位数字"),
    )

    def clean_code(self) -> str:
        digits = "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())
        if len(digits) != 8:
            raise forms.ValidationError(_("查询码是八位数字，请再看一眼。"))
        return digits
