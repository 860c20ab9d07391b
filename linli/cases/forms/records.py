"""Good deeds, and the filters of the list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.territory.queries import ZoneLine
from linli.web.widgets import DayInput

from ..models import (
    Channel,
    GoodDeed,
)
from .choosing import choices_of


class DeedForm(forms.Form):
    source = forms.ChoiceField(label=_("算在哪里"), choices=GoodDeed.Source.choices, help_text=_("一件事只算在一处"))
    title = forms.CharField(label=_("什么事"), max_length=100)
    done_on = forms.DateField(label=_("哪天办成的"), widget=DayInput)
    for_whom = forms.CharField(label=_("为谁办的"), max_length=100, required=False)
    done_by = forms.CharField(label=_("谁办的"), max_length=100, required=False)
    result = forms.CharField(label=_("结果"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_done_on(self) -> Any:
        if self.cleaned_data["done_on"] > timezone.localdate():
            raise forms.ValidationError(_("这一天还没到。"))
        return self.cleaned_data["done_on"]


class CaseFilterForm(forms.Form):
    """Filters of the list; a wrong value filters nothing."""

    q = forms.CharField(label=_("找"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("到哪一步"),
        required=False,
        choices=[
            ("", _("全部")), ("open", _("在办")), ("waiting", _("等接单")), ("late", _("已超时")),
            ("callback", _("等回访")), ("filing", _("等归档")), ("ended", _("办完的")), ("today", _("今天办结的")),
        ],
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("来路"), required=False, choices=[("", _("全部")), *Channel.choices])
    zone = forms.ChoiceField(label=_("责任区"), required=False)
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)

    def __init__(self, *args: Any, zones: Iterable[ZoneLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "zone").choices = [
            ("", _("全部")),
            *[(str(zone.pk), f"{zone.number} {zone.name}") for zone in zones],
        ]
