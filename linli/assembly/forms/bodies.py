"""Bodies and their rules."""

from fractions import Fraction
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.party.models import Organisation
from linli.web.widgets import DayInput

from ..models import Body, BodyRule
from ..queries.starting import FIELDS, beginning_of

SHARES = (
    ("1/2 over", _("过半数")),
    ("1/2 at", _("一半以上（含一半）")),
    ("2/3 at", _("三分之二以上（含）")),
    ("2/3 over", _("超过三分之二")),
    ("3/4 at", _("四分之三以上（含）")),
    ("4/5 at", _("五分之四以上（含）")),
    ("1/1 at", _("全部")),
)
"""Shares a rule may ask for, as law and statutes say them."""


def share_of(rule: BodyRule, name: str) -> str:
    """Return the share a rule asks for, as the form has it."""
    num, den = getattr(rule, f"{name}_num"), getattr(rule, f"{name}_den")
    share = Fraction(num, den)
    return f"{share.numerator}/{share.denominator} {'at' if getattr(rule, f'{name}_reached_at') else 'over'}"


def read_share(name: str, said: str) -> dict[str, Any]:
    share, how = said.split(" ")
    num, den = share.split("/")
    return {f"{name}_num": int(num), f"{name}_den": int(den), f"{name}_reached_at": how == "at"}


class BodyForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=Body.Kind.choices)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("平常怎么叫，例如：灵峰社区党建联席会"))
    founded_on = forms.DateField(label=_("成立日期"), widget=DayInput)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("哪个党组织的党员参加"), required=False, empty_label=_("不是党员议事会"),
        help_text=_("只有党员议事会要选：它的党员都参加，不用逐个录。"),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["organisation"]).queryset = organisations

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        sits_for_members = given.get("kind") and beginning_of(given["kind"]).seated_by == Body.SeatedBy.MEMBERS
        if sits_for_members and not given.get("organisation"):
            self.add_error("organisation", _("请选是哪个党组织的党员参加。"))
        return given


class RuleForm(forms.Form):
    """A rule from a day on; beside each number, where it comes from."""

    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    reason = forms.CharField(label=_("为什么改"), max_length=200, help_text=_("例如：居民代表会议 3 月 5 日通过"))
    quorum = forms.ChoiceField(label=_("多少人到会才能开"), choices=SHARES)
    majority = forms.ChoiceField(label=_("多少人赞成才通过"), choices=SHARES)
    majority_of = forms.ChoiceField(label=_("按什么算"), choices=BodyRule.Of.choices)
    notice_days = forms.IntegerField(label=_("提前几天通知"), min_value=0, max_value=90)
    topic_days = forms.IntegerField(label=_("议题提前几天提交"), min_value=0, max_value=90)
    meets_every_months = forms.IntegerField(
        label=_("几个月至少开一次"), min_value=1, max_value=24, required=False, help_text=_("没有规定就空着")
    )
    secrecy = forms.ChoiceField(label=_("表决方式"), choices=BodyRule.Secrecy.choices)
    takes_proxies = forms.BooleanField(label=_("可以委托别人投票"), required=False)
    takes_anonymous_opinions = forms.BooleanField(label=_("意见可以不署名"), required=False)
    source = forms.CharField(
        label=_("改动的出处"), max_length=120, required=False,
        help_text=_("写在改过的每一条旁边。空着就写「社区自定」。"),
    )  # fmt: skip

    def __init__(self, *args: Any, rule: BodyRule | None, **kwargs: Any) -> None:
        self.rule = rule
        if rule is not None:
            kwargs["initial"] = {
                **{name: getattr(rule, name) for name in FIELDS if name not in {"quorum", "majority"}},
                "majority_of": rule.majority_of,
                "quorum": share_of(rule, "quorum"),
                "majority": share_of(rule, "majority"),
                **kwargs.get("initial", {}),
            }
        super().__init__(*args, **kwargs)
        self._offer_what_stands()

    def _offer_what_stands(self) -> None:
        """A share no list has is offered as it is, so that it is not lost when something else changes."""
        for name in ("quorum", "majority"):
            now, field = self.initial.get(name), cast("forms.ChoiceField", self.fields[name])
            if now and now not in dict(SHARES):
                field.choices = [(now, now.split(" ")[0]), *SHARES]

    def values(self) -> dict[str, Any]:
        """Return what was chosen as fields of the rule."""
        given = self.cleaned_data
        plain = {name: given[name] for name in FIELDS if name not in {"quorum", "majority"}}
        shares = read_share("quorum", given["quorum"]) | read_share("majority", given["majority"])
        return plain | shares | {"majority_of": given["majority_of"]}

    def sources(self) -> dict[str, str]:
        """Return where each changed number comes from now; what stays as it was keeps its source."""
        said = self.cleaned_data["source"] or str(_("社区自定"))
        named = {"majority_of": "majority"} | {name: name for name in FIELDS}
        changed = {named[name] for name in self.changed_data if name in named}
        return dict.fromkeys(changed, said)


class EndForm(forms.Form):
    """A day and a reason."""

    on = forms.DateField(label=_("从哪天起"), widget=DayInput)
    reason = forms.CharField(label=_("为什么"), max_length=200)
