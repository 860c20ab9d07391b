"""On the spot and at the end."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.files.fields import WithFiles
from linli.residents.models import Unit
from linli.web.widgets import MomentInput

from ..models import (
    ENDINGS,
    Outcome,
    Remark,
)
from .choosing import choices_of


class AddedArrivalForm(forms.Form):
    who = forms.ChoiceField(label=_("谁到场的"))
    arrived_at = forms.DateTimeField(label=_("几点到的"), widget=MomentInput)
    note = forms.CharField(label=_("怎么知道的"), max_length=200, help_text=_("例如：到场后打过电话，忘了点"))

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices_of(self, "who").choices = [(pk, person.name) for pk, person in self.people.items()]

    def clean_who(self) -> Any:
        return self.people[self.cleaned_data["who"]]


class RemarkForm(WithFiles):
    field_order = ["kind", "body", "mode", "attachments"]

    kind = forms.ChoiceField(
        label=_("给谁看"), choices=Remark.Kind.choices, initial=Remark.Kind.NOTE, widget=forms.RadioSelect
    )
    body = forms.CharField(label=_("内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    mode = forms.ChoiceField(
        label=_("怎样答复的"), choices=Remark.Mode.choices, initial=Remark.Mode.PHONE, required=False
    )


class HelpForm(forms.Form):
    """Whom to ask: somebody of the zone or the office, or a unit."""

    from_whom = forms.ChoiceField(label=_("请谁"))
    wanted = forms.CharField(label=_("请帮什么"), max_length=200)
    due_at = forms.DateTimeField(
        label=_("请在什么时候以前"), required=False, widget=MomentInput, help_text=_("空着就按时限规则")
    )

    def clean_due_at(self) -> datetime | None:
        due_at = self.cleaned_data["due_at"]
        if due_at is not None and due_at <= timezone.now():
            raise forms.ValidationError(_("请写以后的时间。"))
        return due_at

    def __init__(self, *args: Any, people: list[Any], units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"person-{person.pk}": person for person in people} | {f"unit-{unit.pk}": unit for unit in units}
        choices_of(self, "from_whom").choices = [
            ("", _("请选择")),
            (_("驻区单位"), [(key, str(each)) for key, each in self.found.items() if key.startswith("unit")]),
            (_("同事"), [(key, each.name) for key, each in self.found.items() if key.startswith("person")]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = self.found.get(given.pop("from_whom", ""))
        return given | {"unit" if isinstance(chosen, Unit) else "helper": chosen}


class HelpReportForm(WithFiles):
    field_order = ["report", "attachments"]

    report = forms.CharField(label=_("办了什么"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ResolutionForm(WithFiles):
    field_order = ["done", "outcome", "handed_to", "answer", "mode", "attachments"]

    done = forms.CharField(
        label=_("办得怎样"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("自己人看的：做了什么，结果怎样"),
    )
    outcome = forms.ChoiceField(
        label=_("怎样结束的"),
        choices=[(each.value, each.label) for each in ENDINGS],
        initial=Outcome.DONE,
        widget=forms.RadioSelect,
    )
    handed_to = forms.CharField(label=_("移交给谁"), max_length=100, required=False)
    answer = forms.CharField(
        label=_("怎样答复居民的"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("居民凭查询码能看到这段话"),
    )
    mode = forms.ChoiceField(
        label=_("怎样答复的"), choices=Remark.Mode.choices, initial=Remark.Mode.IN_PERSON, required=False
    )

    @staticmethod
    def endings() -> set[str]:
        return {each.value for each in ENDINGS}

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        outcome = given.get("outcome")
        if outcome == Outcome.HANDED_OVER and not given.get("handed_to"):
            self.add_error("handed_to", _("请写移交给了谁。"))
        if outcome and outcome != Outcome.DONE and not given.get("answer"):
            self.add_error("answer", _("没有办成的，要告诉居民为什么、该找谁。"))
        given["mode"] = given.get("mode") or Remark.Mode.IN_PERSON
        return given
