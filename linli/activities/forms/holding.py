from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.files.fields import WithFiles
from linli.web.widgets import MomentInput


class RecordForm(forms.Form):
    """What became of an activity."""

    started_at = forms.DateTimeField(label=_("实际开始"), widget=MomentInput)
    ended_at = forms.DateTimeField(label=_("实际结束"), widget=MomentInput)
    summary = forms.CharField(
        label=_("主要内容"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("做了什么，两三句就行"),
    )
    decisions = forms.CharField(
        label=_("决议"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    helped = forms.IntegerField(label=_("帮助了多少人"), min_value=0, max_value=1_000_000, required=False)
    sessions = forms.IntegerField(
        label=_("算几场"), min_value=1, max_value=99, help_text=_("连办几天、每天都算一场的才改；一般是 1")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        started_at, ended_at = given.get("started_at"), given.get("ended_at")
        if started_at and ended_at and ended_at <= started_at:
            self.add_error("ended_at", _("结束要晚于开始。"))
        return given


class PhotosForm(WithFiles):
    """Photos and papers of an activity; nobody has to bring any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].help_text = _("不拍也行。附上的只有社区的同志能看到，要给居民看，再单个公开。")

    def clean(self) -> dict[str, Any]:
        if not self.picked.uploads and not self.picked.complaints:
            self.add_error("attachments", _("还没有选照片或文件。"))
        return super().clean() or self.cleaned_data
