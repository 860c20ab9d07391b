"""Meetings of an organisation: planned, and what their card says besides the activity's own record."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.activities.models.kinds import codes_of, kinds
from linli.residents.models import Person
from linli.web.widgets import MomentInput

from .fields import PersonChoice


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of organisation life first, then what may be done in the same hour."""
    known = kinds()
    return [(code, known[code].label) for code in (*codes_of("party"), *codes_of("together"))]


class MinutesForm(forms.Form):
    agenda = forms.CharField(label=_("议题"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    observers = forms.CharField(
        label=_("列席"), max_length=200, required=False, help_text=_("不是党员的来宾，例如：市政局技术员 2 人")
    )
    papers = forms.CharField(
        label=_("附件"), max_length=200, required=False, help_text=_("例如：情况说明 1 份，签到表 1 份")
    )
    is_disclosed = forms.BooleanField(label=_("会议记录可以公开"), required=False)


class MeetingForm(forms.Form):
    """A meeting to come. Who should come is counted from the register."""

    kinds = forms.MultipleChoiceField(
        label=_("类型"), widget=forms.CheckboxSelectMultiple, help_text=_("一次会算几种就勾几种，只登记一次")
    )
    title = forms.CharField(label=_("名称"), max_length=80)
    starts_at = forms.DateTimeField(label=_("从什么时候"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("到什么时候"), widget=MomentInput)
    place = forms.CharField(label=_("地点"), max_length=80)
    host = PersonChoice(Person.objects.none(), label=_("主持人"), required=False)
    recorder = PersonChoice(Person.objects.none(), label=_("记录人"), required=False)
    agenda = forms.CharField(label=_("议题"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["kinds"]).choices = kind_choices()
        for name in ("host", "recorder"):
            cast("forms.ModelChoiceField", self.fields[name]).queryset = people

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("结束要晚于开始。"))
        return given
