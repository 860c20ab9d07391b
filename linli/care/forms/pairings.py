"""Pairings, with the consent they need."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.residents.fields import PersonField
from linli.residents.models import Consent, Person, Relation, Unit
from linli.web.widgets import DayInput

from ..actions import Agreement, Helper
from ..models import Pairing
from ..models.pairings import Cause
from .groups import choice_of

USUAL_DAYS = 90


class _Help(forms.Form):
    cause = forms.ChoiceField(label=_("主要因为什么"), choices=Cause.choices)
    needs = forms.CharField(
        label=_("需要什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只写帮得上忙的。加密保存，只给来帮的人和办理的人看。"),
    )  # fmt: skip
    plan = forms.CharField(
        label=_("打算怎样帮"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    every_days = forms.IntegerField(
        label=_("最多隔几天看望一次"),
        min_value=1,
        max_value=366,
        initial=USUAL_DAYS,
        help_text=_("到时候会提醒来帮的人"),
    )


class PairingForm(_Help):
    """Who helps (one of three), with what, and whether whom it is for agrees; asked only where nobody asked before."""

    helper_person = PersonField(label=_("谁来帮：登记里的一个人"), required=False)
    helper_unit = forms.ModelChoiceField(Unit.objects.none(), label=_("或者：哪个单位来帮"), required=False)
    helper_team = forms.CharField(label=_("或者：哪支队伍来帮"), max_length=60, required=False)
    starts_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    channel = forms.ChoiceField(label=_("怎样同意的"), required=False)
    given_on = forms.DateField(label=_("哪天同意的"), required=False, widget=DayInput)
    guardian = forms.ModelChoiceField(Relation.objects.none(), label=_("哪位监护人同意的"), required=False)
    evidence = forms.CharField(label=_("凭据"), max_length=200, required=False, help_text=_("例如“同意书第 12 号”"))

    field_order = ["helper_person", "helper_unit", "helper_team", "cause", "needs", "plan", "every_days", "starts_on"]

    def __init__(
        self,
        *args: Any,
        people: QuerySet[Person],
        units: QuerySet[Unit],
        guardians: Iterable[Relation],
        missing: str,
        today: date,
        **kwargs: Any,
    ) -> None:
        """`missing` names who has not agreed yet; blank where a consent is running, and nothing is asked then."""
        super().__init__(*args, **kwargs)
        self.missing = missing
        self.fields["helper_person"].people = people  # type: ignore[attr-defined]
        self.fields["helper_unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = self.fields["given_on"].initial = today
        choice_of(self, "channel").choices = [("", _("还没有问")), *Consent.Channel.choices]
        guarded = [each.pk for each in guardians]
        self.fields["guardian"].queryset = Relation.objects.filter(pk__in=guarded)  # type: ignore[attr-defined]
        if not guarded:
            del self.fields["guardian"]
        if not missing:
            for name in ("channel", "given_on", "evidence"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        said = [given.get("helper_person"), given.get("helper_unit"), given.get("helper_team")]
        if sum(bool(each) for each in said) != 1 and "helper_person" not in self.errors:
            self.add_error("helper_person", _("请在三样里选一样：一个人、一个单位，或者一支队伍。"))
        if self.missing and not given.get("channel"):
            sentence = gettext(
                "还缺{name}本人的同意：结对要把困难告诉来帮的人，得先问过。问好了，在这里选是怎样同意的，一起记下就行。"
            )
            self.add_error("channel", sentence.format(name=self.missing))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What `actions.pair` takes."""
        given = self.cleaned_data
        helper = Helper(given.get("helper_person"), given.get("helper_unit"), given.get("helper_team", ""))
        kept = {name: given[name] for name in ("cause", "needs", "plan", "every_days", "starts_on")}
        return {**kept, "helper": helper, "agreement": self._agreement}

    @property
    def _agreement(self) -> Agreement | None:
        given = self.cleaned_data
        if not given.get("channel"):
            return None
        given_on = given.get("given_on") or given["starts_on"]
        return Agreement(Consent.Channel(given["channel"]), given_on, given["evidence"], given.get("guardian"))


class ChangePairingForm(_Help):
    pass


class EndPairingForm(forms.Form):
    reason = forms.ChoiceField(label=_("为什么结束"), choices=Pairing.EndReason.choices, widget=forms.RadioSelect)
    ends_on = forms.DateField(label=_("哪天结束"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = today
