"""The field other rooms' forms take files with, drawn as a picker that also works without scripts."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .arriving import Picked

ACCEPT = "image/*,.heic,.heif,.pdf,.docx,.xlsx,.pptx"


class Picker(forms.Widget):
    """A file input, and what was picked so far."""

    needs_multipart_form = True
    use_fieldset = False
    picked = Picked()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        """Read nothing: the view has taken the files in before the form saw them."""
        return

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = dict(attrs or {})
        given.pop("class", None)
        context = {"attrs": given, "picked": self.picked, "accept": ACCEPT}
        return render_to_string("files/picker.html", context)


class WithFiles(forms.Form):
    """A form that may bring files. `picked` is what `arriving.take_in` took in."""

    attachments = forms.Field(
        label=_("照片和文件"),
        required=False,
        widget=Picker,
        help_text=_("不附也行。附上的只有社区的同志能看到，要给居民看，再单个公开。"),
    )

    def __init__(self, *args: Any, picked: Picked | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picked = Picked() if picked is None else picked
        self.fields["attachments"].widget.picked = self.picked

    def clean_attachments(self) -> None:
        if self.picked.complaints:
            raise forms.ValidationError(self.picked.complaints)

    def full_clean(self) -> None:
        """Clean, and leave the files out of what is handed to an action: they are in `picked`."""
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.pop("attachments", None)
