"""公示牌: what it says, and a keeper's photo for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.files.fields import WithFiles
from linli.web.widgets import DayInput, PhoneInput

from ..models import Board, ZoneDuty


class BoardForm(forms.ModelForm):
    duties = forms.MultipleChoiceField(
        label=_("职责"), required=False, choices=ZoneDuty.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Board
        fields = ["duties", "other_duties", "public_phone", "supervise_phone", "published_from", "published_until"]
        widgets = {
            "published_from": DayInput,
            "published_until": DayInput,
            "public_phone": PhoneInput,
            "supervise_phone": PhoneInput,
        }
        help_texts = {
            "public_phone": _("居民打这个电话；空着就写社区的民声热线"),
            "supervise_phone": _("居民对责任区党员有意见时打的电话"),
            "published_from": _("空着就是还不公示"),
            "published_until": _("空着就是一直公示"),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("published_from"), given.get("published_until")
        if ends and not begins:
            self.add_error("published_from", _("先写从哪天起公示。"))
        elif begins and ends and ends <= begins:
            self.add_error("published_until", _("要晚于开始的那天。"))
        return given


class PhotoForm(WithFiles):
    """One photo; it is drawn anew without what the camera wrote into it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].label = _("照片")
        self.fields["attachments"].help_text = _("一张半身照。本人同意以后才会公示，撤回当天就拿掉。")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        photos = [upload for upload in self.picked.uploads if upload.kind == "photo"]
        if len(photos) != 1 or len(self.picked.uploads) != 1:
            self.add_error("attachments", _("请选一张照片。"))
        return given
