"""One's own: swaps, notes for the next, leave."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.residents.phones import WrongPhone, normalise
from linli.web.moments import say_moment
from linli.web.widgets import MomentInput, PhoneInput

from ..models import Shift


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SwapForm(forms.Form):
    """Who stands instead: somebody for nothing, or somebody whose shift is taken in return."""

    with_whom = forms.ChoiceField(label=_("换给谁"), help_text=_("可以请人替一班，也可以用这一班换对方的一班"))
    note = forms.CharField(label=_("想说的话"), max_length=200, required=False)

    def __init__(self, *args: Any, people: list[User], shifts: list[Shift], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, tuple[User, Shift | None]] = {f"person-{each.pk}": (each, None) for each in people}
        self.found |= {f"shift-{each.pk}": (each.person, each) for each in shifts}
        groups = [
            (_("替这一班"), [(f"person-{each.pk}", each.name) for each in people]),
            (
                _("换对方的一班"),
                [(f"shift-{s.pk}", f"{s.person.name} · {say_moment(s.starts_at, now)} {s.post.name}") for s in shifts],
            ),
        ]
        choice = cast("forms.ChoiceField", self.fields["with_whom"])
        choice.choices = [("", _("请选")), *[group for group in groups if group[1]]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        taker, in_return = self.found.get(given.pop("with_whom", ""), (None, None))
        return given | {"taker": taker, "in_return": in_return}


class OwnPhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("同事打我哪个电话"),
        max_length=40,
        required=False,
        widget=PhoneInput,
        help_text=_("接班、备班的同事看得到；空着就是不留"),
    )

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"]).strip()
        try:
            return normalise(phone) if phone else ""
        except WrongPhone as why:
            raise forms.ValidationError(str(why)) from why


class HandoverForm(forms.Form):
    body = forms.CharField(
        label=_("交给下一班的话"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("还在办的、要打电话的、要留心的。居民的姓名电话请写在那件事里，这里写编号就行。"),
    )


class OwnAbsenceForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("从什么时候"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("到什么时候"), widget=MomentInput)
    reason = forms.CharField(label=_("事由"), max_length=60, required=False, help_text=_("可以只写“有事”"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("结束要晚于开始。"))
        return given


class AbsenceForm(OwnAbsenceForm):
    """Leave noted by who keeps the rota, for anybody."""

    person = PersonChoice(User.objects.none(), label=_("谁请假"))

    field_order = ["person", "starts_at", "ends_at", "reason"]

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["person"]).queryset = people
