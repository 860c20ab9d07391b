"""Keeping the rota: shifts, posts, turns."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.web.widgets import DayInput, MomentInput

from ..models import Pattern, Post
from ..models.hours import WrongHours, read_hours
from ..queries.turns import LONGEST, OFF, read_slot
from .people import PersonChoice

LONGEST_SHIFT = timedelta(hours=36)
PLACES = 12
"""Places in a turn that a form offers."""


class ShiftForm(forms.Form):
    post = forms.ModelChoiceField(Post.objects.none(), label=_("岗位"), empty_label=None)
    person = PersonChoice(User.objects.none(), label=_("值班人"), empty_label=_("请选"))
    backup = PersonChoice(
        User.objects.none(), label=_("备班"), required=False, empty_label=_("没有"), help_text=_("值班人请假时顶上")
    )
    starts_at = forms.DateTimeField(label=_("从什么时候"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("到什么时候"), widget=MomentInput)

    def __init__(self, *args: Any, people: QuerySet[User], posts: QuerySet[Post] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "backup"):
            cast("forms.ModelChoiceField", self.fields[name]).queryset = people
        if posts is None:
            del self.fields["post"]
        else:
            cast("forms.ModelChoiceField", self.fields["post"]).queryset = posts

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
        if given.get("backup") and given.get("backup") == given.get("person"):
            self.add_error("backup", _("备班要是另一个人。"))
        if starts_at and ends_at:
            self._check_length(starts_at, ends_at)
        return given

    def _check_length(self, starts_at: datetime, ends_at: datetime) -> None:
        if ends_at <= starts_at:
            self.add_error("ends_at", _("结束要晚于开始。"))
        elif ends_at - starts_at > LONGEST_SHIFT:
            self.add_error("ends_at", _("一个班最长 36 小时，请看看日期有没有选错。"))


class PostForm(forms.ModelForm):
    """A post, and when somebody has to be there."""

    responsible = PersonChoice(
        User.objects.none(),
        label=_("谁管排班"),
        required=False,
        empty_label=_("书记"),
        help_text=_("缺人时提醒这个人"),
    )

    class Meta:
        model = Post
        fields = [
            "name", "kind", "is_round_the_clock", "hours", "only_working_days", "min_people", "responsible",
            "warn_days", "warn_hours", "order", "is_in_use",
        ]  # fmt: skip
        help_texts = {
            "hours": _("例如 8:00-12:00 15:00-18:00；空着就是排到谁才有人，不算缺人"),
            "warn_days": _("缺人的前几天告诉管排班的人"),
        }

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["responsible"]).queryset = people
        cast("forms.IntegerField", self.fields["min_people"]).min_value = 1
        self.fields["warn_days"].widget.attrs |= {"max": 60}

    def clean_min_people(self) -> int:
        if not 1 <= self.cleaned_data["min_people"] <= 20:
            raise forms.ValidationError(_("请写 1 到 20。"))
        return int(self.cleaned_data["min_people"])

    def clean_warn_days(self) -> int:
        if self.cleaned_data["warn_days"] > 60:
            raise forms.ValidationError(_("最多提前 60 天。"))
        return int(self.cleaned_data["warn_days"])

    def clean_hours(self) -> str:
        hours = str(self.cleaned_data["hours"]).strip()
        if hours:
            try:
                read_hours(hours)
            except WrongHours as why:
                raise forms.ValidationError(str(why)) from why
        return hours

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("is_round_the_clock") and given.get("hours"):
            self.add_error("hours", _("二十四小时的岗位不用再写时间。"))
        return given


class PatternForm(forms.ModelForm):
    """A turn: the shifts of a day, what one person does day after day, and who takes part, in order."""

    slots = forms.CharField(
        label=_("一天几个班"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个：名字、空格、时间。例如：早 8:00-16:00。半夜开始的写 夜 24:00-8:00，算在前一天。"),
    )
    cycle = forms.CharField(
        label=_("一个人怎样轮"),
        max_length=300,
        help_text=_("从第一天起每天一个词，空格隔开，休息写“休”。例如：早 中 夜 休"),
    )

    class Meta:
        model = Pattern
        fields = ["name", "slots", "cycle", "stagger", "first_on"]
        widgets = {"first_on": DayInput}
        help_texts = {"stagger": _("第二位比第一位早轮到几天；四个人轮“早 早 中 中 夜 夜 休 休”写 2")}

    def __init__(self, *args: Any, people: QuerySet[User], members: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, joint in (("slots", "\n"), ("cycle", " ")):
            if isinstance(self.initial.get(name), list):
                self.initial[name] = joint.join(self.initial[name])
        for place in range(PLACES):
            self.fields[f"place_{place}"] = PersonChoice(
                people, label=_("第 {n} 位").format(n=place + 1), required=place == 0, empty_label="—"
            )
            if place < len(members):
                self.initial[f"place_{place}"] = members[place].pk

    @property
    def turn_fields(self) -> list[Any]:
        return [self[name] for name in ("name", "slots", "cycle", "stagger", "first_on")]

    @property
    def place_fields(self) -> list[Any]:
        return [self[f"place_{place}"] for place in range(PLACES)]

    def clean_slots(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["slots"].splitlines() if line.strip()]
        names = []
        for line in lines:
            try:
                names.append(read_slot(line)[0])
            except (WrongHours, IndexError) as why:
                raise forms.ValidationError(_("“{line}”没看懂，请写成：早 8:00-16:00").format(line=line[:20])) from why
        if len(set(names)) < len(names) or OFF in names or any(len(name) > 10 for name in names):
            raise forms.ValidationError(_("每个班要有自己的名字，不超过 10 个字，也不能叫“休”。"))
        return lines

    def clean_cycle(self) -> list[str]:
        return str(self.cleaned_data["cycle"]).split()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        known = {read_slot(line)[0] for line in given.get("slots") or []} | {OFF}
        if unknown := [word for word in given.get("cycle") or [] if word not in known]:
            self.add_error("cycle", _("“{word}”不在上面的班里。").format(word=unknown[0]))
        members: list[User] = [person for place in range(PLACES) if (person := given.get(f"place_{place}"))]
        if len({person.pk for person in members}) < len(members):
            self.add_error("place_0", _("同一个人只排一次。"))
        given["people"] = members
        return given


class FillForm(forms.Form):
    since = forms.DateField(label=_("从哪天"), widget=DayInput)
    until = forms.DateField(label=_("到哪天"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and not 0 <= (until - since).days < LONGEST:
            self.add_error("until", _("从第一天起，一次最多排 {days} 天。").format(days=LONGEST))
        return given
