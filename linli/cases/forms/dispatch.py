"""Whom to put a case before, and why not me."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.residents.models import Unit

from .choosing import choices_of


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class HandOnForm(ReasonForm):
    to = forms.ChoiceField(label=_("转给谁"), required=False)

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices_of(self, "to").choices = [
            ("", _("下一位该接的人")),
            *[(pk, person.name) for pk, person in self.people.items()],
        ]

    def clean_to(self) -> Any:
        return self.people.get(self.cleaned_data["to"])


class OfferForm(forms.Form):
    """Whom to put the case before: a person, or a unit's liaison."""

    to = forms.ChoiceField(label=_("派给谁"))

    def __init__(self, *args: Any, people: list[Any], units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"person-{person.pk}": person for person in people} | {f"unit-{unit.pk}": unit for unit in units}
        groups = [
            (_("人"), [(key, each.name) for key, each in self.found.items() if key.startswith("person")]),
            (_("驻区单位"), [(key, str(each)) for key, each in self.found.items() if key.startswith("unit")]),
        ]
        choices_of(self, "to").choices = [("next", _("下一位该接的人")), *[group for group in groups if group[1]]]

    def clean_to(self) -> Any:
        return self.found.get(self.cleaned_data["to"])
