"""A dispatch rule as it is filled in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.residents.models import Unit
from linli.rota.models import Post
from linli.territory.models import Zone

from ..models import Channel, Chosen, DispatchRule, Urgency
from ..queries.rule_words import short_name, weekday_names
from .choosing import choices_of
from .intake import CategoryChoice

ANY = ("", _("不限"))


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class RuleForm(forms.Form):
    """What a matter must be, whom it goes to, and how they are asked. Blank conditions fit everything."""

    category = CategoryChoice(
        label=_("归类"), required=False, empty_label=_("不限"), help_text=_("选大类，小类也算在内")
    )
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("责任区"), required=False, empty_label=_("不限"))
    channel = forms.ChoiceField(label=_("来路"), required=False, choices=[ANY, *Channel.choices])
    urgency = forms.ChoiceField(label=_("多急"), required=False, choices=[ANY, *Urgency.choices])
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    from_time = forms.TimeField(label=_("几点起"), required=False, widget=TimeInput)
    until_time = forms.TimeField(
        label=_("几点止"), required=False, widget=TimeInput, help_text=_("比起点早，就是过了半夜；后半夜算前一天的")
    )
    to = forms.ChoiceField(label=_("派给"))
    mode = forms.ChoiceField(
        label=_("怎样派"),
        choices=[
            (Chosen.Mode.ASSIGN, _("指派：一次问一位，按次序")),
            (Chosen.Mode.GRAB, _("抢单：同时问大家，先接的办")),
            (Chosen.Mode.TURN, _("轮流：手上少的先来，一样多就轮着")),
        ],
        initial=Chosen.Mode.ASSIGN,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("名称"), max_length=40, required=False, help_text=_("写在每件事上的就是它；空着就按条件起名")
    )

    def __init__(
        self, data: QueryDict | None = None, *, rule: DispatchRule, zones: QuerySet[Zone], posts: list[Post],
        units: list[Unit], people: list[User],
    ) -> None:  # fmt: skip
        super().__init__(data, initial=_filled(rule))
        self.found: dict[str, Any] = {"zone": None}
        self.found |= {f"post-{post.pk}": post for post in posts} | {f"unit-{unit.pk}": unit for unit in units}
        self.found |= {f"person-{person.pk}": person for person in people}
        self.rule = rule
        self.fields["zone"].queryset = zones  # type: ignore[attr-defined]
        choices_of(self, "weekdays").choices = list(enumerate(weekday_names(), 1))
        groups = [(_("值班岗位"), "post"), (_("驻区单位"), "unit"), (_("指定的人"), "person")]
        targets: list[Any] = [
            ("zone", _("责任区党员（主责在前）")),
            *[
                (label, [(key, str(each)) for key, each in self.found.items() if key.startswith(f"{kind}-")])
                for label, kind in groups
                if any(key.startswith(f"{kind}-") for key in self.found)
            ],
        ]
        if self.initial["to"] not in self.found:
            targets.insert(0, ("", _("请选")))
            self._ask_anew(getattr(rule, rule.target))
        choices_of(self, "to").choices = targets

    def _ask_anew(self, gone: Any) -> None:
        """Choose nobody in place of who is gone: a browser would take the first, and nobody would have chosen."""
        field = choices_of(self, "to")
        field.help_text = _("原来派给{name}，现在派不了，请另选。").format(name=gone)
        field.error_messages["required"] = _("请选派给谁。")
        self.initial["to"] = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("from_time"), given.get("until_time")
        if (begins is None) != (ends is None):
            self.add_error("until_time" if ends is None else "from_time", _("钟点要写起、止两头，或者都空着。"))
        elif begins is not None and begins == ends:
            self.add_error("until_time", _("起止是同一个钟点。全天就都空着。"))
        return given

    def draft(self) -> DispatchRule:
        """Return the rule as filled in, unsaved; it stands where the one being changed stands."""
        given = dict(self.cleaned_data)
        chosen = given.pop("to")
        kind = chosen.partition("-")[0]
        given["weekdays"] = sorted(given["weekdays"])
        draft = DispatchRule(community_id=self.rule.community_id, order=self.rule.order, target=kind, **given)
        if kind != Chosen.Target.ZONE:
            setattr(draft, kind, self.found[chosen])
        draft.name = draft.name or short_name(draft)
        return draft


def _filled(rule: DispatchRule) -> dict[str, Any]:
    if not rule.pk:
        return {"mode": Chosen.Mode.ASSIGN, "to": "zone"}
    to = "zone" if rule.target == Chosen.Target.ZONE else f"{rule.target}-{getattr(rule, f'{rule.target}_id')}"
    names = ("category", "zone", "channel", "urgency", "weekdays", "from_time", "until_time", "mode", "name")
    return {name: getattr(rule, name) for name in names} | {"to": to}
