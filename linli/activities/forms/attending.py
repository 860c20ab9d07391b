"""At the door: ticks, excuses, guests, a paper list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..queries.paper_rolls import MOST, Read

GUEST, SKIP = "guest", "skip"


@dataclass(frozen=True)
class Ticks:
    """What changed on a tick list since it was shown: `here` and `not_here` are keys of people.

    A box ticked when it was shown and ticked now changes nothing: somebody else may have changed it meanwhile.
    """

    here: list[int]
    not_here: list[int]

    @classmethod
    def read(cls, sent: QueryDict) -> Self:
        if "one" in sent:
            one = _keys([str(sent["one"])])
            return cls(one, []) if sent.get("now") == "here" else cls([], one)
        ticked, were = _keys(sent.getlist("here")), _keys(sent.getlist("was_here"))
        return cls([key for key in ticked if key not in were], [key for key in were if key not in ticked])


def _keys(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


class AwayForm(forms.Form):
    """Somebody was excused; the reason need not be told."""

    reason = forms.CharField(label=_("请假原因"), max_length=100, required=False, help_text=_("可以只写“有事”"))


class CameAlongForm(forms.Form):
    """Guests: somebody by name, or how many from where."""

    name = forms.CharField(label=_("来客姓名"), max_length=50, required=False)
    count = forms.IntegerField(label=_("几个人"), min_value=1, max_value=100_000, initial=1)
    from_where = forms.CharField(
        label=_("从哪来"), max_length=60, required=False, help_text=_("例如：街道、银龄合唱队、路过的居民")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("name") and given.get("count", 1) > 1:
            self.add_error("count", _("写了姓名就是一个人。几个人一起，请不写姓名，只写人数。"))
        return given


class PaperRollForm(forms.Form):
    """A signed list, typed or pasted; then, line by line, who is meant."""

    names = forms.CharField(
        label=_("纸上的名字"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("一行一个人，可以从别处整列粘贴；同名的在后面写手机后四位"),
    )

    def clean_names(self) -> str:
        names = str(self.cleaned_data["names"])
        if len(names.splitlines()) > MOST:
            raise forms.ValidationError(_("一次最多 {most} 行，请分几次。").format(most=MOST))
        return names

    def choices(self, lines: Sequence[Read]) -> tuple[list[int], list[str]]:
        """Return what was chosen for each line: keys of people, and names of guests."""
        people, guests = [], []
        for line in lines:
            chosen = self.data.get(f"line_{line.number}", "")
            known = {str(person.pk): person.pk for person in line.people}
            if chosen in known:
                people.append(known[chosen])
            elif chosen == GUEST:
                guests.append(line.name)
        return people, guests


class HereForm(forms.Form):
    """Who somebody is who opened the code on the wall: nothing is shown of anybody."""

    name = forms.CharField(label=_("您的姓名"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone_end = forms.CharField(
        label=_("手机号后四位"),
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("用来对上登记里的您，不会显示给别人"),
    )

    def clean_name(self) -> str:
        return "".join(str(self.cleaned_data["name"]).split())

    def clean_phone_end(self) -> str:
        end = str(self.cleaned_data["phone_end"]).strip()
        if len(end) != 4 or not end.isdecimal():
            raise forms.ValidationError(_("请写手机号最后四个数字。"))
        return end
