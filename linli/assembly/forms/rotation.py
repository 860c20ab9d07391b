"""The rotating chair: who takes turns, the next terms, a hand-over, a swap, a report."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.files.fields import WithFiles
from linli.residents.models import Unit
from linli.web.widgets import DayInput

from ..models import ChairTerm

LENGTHS = ((3, _("一季度")), (6, _("半年")), (12, _("一年")))


class TurnForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"), empty_label=_("请选"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units


class TermsForm(forms.Form):
    """The next terms; the first day is asked only for the very first."""

    starts_on = forms.DateField(label=_("第一任从哪天起"), widget=DayInput)
    months = forms.TypedChoiceField(label=_("一任多久"), choices=LENGTHS, coerce=int, initial=6)
    count = forms.IntegerField(label=_("排几任"), min_value=1, max_value=24, initial=2)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_first:
            del self.fields["starts_on"]


class PlanForm(WithFiles):
    """A plan of work, in words or as one file."""

    work_plan = forms.CharField(
        label=_("工作打算"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("打算办哪几件事，写几句就行；写成文件的，附在下面。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].label = _("工作打算的文件")
        self.fields["attachments"].help_text = _("一个文件，不附也行。参加这个机构的人都看得到。")

    def clean_attachments(self) -> None:
        super().clean_attachments()
        if len(self.picked.uploads) > 1:
            raise forms.ValidationError(_("只附一个文件。"))


class TermForm(PlanForm):
    """Who will have the chair."""

    chair_name = forms.CharField(label=_("会长姓名"), max_length=50)
    party_post = forms.CharField(label=_("党内职务"), max_length=50, required=False)
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("会长的账号"), required=False, empty_label=_("没有账号"),
        help_text=_("有账号的会长可以自己写打算、办交接。单位的联络员也可以代办。"),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("起"), widget=DayInput)
    ends_on = forms.DateField(label=_("止"), widget=DayInput)
    field_order = ("chair_name", "party_post", "user", "starts_on", "ends_on", "work_plan", "attachments")

    def __init__(
        self, *args: Any, term: ChairTerm, users: QuerySet[User], keeps: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        names = ("chair_name", "party_post", "user", "starts_on", "ends_on", "work_plan")
        super().__init__(*args, initial={name: getattr(term, name) for name in names}, **kwargs)
        cast("forms.ModelChoiceField", self.fields["user"]).queryset = users
        if term.status != ChairTerm.Status.PLANNED:
            del self.fields["starts_on"]
        if not keeps:  # a unit says who its chair is and what they mean to do; the days belong to all
            for name in {"user", "starts_on", "ends_on"} & self.fields.keys():
                del self.fields[name]


class HandoverForm(PlanForm):
    note = forms.CharField(
        label=_("交接说明"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("还有哪些事没办完、东西交给了谁。"),
    )  # fmt: skip
    field_order = ("note", "work_plan", "attachments")


class TermChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit} {obj.starts_on:%Y-%m}—{obj.ends_on:%Y-%m}"


class SwapForm(forms.Form):
    asked = TermChoice(ChairTerm.objects.none(), label=_("和哪一任换"), empty_label=_("请选"))
    reason = forms.CharField(label=_("为什么换"), max_length=200)

    def __init__(self, *args: Any, others: QuerySet[ChairTerm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("TermChoice", self.fields["asked"]).queryset = others


class SwapAnswerForm(forms.Form):
    """Yes or no; somebody of the community writes down who of the unit said so."""

    agrees = forms.TypedChoiceField(
        label=_("同意换吗"), choices=[("yes", _("同意")), ("no", _("不同意"))], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, on_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if on_paper:
            self.fields["note"].required = True
            self.fields["note"].label = _("对方单位谁答复的，怎么答复的")
            self.fields["note"].help_text = _("例如：幼儿园莫园长电话里同意")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("为什么"), max_length=200)


class ReportForm(forms.Form):
    report = forms.CharField(label=_("任期小结"), max_length=4000, widget=forms.Textarea(attrs={"rows": 12}))
