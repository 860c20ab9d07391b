"""Moving a due moment."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import MomentInput


class ExtensionForm(forms.Form):
    reason = forms.CharField(label=_("为什么办不完"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    new_due_at = forms.DateTimeField(label=_("延到什么时候"), widget=MomentInput)
    told_requester_at = forms.DateTimeField(
        label=_("什么时候告诉居民的"), widget=MomentInput, help_text=_("先告诉居民，再申请延期")
    )

    def clean_told_requester_at(self) -> datetime:
        return not_in_future(self.cleaned_data["told_requester_at"])


class DecisionForm(forms.Form):
    is_approved = forms.ChoiceField(
        label=_("同意延期吗"), choices=[("yes", _("同意")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def clean_is_approved(self) -> bool:
        return self.cleaned_data["is_approved"] == "yes"


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=_("在等什么"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("居民能看到这句话")
    )
    resume_by = forms.DateTimeField(label=_("预计什么时候恢复"), widget=MomentInput)
    told_requester_at = forms.DateTimeField(label=_("什么时候告诉居民的"), widget=MomentInput)

    def clean_told_requester_at(self) -> datetime:
        return not_in_future(self.cleaned_data["told_requester_at"])


def not_in_future(at: datetime) -> datetime:
    if at > timezone.now():
        raise forms.ValidationError(_("这个时间还没到。"))
    return at
