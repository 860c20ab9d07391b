"""What was decided and who does it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.residents.models import Unit
from linli.web.widgets import DayInput

from ..actions import ToDo
from ..models import AgendaItem


class TaskForm(forms.Form):
    """One task: a unit, somebody who signs in, or a name answers for it."""

    what = forms.CharField(label=_("要做的事"), max_length=200)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("哪个单位负责"), required=False, empty_label=_("不是单位")
    )
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("或者：谁负责"), required=False, empty_label=_("不在名单上")
    )
    who = forms.CharField(label=_("或者：写下名字"), max_length=80, required=False)
    partners = forms.CharField(label=_("协同"), max_length=120, required=False, help_text=_("和谁一起办"))
    due_on = forms.DateField(label=_("哪天前"), widget=DayInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], users: QuerySet[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units
        cast("forms.ModelChoiceField", self.fields["user"]).queryset = users

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("期限不能在今天以前。"))
        return due_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not any(given.get(name) for name in ("unit", "user", "who")) and not {"unit", "user"} & set(self.errors):
            self.add_error("who", _("请说谁负责：一个单位、一个人，或者写下名字。"))
        return given

    @property
    def todo(self) -> ToDo:
        given = self.cleaned_data
        return ToDo(
            given["what"], given["due_on"], given["unit"], given["user"], given["who"], given["partners"]
        )  # fmt: skip


class ResolutionForm(forms.Form):
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("哪个议题"), required=False, empty_label=_("不分议题")
    )
    text = forms.CharField(label=_("决议"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["item"]).queryset = items


class LineForm(forms.Form):
    text = forms.CharField(label=_("进展"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DoneForm(forms.Form):
    result = forms.CharField(label=_("办成了什么"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    on = forms.DateField(label=_("哪天办成的"), widget=DayInput)


class DropForm(forms.Form):
    reason = forms.CharField(label=_("为什么不办了"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ChangeTaskForm(forms.Form):
    what = forms.CharField(label=_("要做的事"), max_length=200)
    due_on = forms.DateField(label=_("哪天前"), widget=DayInput)
    partners = forms.CharField(label=_("协同"), max_length=120, required=False)
