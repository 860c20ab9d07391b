"""Texts to answer with, and the words watched for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import ENDINGS, Outcome
from ..queries.replies import VARIABLES, unknown_variables
from .intake import CategoryChoice


class ReplyTextForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=40, help_text=_("找的时候看这一句"))
    category = CategoryChoice(label=_("哪一类事"), required=False, empty_label=_("哪一类都行"))
    outcome = forms.ChoiceField(label=_("怎样结束的"), required=False)
    body = forms.CharField(
        label=_("答复的话"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("花括号里的会换成那件事的内容，例如 {称呼}、{地点}、{热线}"),
    )
    is_in_use = forms.BooleanField(label=_("还在用"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = [("", _("怎样都行")), *[(each.value, Outcome(each).label) for each in ENDINGS]]

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if unknown := unknown_variables(body):
            raise forms.ValidationError(
                _("{unknown} 没有这一项。可以用的有：{known}").format(
                    unknown=" ".join(f"{{{name}}}" for name in unknown),
                    known=" ".join(f"{{{name}}}" for name in VARIABLES),
                )
            )
        return body


class WatchedWordForm(forms.Form):
    word = forms.CharField(label=_("自己人的话"), max_length=20, min_length=2)
    say_instead = forms.CharField(label=_("可以说成"), max_length=60, required=False)
