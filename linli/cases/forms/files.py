"""What is said of files, and where a photo is blacked out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.files.fields import WithFiles
from linli.files.pictures import Box

from ..models import CaseFile

BOXES = 8


class FilesForm(WithFiles):
    """Nothing but files. `step` says where they were taken."""

    when = forms.ChoiceField(
        label=_("什么时候拍的"),
        choices=[(CaseFile.Step.REMARK, _("办理中")), (CaseFile.Step.ARRIVAL, _("刚到场时"))],
        initial=CaseFile.Step.REMARK,
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = ["attachments", "when"]

    def clean(self) -> dict[str, Any]:
        if not self.picked.uploads and not self.picked.complaints:
            self.add_error("attachments", _("还没有选照片或文件。"))
        return super().clean() or self.cleaned_data

    @property
    def step(self) -> CaseFile.Step:
        return CaseFile.Step(self.cleaned_data["when"] or CaseFile.Step.REMARK)


class PhotosForm(WithFiles):
    """What a resident sends behind the query code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].label = _("补几张照片")
        self.fields["attachments"].help_text = _("不补也行。只有社区的同志能看到，不会公开。")

    def clean(self) -> dict[str, Any]:
        if not self.picked.uploads and not self.picked.complaints:
            self.add_error("attachments", _("还没有选照片或文件。"))
        return super().clean() or self.cleaned_data


class CaptionForm(forms.Form):
    caption = forms.CharField(label=_("照片上是什么"), max_length=100, required=False)


class PerCent(forms.FloatField):
    def __init__(self, label: Any) -> None:
        box = forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"})
        super().__init__(label=label, min_value=0, max_value=100, required=False, widget=box, step_size=None)


class BoxForm(forms.Form):
    """One rectangle, in per cent of the photo's width and height."""

    left = PerCent(_("左边空"))
    top = PerCent(_("上边空"))
    width = PerCent(_("宽"))
    height = PerCent(_("高"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        said = [given.get(name) for name in ("left", "top", "width", "height")]
        if not self.errors and any(each is not None for each in said):
            if None in said:
                raise forms.ValidationError(_("四个数都要填，或者都空着。"))
            if not given["width"] or not given["height"]:
                raise forms.ValidationError(_("宽和高要大于 0。"))
        return given

    @property
    def box(self) -> Box | None:
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if given.get("width") is None:
            return None
        left, top = given["left"], given["top"]
        return Box(left, top, min(given["width"], 100 - left), min(given["height"], 100 - top))


class BoxForms(forms.formset_factory(BoxForm, extra=BOXES, max_num=BOXES)):  # type: ignore[misc]  # made at run time
    """As many rectangles as anybody wants to draw at once."""

    @property
    def boxes(self) -> list[Box]:
        return [form.box for form in self.forms if form.box is not None]

    def clean(self) -> None:
        super().clean()
        if not self.boxes and not any(form.errors for form in self.forms):
            raise forms.ValidationError(_("请先画出要涂黑的地方，再按涂黑。"))
