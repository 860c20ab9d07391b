"""Which days and which community somebody wants to see."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Category
from linli.territory.models import Community, Lane
from linli.web.widgets import DayInput

from .periods import Period, window_of
from .scope import EARLIEST, LATEST, Window


class PeriodForm(forms.Form):
    """Two days (从 and 到, both included). A period named instead fills them in; nothing asked is this month."""

    def __init__(self, data: QueryDict, *, communities: list[Community], today: date) -> None:
        self.period, self.today = _period(data), today
        if self.period is not None:
            window, data = window_of(self.period, today), data.copy()
            data["from"], data["to"] = window.from_on.isoformat(), window.to_on.isoformat()
        super().__init__(data)
        for name, label, error in (
            ("from", _("从"), _("请写从哪天起。")),  # no name for an attribute of a Python class
            ("to", _("到"), _("请写到哪天止。")),
        ):
            self.fields[name] = forms.DateField(label=label, widget=DayInput, error_messages={"required": error})
        if len(communities) > 1:
            choices = [("", _("全部社区")), *((str(each.pk), each.name) for each in communities)]
            self.fields["community"] = forms.ChoiceField(label=_("社区"), required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from"), given.get("to")
        if first is None or last is None:
            return given
        if last < first:
            self.add_error("to", _("止的那天要不早于起的那天。"))
        elif first < EARLIEST or last > LATEST:
            self.add_error("from", _("这么久以前或以后的日子没有记录。"))
        return given

    @property
    def window(self) -> Window:
        return Window(self.cleaned_data["from"], self.cleaned_data["to"])


def _period(data: QueryDict) -> Period | None:
    """Return the period asked for by name; None when days were given."""
    if data.get("from") or data.get("to"):
        return None
    named = data.get("period", "")
    return Period(named) if named in Period.values else Period.THIS_MONTH


class PublishForm(forms.Form):
    where = forms.CharField(label=_("公布在哪里"), max_length=200, help_text=_("例如：居务公开栏、7 月简报"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class HotSpotRuleForm(forms.Form):
    times = forms.IntegerField(label=_("几次算热点"), min_value=2, max_value=50)
    months = forms.IntegerField(label=_("几个月里"), min_value=1, max_value=36)


class HotSpotForm(forms.Form):
    """Which hot spot goes on the list for the council: a category at a lane, or at words no lane is known for."""

    category = forms.ModelChoiceField(Category.objects.order_by("pk"))
    lane = forms.ModelChoiceField(Lane.objects.none(), required=False)
    place = forms.CharField(max_length=200, required=False)
    why = forms.CharField(label=_("为什么要议"), max_length=300)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lane"].queryset = Lane.objects.filter(community=community)  # type: ignore[attr-defined]
