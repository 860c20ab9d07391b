"""What people type, made clean."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.journal.record import declared_verbs
from linli.web.widgets import DayInput

from .models import Duty


class DutyInUseForm(forms.Form):
    """Which of one's own duties is meant from now on; anything else is not a choice."""

    duty = forms.ChoiceField()

    def __init__(self, *args: Any, duties: list[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["duty"]).choices = [(str(duty.pk), duty.label) for duty in duties]


class AuditFilterForm(forms.Form):
    """Filters of the audit page; a wrong value filters nothing."""

    what = forms.ChoiceField(label=_("什么事"), required=False)
    who = forms.CharField(label=_("谁"), max_length=50, required=False)
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["what"]).choices = [
            ("", _("全部")),
            *[(each.name, f"{each.sentence} ({each.name})") for each in declared_verbs()],
        ]
