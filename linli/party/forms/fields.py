"""Fields these forms share: days known to the day, the month or the year; and one of many people."""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.residents.dates import DAY, WrongDate, read_day, say_day
from linli.web.widgets import DayInput

__all__ = ["KnownDay", "PersonChoice", "day_field", "say_known"]


class Day(NamedTuple):
    """A day and how precisely it is known."""

    on: date | None
    precision: str


class KnownDay(forms.CharField):
    """A day as old ledgers have it: 1995-07-01, 1995.7, 1995年."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=40, required=False, **{"help_text": _("不知道是哪天的，写到月或年也行：1995.7"), **kwargs}
        )

    def clean(self, value: Any) -> Day:
        text = super().clean(value)
        try:
            known = read_day(text)
        except WrongDate as why:
            raise forms.ValidationError(str(why)) from why
        return Day(known.on, known.precision)


def say_known(on: date | None, precision: str = DAY) -> str:
    """Return a day as the field shows it: 1995-07."""
    return say_day(on, precision)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day of ours, chosen from a calendar."""
    return forms.DateField(label=label, widget=DayInput, **more)


class PersonChoice(forms.ModelChoiceField):
    """Somebody out of a short list, by name."""

    def label_from_instance(self, obj: Any) -> str:
        person = getattr(obj, "person", obj)
        return str(person.name)
