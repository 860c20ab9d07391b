"""Planning: one form, with the usual things above and the rest folded."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from linli.residents.fields import PersonField
from linli.residents.models import Person
from linli.territory.models import Door
from linli.territory.queries import place_from_text
from linli.web.widgets import DayInput, MomentInput

from ..models import Activity
from ..models.kinds import kinds
from ..models.series import Repeats, rule_of

LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=2 * 366)
WANTED = (
    "title", "kinds", "starts_at", "ends_at", "place", "door", "plan", "is_public", "takes_sign_ups", "capacity",
    "sign_up_opens_at", "sign_up_closes_at", "host", "recorder",
)  # fmt: skip


class FilterForm(forms.Form):
    q = forms.CharField(label=_("找活动"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.code, kind.label) for kind in kinds().values()]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [("", _("全部类别")), *choices]


class PlanForm(forms.Form):
    """One activity, or, where it repeats, a series."""

    title = forms.CharField(label=_("名称"), max_length=80)
    kinds = forms.MultipleChoiceField(
        label=_("类别"), widget=forms.CheckboxSelectMultiple, help_text=_("一次活动可以算几类，都勾上就不用再登记一遍")
    )
    starts_at = forms.DateTimeField(label=_("开始"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("结束"), widget=MomentInput)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    door = forms.CharField(
        label=_("门牌"), max_length=60, required=False, help_text=_("登记过的门牌，例如“建安街 38 号”；不知道就空着")
    )
    plan = forms.CharField(
        label=_("安排"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("做什么、带什么、注意什么"),
    )
    is_public = forms.BooleanField(
        label=_("居民都看得到"), required=False, help_text=_("不勾的，只有安排的人、请来的人和报了名的人看得到")
    )

    takes_sign_ups = forms.BooleanField(label=_("要报名"), required=False)
    capacity = forms.IntegerField(
        label=_("名额"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("满了以后报名的排候补；空着就是不限"),
    )
    sign_up_opens_at = forms.DateTimeField(label=_("报名开始"), widget=MomentInput, required=False)
    sign_up_closes_at = forms.DateTimeField(label=_("报名截止"), widget=MomentInput, required=False)

    host = PersonField(label=_("主持人"), required=False)
    recorder = PersonField(label=_("记录人"), required=False)
    origin_label = forms.CharField(
        label=_("谁组织的"), max_length=80, required=False, help_text=_("例如：合唱队、第二党支部；空着就是社区")
    )

    repeats = forms.ChoiceField(label=_("重复"), choices=Repeats.choices, required=False)
    until_on = forms.DateField(label=_("排到哪天"), widget=DayInput, required=False)

    def __init__(
        self, *args: Any, people: QuerySet[Person], community_id: int, activity: Activity | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.community_id = community_id
        choices = [(kind.code, kind.label) for kind in kinds().values()]
        cast("forms.MultipleChoiceField", self.fields["kinds"]).choices = choices
        for name in ("host", "recorder"):
            cast("PersonField", self.fields[name]).people = people
        if activity is not None:
            del self.fields["repeats"], self.fields["until_on"]
            if activity.origin_url:  # a room above says who holds it
                del self.fields["origin_label"]

    def clean_door(self) -> Door | None:
        words = self.cleaned_data["door"]
        door = place_from_text(self.community_id, words).door
        if words and door is None:
            raise forms.ValidationError(
                _("没有找到“{words}”这个门牌。请写街巷和门牌号，例如“建安街 38 号”。").format(words=words)
            )
        return door

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
        if starts_at and ends_at:
            self._check_length(starts_at, ends_at)
        opens, closes = given.get("sign_up_opens_at"), given.get("sign_up_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("sign_up_closes_at", _("报名截止要晚于报名开始。"))
        if closes and ends_at and closes > ends_at:
            self.add_error("sign_up_closes_at", _("活动结束以后就不能报名了，请把截止时间往前改。"))
        if given.get("capacity") or opens or closes:
            given["takes_sign_ups"] = True
        if given.get("repeats"):
            self._check_until(given)
        return given

    def _check_length(self, starts_at: datetime, ends_at: datetime) -> None:
        if ends_at <= starts_at:
            self.add_error("ends_at", _("结束要晚于开始。"))
        elif ends_at - starts_at > LONGEST:
            self.add_error("ends_at", _("一次活动最长两周，请看看日期有没有选错。"))

    def _check_until(self, given: dict[str, Any]) -> None:
        until, starts_at = given.get("until_on"), given.get("starts_at")
        if until is None:
            if "until_on" not in self.errors:
                self.add_error("until_on", _("重复的活动，请写排到哪天为止。"))
        elif starts_at and not starts_at.date() <= until <= (starts_at + FARTHEST).date():
            self.add_error("until_on", _("请选第一次以后、两年以内的一天。"))

    @property
    def wanted(self) -> dict[str, Any]:
        """What the activity is to be, in the words of the action."""
        return {name: self.cleaned_data[name] for name in (*WANTED, "origin_label") if name in self.cleaned_data}

    @property
    def rule(self) -> str:
        """How a series recurs; blank for a single activity."""
        repeats = self.cleaned_data.get("repeats", "")
        return rule_of(repeats, self.cleaned_data["starts_at"]) if repeats else ""

    def _fields(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def first_fields(self) -> list[BoundField]:
        return self._fields("title", "kinds", "starts_at", "ends_at", "place", "door", "plan", "is_public")

    @property
    def sign_up_fields(self) -> list[BoundField]:
        return self._fields("takes_sign_ups", "capacity", "sign_up_opens_at", "sign_up_closes_at")

    @property
    def people_fields(self) -> list[BoundField]:
        return self._fields("host", "recorder", "origin_label")

    @property
    def repeat_fields(self) -> list[BoundField]:
        return self._fields("repeats", "until_on")


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么取消"), max_length=200, help_text=_("会告诉报了名的人，例如：下大雨，改到下周")
    )


class ExpectedForm(forms.Form):
    """Who should come, a line a person."""

    names = forms.CharField(
        label=_("该来的人"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一个姓名；同名的在后面写手机后四位"),
    )
