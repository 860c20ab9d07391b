"""The filters of the desk. `CaseFilter.read` understands what is sent; these forms draw it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Channel, Urgency
from ..queries.categories import categories_in_use
from ..queries.filters import ME, NONE, CaseFilter
from .choosing import choices_of

ALL = ("", _("全部"))


class DeskFilterForm(forms.Form):
    """What the desk is narrowed to; a wrong value narrows nothing."""

    state = forms.ChoiceField(
        label=_("到哪一步"),
        required=False,
        choices=[
            ("open", _("在办")), ("waiting", _("等接单")), ("soon", _("快到点")), ("late", _("已超时")),
            ("callback", _("等回访")), ("filing", _("等归档")),
        ],
    )  # fmt: skip
    zone = forms.MultipleChoiceField(label=_("责任区"), required=False, widget=forms.CheckboxSelectMultiple)
    category = forms.ChoiceField(label=_("归类"), required=False)
    channel = forms.ChoiceField(label=_("来路"), required=False, choices=[ALL, *Channel.choices])
    urgency = forms.ChoiceField(label=_("紧急程度"), required=False, choices=[ALL, *Urgency.choices])
    who = forms.ChoiceField(label=_("谁在办"), required=False)
    unit = forms.ChoiceField(label=_("哪个单位"), required=False)
    q = forms.CharField(label=_("有这些字"), max_length=60, required=False)

    def __init__(
        self, *args: Any, zones: Iterable[Any], people: Iterable[Any], units: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "zone").choices = [
            *[(str(zone.pk), f"{zone.number} {zone.name}") for zone in zones],
            (NONE, _("不在责任区里")),
        ]
        choices_of(self, "category").choices = [
            ALL,
            *[(each.code, each.label) for each in categories_in_use()],
        ]
        everybody = {str(person.pk): person.name for person in people}
        choices_of(self, "who").choices = [ALL, (ME, _("我")), (NONE, _("还没有人")), *everybody.items()]
        choices_of(self, "unit").choices = [ALL, *[(str(unit.pk), str(unit)) for unit in units]]


class SavedFilterForm(DeskFilterForm):
    """A filter of the desk with its name and its readers."""

    name = forms.CharField(label=_("名称"), max_length=20)
    is_shared = forms.BooleanField(label=_("给全社区的同事用"), required=False)
    field_order = ("name", "state", "zone")


def as_typed(wanted: CaseFilter) -> dict[str, Any]:
    """Return a filter as the first values of a form; of several kinds of a part the form shows one."""
    return {
        "q": wanted.q,
        "state": wanted.state or "open",
        "zone": list(wanted.zones),
        "category": next(iter(wanted.categories), ""),
        "channel": next(iter(wanted.channels), ""),
        "urgency": next(iter(wanted.urgencies), ""),
        "who": wanted.who,
        "unit": wanted.unit,
    }
