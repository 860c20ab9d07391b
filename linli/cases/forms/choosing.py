"""Fields whose choices are known only when the form is made."""

from typing import cast

from django import forms


def choices_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field whose choices are known only when the form is made."""
    return cast("forms.ChoiceField", form.fields[name])
