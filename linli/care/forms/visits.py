"""A visit in three fields, and what may be added to them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Category
from linli.web.widgets import DayInput, MomentInput

from ..actions import Report
from ..models import Visit

SPEAKABLE = {"rows": 4, "autocomplete": "off", "autocapitalize": "sentences", "spellcheck": "false"}
"""Plain boxes: the microphone of a phone's own keyboard writes into them."""


def words(**more: Any) -> forms.Textarea:
    return forms.Textarea(attrs=SPEAKABLE | more)


LONGEST_WAIT = timedelta(days=60)


class SentLater(forms.Form):
    """What a phone that sends by itself adds: how many seconds this has waited, be its clock right or wrong."""

    waited = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def written_at(self, now: datetime) -> datetime:
        """Return when it was written down: now, or as long ago as it has waited on the phone."""
        return now - min(timedelta(seconds=min(self.cleaned_data["waited"] or 0, 10**7)), LONGEST_WAIT)


class VisitForm(SentLater):
    """How they are and what they need; one of the two is enough. The rest is there for who wants it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.CharField(widget=forms.HiddenInput, max_length=30)
    situation = forms.CharField(
        label=_("过得怎么样"), max_length=2000, required=False, widget=words(enterkeyhint="next"),
        help_text=_("可以按键盘上的话筒说。只写以后帮得上忙的，已经登记过的不用再写。"),
    )  # fmt: skip
    needs = forms.CharField(
        label=_("需要什么"), max_length=2000, required=False, widget=words(enterkeyhint="done", rows=3)
    )
    done = forms.CharField(label=_("当场做了什么"), max_length=1000, required=False, widget=words(rows=2))
    promised = forms.CharField(
        label=_("说好下次做什么"), max_length=300, required=False, widget=words(rows=2, enterkeyhint="done")
    )
    follow_up_on = forms.DateField(label=_("说好哪天再来"), required=False, widget=DayInput)
    mode = forms.ChoiceField(
        label=_("怎样看望的"), choices=Visit.Mode.choices, initial=Visit.Mode.HOME, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    visited_at = forms.DateTimeField(
        label=_("什么时候去的"), required=False, widget=MomentInput, help_text=_("空着就是现在")
    )
    with_whom = forms.CharField(label=_("和谁一起去的"), max_length=100, required=False)

    AT_ONCE = ("situation", "needs")
    MORE = ("done", "promised", "follow_up_on", "mode", "visited_at", "with_whom")

    def __init__(self, data: Any = None, *, to: str = "", **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid4(), "to": to, "mode": Visit.Mode.HOME} | kwargs.pop("initial", {}))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("situation") or given.get("needs")) and not self.errors:
            self.add_error("situation", _("写一句就行。要是没有变化，请按「情况没变，核对过了」。"))
        if given.get("visited_at") and given["visited_at"] > timezone.now():
            self.add_error("visited_at", _("这个时间还没到。"))
        return given

    @property
    def report(self) -> Report:
        given = self.cleaned_data
        kept = {name: given[name].strip() for name in ("situation", "needs", "done", "promised", "with_whom")}
        return Report(**kept, follow_up_on=given["follow_up_on"], mode=given["mode"] or Visit.Mode.HOME)


class TapForm(SentLater):
    """「情况没变」: for whom, and the key that makes a double tap one visit."""

    key = forms.UUIDField()
    to = forms.CharField(max_length=30)


class CorrectionForm(VisitForm):
    """The same visit written anew: when it was has to stay said."""

    def __init__(self, data: Any = None, *, visit: Visit) -> None:
        known = {name: getattr(visit, name) for name in (*self.AT_ONCE, *self.MORE)}
        known["visited_at"] = timezone.localtime(visit.visited_at)
        super().__init__(data, initial=known)
        self.fields["visited_at"].required = True
        for name in ("key", "to", "waited"):
            del self.fields[name]


class WithdrawalForm(forms.Form):
    why = forms.CharField(label=_("为什么撤回"), max_length=100, help_text=_("例如“记到别家去了”"))


class NeedForm(forms.Form):
    """What goes out of the visit into a case: seen and changed before it does, as others will read it."""

    content = forms.CharField(
        label=_("什么事"), max_length=4000, widget=words(rows=3, enterkeyhint="done"),
        help_text=_("办事的同志会看到这几句。病情、家里的难处，办这件事用不着的就删掉。"),
    )  # fmt: skip
    place_text = forms.CharField(label=_("哪里"), max_length=200, required=False)
    category = forms.ModelChoiceField(
        Category.objects.filter(is_in_use=True).select_related("parent"), label=_("归类"), required=False,
        empty_label=_("按内容自动归类"),
    )  # fmt: skip
