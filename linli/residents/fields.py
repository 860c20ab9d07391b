"""The field other rooms' forms take a person of the register with.

    class PairingForm(forms.Form):
        person = PersonField(label=_("对谁"))

        def __init__(self, *args, user, on, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["person"].people = readable_by(user, on)

Words are typed (part of a name, its reading or initials, the end of a phone) and one of the people found is chosen.
With scripts they are shown while typing; without, sending the form shows them. Words that fit one person are enough.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .models import HouseholdMember, Person
from .queries import homes_of, search

MOST = 8
"""How many are offered; more are found by more words."""


class Picked(NamedTuple):
    """What came with the form: the key of who was chosen, and the words typed."""

    key: str
    words: str


class Offered(NamedTuple):
    """One person to choose, with where they live."""

    person: Person
    home: HouseholdMember | None


def offered(people: Sequence[Person], on: date) -> list[Offered]:
    homes = homes_of([person.pk for person in people], on)
    return [Offered(person, homes.get(person.pk)) for person in people]


class PersonPicker(forms.Widget):
    """A box for words, and the people found by them to choose from."""

    found: Sequence[Person] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        return Picked(str(data.get(name, "")), str(data.get(f"{name}_words", "")).strip())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_words" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        picked = value if isinstance(value, Picked) else Picked(str(value or ""), "")
        context = {
            "name": name, "attrs": attrs or {}, "words": picked.words, "chosen": picked.key, "most": MOST,
            "offered": offered(self.found, timezone.localdate()), "may_be_nobody": not self.is_required,
        }  # fmt: skip
        return render_to_string("residents/picker.html", context)


class PersonField(forms.Field):
    """One person of `people`, which the form sets to whom its reader may read of."""

    widget = PersonPicker
    people: QuerySet[Person] = Person.objects.none()
    default_error_messages = {
        "required": _("请写姓名、拼音或手机后四位，找到后选一位。"),
        "nobody": _("没有找到「{words}」。换几个字再试；登记里还没有这个人，请先登记。"),
        "several": _("找到的不止一位，请在下面选一位。"),
    }

    def prepare_value(self, value: Any) -> Any:
        """Show who was chosen before the form was filled."""
        if isinstance(value, Person):
            self.widget.found = [value]
            return str(value.pk)
        if value and not isinstance(value, Picked):
            self.widget.found = list(self.people.filter(pk=value))
        return value

    def clean(self, value: Any) -> Person | None:
        picked = value if isinstance(value, Picked) else Picked(str(value or ""), "")
        if picked.key.isdigit():
            self.widget.found = list(self.people.filter(pk=picked.key))
        elif picked.words:
            self.widget.found = list(search(self.people, picked.words)[:MOST])
            if not self.widget.found:
                raise forms.ValidationError(str(self.error_messages["nobody"]).format(words=picked.words[:20]))
            if len(self.widget.found) > 1:
                raise forms.ValidationError(self.error_messages["several"])
        chosen = next(iter(self.widget.found), None) if picked.key or picked.words else None
        if chosen is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return chosen
