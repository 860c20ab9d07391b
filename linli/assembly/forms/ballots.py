"""Ballots: opened, and what people type from paper."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import BodyRule, Choice, Matter, Meeting

MOST_OPTIONS = 9


class BallotForm(forms.Form):
    question = forms.CharField(label=_("表决什么"), max_length=200, help_text=_("念出来就能举手的一句话"))
    matter = forms.ModelChoiceField(Matter.objects.none(), label=_("哪件事"), required=False, empty_label=_("别的事"))
    options = forms.CharField(
        label=_("几个方案选一个"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行写一个方案，至少两个。只表决赞成、反对的不用写。"),
    )  # fmt: skip
    is_secret = forms.BooleanField(label=_("无记名投票"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matters = Matter.objects.filter(agenda_items__meeting=meeting, withdrawn_at=None).distinct()
        cast("forms.ModelChoiceField", self.fields["matter"]).queryset = matters
        if meeting.rule is None or meeting.rule.secrecy != BodyRule.Secrecy.EITHER:
            del self.fields["is_secret"]

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if len(lines) == 1 or len(lines) > MOST_OPTIONS or len(set(lines)) < len(lines):
            raise forms.ValidationError(_("请写两个到九个不同的方案，每行一个。"))
        if any(len(line) > 80 for line in lines):
            raise forms.ValidationError(_("每个方案最多 80 个字。"))
        return lines


class PapersForm(forms.Form):
    """One number for each choice; who handed a paper in is ticked in a list of their own."""

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in choices:
            self.fields[f"n-{choice.code}"] = forms.IntegerField(label=choice.label, min_value=0, initial=0)

    @property
    def counts(self) -> Mapping[str, int]:
        return {name[2:]: many for name, many in self.cleaned_data.items()}
