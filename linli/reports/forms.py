"""Which days and which community somebody wants to see."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.territory.models import Community
from linli.web.widgets import DayInput

from .periods import Period, window_of
from .scope import EARLIEST, LATEST, Window


class PeriodForm(forms.Form):
    """Two days (从 and 到, both included), or else one of the periods; nothing asked means this month."""

    def __init__(self, *args: Any, communities: list[Community], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["from"] = forms.DateField(
            label=_("从"), required=False, widget=DayInput
        )  # no name for a Python class
        self.fields["to"] = forms.DateField(label=_("到"), required=False, widget=DayInput)
        if len(communities) > 1:
            choices = [("", _("全部社区")), *((str(each.pk), each.name) for each in communities)]
            self.fields["community"] = forms.ChoiceField(label=_("社区"), required=False, choices=choices)

    @property
    def period(self) -> Period | None:
        """The period asked for by name; None when days were given."""
        if self.data.get("from") or self.data.get("to"):
            return None
        named = self.data.get("period", "")
        return Period(named) if named in Period.values else Period.THIS_MONTH

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.period is None and not self.errors:
            self._check_days(given.get("from"), given.get("to"))
        return given

    def _check_days(self, first: date | None, last: date | None) -> None:
        if first is None:
            self.add_error("from", _("请写从哪天起。"))
        elif last is None:
            self.add_error("to", _("请写到哪天止。"))
        elif last < first:
            self.add_error("to", _("止的那天要不早于起的那天。"))
        elif first < EARLIEST or last > LATEST:
            self.add_error("from", _("这么久以前或以后的日子没有记录。"))

    @property
    def window(self) -> Window:
        if self.period is not None:
            return window_of(self.period, self.today)
        return Window(self.cleaned_data["from"], self.cleaned_data["to"])
