"""同意: how and when it was given, and by which guardian for a child."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput, PhoneInput

from ..models import Consent, Relation
from ..phones import WrongPhone, normalise

Channel = Consent.Channel
IN_THE_OFFICE = (Channel.PAPER, Channel.COUNTER, Channel.PHONE)


class GuardianChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.other or obj.other_name)


class ConsentForm(forms.Form):
    """For a child a guardian is chosen, or named where none is on the register yet."""

    channel = forms.ChoiceField(
        label=_("怎样同意的"), choices=[(each.value, each.label) for each in IN_THE_OFFICE], widget=forms.RadioSelect
    )
    given_on = forms.DateField(label=_("哪天同意的"), widget=DayInput)
    guardian = GuardianChoice(Relation.objects.none(), label=_("哪一位监护人同意的"))
    guardian_name = forms.CharField(label=_("监护人姓名"), max_length=50)
    guardian_phone = forms.CharField(label=_("监护人电话"), max_length=40, required=False, widget=PhoneInput)
    evidence = forms.CharField(
        label=_("凭据"), max_length=200, required=False, help_text=_("例如「同意书在 2026 年第 3 盒」")
    )

    def __init__(self, *args: Any, today: date, is_child: bool, guardians: list[Relation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"].initial = today
        if not is_child or not guardians:
            del self.fields["guardian"]
        else:
            chosen = cast("GuardianChoice", self.fields["guardian"])
            chosen.queryset = Relation.objects.filter(pk__in=[each.pk for each in guardians]).select_related("other")
            chosen.empty_label = None if len(guardians) == 1 else str(_("请选"))
        if not is_child or guardians:
            del self.fields["guardian_name"], self.fields["guardian_phone"]

    def clean_guardian_phone(self) -> str:
        phone = str(self.cleaned_data["guardian_phone"]).strip()
        try:
            return normalise(phone) if phone else ""
        except WrongPhone as why:
            raise forms.ValidationError(str(why)) from why
