"""Keepers: who leaves, who comes, who leads; and exceptions to their number."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import Duty, User
from linli.web.widgets import DayInput

from .borders import PersonChoice

AHEAD = timedelta(days=366)


class KeepersForm(forms.Form):
    """Who of the present keepers leaves, who comes, and who leads then."""

    on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    leaving = forms.MultipleChoiceField(
        label=_("谁不再负责"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不换人就不勾")
    )
    first = PersonChoice(User.objects.none(), label=_("谁来接"), required=False, empty_label=_("没有"))
    second = PersonChoice(User.objects.none(), label=_("还有谁来"), required=False, empty_label=_("没有"))
    lead = PersonChoice(User.objects.none(), label=_("以后谁主责"), empty_label=_("请选"))
    field_order = ["leaving", "first", "second", "lead", "on"]

    def __init__(self, *args: Any, keepers: Sequence[Duty], people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepers = {str(duty.pk): duty for duty in keepers}
        leaving = cast("forms.MultipleChoiceField", self.fields["leaving"])
        leaving.choices = [(key, duty.user.name) for key, duty in self.keepers.items()]
        coming = User.objects.filter(pk__in=[user.pk for user in people]).order_by("name", "pk")
        for name in ("first", "second"):
            cast("forms.ModelChoiceField", self.fields[name]).queryset = coming
        here = [duty.user_id for duty in keepers]
        lead = cast("forms.ModelChoiceField", self.fields["lead"])
        lead.queryset = User.objects.filter(pk__in=[*here, *coming.values_list("pk", flat=True)]).order_by("name", "pk")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        today = timezone.localdate()
        if not today <= on <= today + AHEAD:
            raise forms.ValidationError(_("请选今天或以后一年以内的日子。"))
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        leaving = [self.keepers[key] for key in given.get("leaving") or []]
        joining = [user for name in ("first", "second") if (user := given.pop(name, None))]
        if len({user.pk for user in joining}) < len(joining):
            self.add_error("second", _("同一个人只选一次。"))
        gone = {duty.user_id for duty in leaving}
        stay = {duty.user_id for duty in self.keepers.values()} - gone | {user.pk for user in joining}
        if (lead := given.get("lead")) and lead.pk not in stay:
            self.add_error("lead", _("主责的人要在换好以后的名单里。"))
        return given | {"leaving": leaving, "joining": joining}


class OverrideForm(forms.Form):
    """Why a zone may have another number of keepers for a while."""

    reason = forms.CharField(label=_("为什么"), max_length=200, help_text=_("例如：两位党员外出半年，支部正在物色"))
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    until_on = forms.DateField(label=_("到哪天为止"), widget=DayInput, help_text=_("快到期时会提醒"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        from_on, until_on = given.get("from_on"), given.get("until_on")
        if from_on and until_on and not from_on < until_on <= from_on + AHEAD:
            self.add_error("until_on", _("要晚于开始，最长一年。"))
        return given
