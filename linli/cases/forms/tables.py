"""Why personal data are taken along, and which orders go back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput


class ExportForm(forms.Form):
    """A table of cases. With names and numbers only for a reason; the field is there for those who may."""

    personal = forms.BooleanField(
        label=_("带姓名和电话"), required=False, help_text=_("不选就打星号。选了要写原因，会记下来。")
    )
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name:
            del self.fields["personal"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("personal") and not (given.get("reason") or "").strip():
            self.add_error("reason", _("要带姓名、电话，请写一句原因。"))
        return given


class SendBackForm(forms.Form):
    """Which orders of a sender go back."""

    sender = forms.CharField(max_length=40, widget=forms.HiddenInput)
    which = forms.ChoiceField(choices=[("new", _("办完还没回填的")), ("all", _("全部"))], required=False)
    since = forms.DateField(label=_("从哪天交来的起"), widget=DayInput, required=False)
