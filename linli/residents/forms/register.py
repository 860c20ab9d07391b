"""What the register is asked for: words, and what narrows them."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.territory.queries import ZoneLine
from linli.web.widgets import DayInput

from ..queries.register import AGES, STATES


class RegisterForm(forms.Form):
    q = forms.CharField(label=_("找谁"), max_length=60, required=False)
    zone = forms.ChoiceField(label=_("责任区"), required=False)
    age = forms.ChoiceField(
        label=_("年龄"), required=False, choices=[("", _("不限")), *((code, label) for code, label, *_ages in AGES)]
    )
    state = forms.ChoiceField(label=_("住着没有"), required=False, choices=[("", _("不限")), *STATES])
    verified_before = forms.DateField(label=_("这天以前核对的"), required=False, widget=DayInput)

    def __init__(self, *args: Any, zones: list[ZoneLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不限")), *((str(zone.pk), zone.name) for zone in zones)]
        cast("forms.ChoiceField", self.fields["zone"]).choices = choices
