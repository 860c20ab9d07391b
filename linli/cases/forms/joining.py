"""Which other case, and which parts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..actions import Part
from ..models import Case, Category
from .intake import CategoryChoice


class OtherCaseForm(forms.Form):
    """The number of another case one may see; how it is written does not matter."""

    other = forms.CharField(label=_("另一件事的编号"), max_length=24)

    def __init__(self, *args: Any, seen: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_other(self) -> Case:
        number = "".join(self.cleaned_data["other"].split()).upper()
        other = self.seen.filter(number=number).first()
        if other is None:
            raise forms.ValidationError(_("没有找到这个编号。可以先到「查找」里找到它，再抄编号。"))
        return other


class MergeForm(OtherCaseForm):
    reason = forms.CharField(
        label=_("为什么是同一件事"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：同一条沟，两家都打来了"),
    )  # fmt: skip


class LinkForm(OtherCaseForm):
    why = forms.CharField(label=_("怎么相关"), max_length=200, required=False)


class RecategoriseForm(forms.Form):
    category = CategoryChoice(label=_("归到哪一类"))


ROWS = 4


class SplitForm(forms.Form):
    """Up to four parts at once; each needs a matter and a category, the place is that of the whole when left out."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which = _("请选这一部分的归类，它决定时限和派给谁。")
        known = list(Category.objects.filter(is_in_use=True).select_related("parent"))
        for n in range(1, ROWS + 1):
            self.fields[f"content_{n}"] = forms.CharField(label=_("要办什么"), max_length=1000, required=n == 1)
            self.fields[f"category_{n}"] = forms.TypedChoiceField(
                label=_("归类"), required=n == 1, error_messages={"required": which},
                coerce=lambda code: next(one for one in known if one.code == code),
                choices=[("", "—"), *[(one.code, str(one)) for one in known]], empty_value=None,
            )  # fmt: skip
            self.fields[f"place_{n}"] = forms.CharField(label=_("哪里（不同才写）"), max_length=200, required=False)

    @property
    def rows(self) -> list[tuple[int, list[Any]]]:
        return [(n, [self[f"{name}_{n}"] for name in ("content", "category", "place")]) for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for n in range(2, ROWS + 1):
            if given.get(f"content_{n}") and not given.get(f"category_{n}"):
                field = f"category_{n}"
                self.add_error(field, self.fields[field].error_messages["required"])
        return given

    @property
    def parts(self) -> list[Part]:
        given = self.cleaned_data
        return [
            Part(given[f"content_{n}"].strip(), given[f"category_{n}"], given[f"place_{n}"])
            for n in range(1, ROWS + 1)
            if given.get(f"content_{n}")
        ]
