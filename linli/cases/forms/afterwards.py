"""Why it was late, why it does not count, why the council should see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import BreachReason, NotCounted, Promise
from .choosing import choices_of


class BreachForm(forms.Form):
    promise = forms.ChoiceField(label=_("哪项承诺"))
    code = forms.ChoiceField(label=_("为什么晚了"), choices=BreachReason.Code.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, broken: list[Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.broken = {str(promise.pk): promise for promise in broken}
        choices_of(self, "promise").choices = [(pk, each.get_kind_display()) for pk, each in self.broken.items()]
        if len(broken) == 1:
            self.fields["promise"].initial = next(iter(self.broken))
            self.fields["promise"].widget = forms.HiddenInput()

    def clean_promise(self) -> Promise:
        return self.broken[self.cleaned_data["promise"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("code") == BreachReason.Code.OTHER and not given.get("note"):
            self.add_error("note", _("请写一句是什么原因。"))
        return given


class UncountedForm(forms.Form):
    why = forms.ChoiceField(label=_("为什么不计数"), choices=NotCounted.Why.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("怎么知道的"), max_length=200)


class CouncilForm(forms.Form):
    why = forms.CharField(
        label=_("为什么要议"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写一句：卡在哪里，盼议事会定什么"),
    )  # fmt: skip


class TakeOffForm(forms.Form):
    why = forms.CharField(label=_("为什么取下"), max_length=200)
