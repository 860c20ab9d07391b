"""What a search may be narrowed by."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.territory.queries import ZoneLine

from ..queries.categories import Line
from .choosing import choices_of
from .records import CaseFilterForm


class SearchForm(CaseFilterForm):
    """The filters of the list, and two more that help to find again what one remembers."""

    category = forms.ChoiceField(label=_("归类"), required=False)
    who = forms.ChoiceField(
        label=_("谁在办"), required=False, choices=[("", _("全部")), ("me", _("我")), ("none", _("还没有人"))]
    )

    def __init__(self, *args: Any, zones: Iterable[ZoneLine], categories: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, zones=zones, **kwargs)
        choices_of(self, "category").choices = [("", _("全部")), *[(one.code, one.label) for one in categories]]
