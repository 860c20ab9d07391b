"""What a unit types into the page behind its link, and what a helper says on the way."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.files.fields import WithFiles
from linli.web.widgets import MomentInput


def _still_to_come(at: datetime | None) -> datetime | None:
    if at is not None and at <= timezone.now():
        raise forms.ValidationError(_("请写以后的时间。"))
    return at


class TokenForm(forms.Form):
    token = forms.CharField(
        label=_("答复码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("社区告诉您的十六位字母和数字，横线可以不打"),
    )


class TakeForm(forms.Form):
    """Taking what was offered, and by when it may be done."""

    expected_at = forms.DateTimeField(
        label=_("预计什么时候办好"), required=False, widget=MomentInput, help_text=_("说不准可以空着，以后再补")
    )

    def clean_expected_at(self) -> datetime | None:
        return _still_to_come(self.cleaned_data["expected_at"])


class HelperWordForm(TakeForm):
    words = forms.CharField(
        label=_("想说什么"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("办到哪一步、缺什么、为什么要晚；只有社区的同志看得到"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("words") and not given.get("expected_at"):
            self.add_error("words", _("请写一句，或者写一个时间。"))
        return given


class HelperReportForm(WithFiles):
    field_order = ["report", "attachments"]

    report = forms.CharField(
        label=_("办了什么，结果怎样"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一句办了什么。")},
    )  # fmt: skip


class HelperRefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么办不了"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("社区会马上另外找人；知道该找谁，也请写上"), error_messages={"required": _("请写一句原因。")},
    )  # fmt: skip
