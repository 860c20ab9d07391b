"""Inputs that Django has no widget for."""

from django import forms


class MomentInput(forms.DateTimeInput):
    """A local date and time, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """A date."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class PhoneInput(forms.TextInput):
    """A telephone number: digits first on a phone's keyboard, and no spell checking."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off", "inputmode": "tel"} | (attrs or {}))
