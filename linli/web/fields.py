"""One form field, ready to be drawn by `ui/field.html`."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class DrawnField:
    """`kind` is text, choices (a group), check (one box) or quick (label at the side, for the first three fields)."""

    bound: BoundField
    kind: str
    label: str
    control: str
    choices: tuple[BoundWidget, ...]

    @property
    def id(self) -> str:
        return str(self.bound.id_for_label or self.bound.auto_id)

    @property
    def first_error(self) -> bool:
        return is_first_error(self.bound)

    @property
    def optional(self) -> bool:
        return not self.bound.field.required and self.kind != "check"


def draw_field(
    bound: BoundField, *, kind: str = "", hint: str | None = None, label: str = "", **attrs: Any
) -> DrawnField:
    """Ties label, hint, control and error together. `attrs` go to the control: _ stands for -, True for a bare word."""
    widget = bound.field.widget
    kind = kind or ("choices" if isinstance(widget, GROUPS) else "check" if is_check(widget) else "text")
    if hint is not None:
        bound.help_text = hint  # Django ties the control to its help text and error itself

    control = {name.replace("_", "-"): value for name, value in attrs.items()}
    if kind != "check":
        control["class"] = f"input {widget.attrs.get('class', '')}".strip()
    if is_first_error(bound):
        control["autofocus"] = True
    return DrawnField(
        bound=bound,
        kind=kind,
        label=label or str(bound.label or ""),
        control="" if kind == "choices" else bound.as_widget(attrs=control),
        choices=tuple(bound.subwidgets) if kind == "choices" else (),
    )


def is_check(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.CheckboxInput)


def is_first_error(bound: BoundField) -> bool:
    """The first field with an error takes the focus, so that the keyboard is where the mending starts."""
    names = (name for name in bound.form.fields if name in bound.form.errors and not bound.form[name].is_hidden)
    return next(names, None) == bound.name
