"""Meetings: planned, called, opened, closed; who came; minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.activities.models.series import Repeats, rule_of
from linli.files.fields import WithFiles
from linli.residents.fields import PersonField
from linli.residents.queries import readable_by
from linli.web.widgets import DayInput, MomentInput

from ..models import Invited, Meeting

LONGEST = timedelta(hours=12)


class MeetingForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如“第四季度联席会”"))
    kind = forms.ChoiceField(label=_("类别"), choices=Meeting.Kind.choices)
    starts_at = forms.DateTimeField(label=_("开始"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("预计结束"), widget=MomentInput)
    place = forms.CharField(label=_("地点"), max_length=80)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("starts_at"), given.get("ends_at")
        if begins and ends and not begins < ends <= begins + LONGEST:
            self.add_error("ends_at", _("结束要晚于开始，一次会最长 12 小时。"))
        return given


class PlanMeetingForm(MeetingForm):
    """A meeting, or a series of them."""

    repeats = forms.ChoiceField(label=_("以后还开吗"), choices=Repeats.choices, required=False)
    until_on = forms.DateField(
        label=_("排到哪天"),
        widget=DayInput,
        required=False,
        help_text=_("重复的会才填；以后每一次都能单独改"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("repeats") and not given.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("请写排到哪天。"))
        return given

    def recurring(self, first: datetime) -> str:
        """Return the rule of the series as calendars write it; blank where it is one meeting. `first` is local."""
        repeats = self.cleaned_data.get("repeats", "")
        return rule_of(repeats, first) if repeats else ""


class CallForm(forms.Form):
    short_notice_reason = forms.CharField(
        label=_("为什么来不及提前通知"), max_length=200, required=False, help_text=_("写了会印在通知和会议纪要上")
    )

    def __init__(self, *args: Any, is_short: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_short:
            del self.fields["short_notice_reason"]

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("short_notice_reason", ""))


class GuestForm(forms.Form):
    person = PersonField(label=_("居民登记里的人"), required=False)
    name = forms.CharField(label=_("或者：姓名"), max_length=50, required=False)
    post = forms.CharField(label=_("以什么身份来"), max_length=40, required=False, help_text=_("例如“市政局技术员”"))

    def __init__(self, *args: Any, user: User, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).people = readable_by(user, on)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("person") and not given.get("name") and "person" not in self.errors:
            self.add_error("name", _("请选一位居民，或者写下姓名。"))
        return given


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("来不来"), choices=Invited.Answer.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("请假的话，为什么"), max_length=200, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("为什么"), max_length=200)


class OpenForm(forms.Form):
    """Who is in the chair and who takes the minutes, of those invited."""

    chair = forms.ChoiceField(label=_("主持人"), required=False)
    recorder = forms.ChoiceField(label=_("记录人"), required=False)

    def __init__(self, *args: Any, invited: Sequence[Invited], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = {str(each.pk): each for each in invited}
        choices = [("", _("以后再定")), *[(key, str(each)) for key, each in self.invited.items()]]
        for name in ("chair", "recorder"):
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def chosen(self) -> dict[str, Invited | None]:
        return {name: self.invited.get(self.cleaned_data[name]) for name in ("chair", "recorder")}


class CloseForm(forms.Form):
    ended_at = forms.DateTimeField(label=_("几点散会的"), widget=MomentInput)


class MinutesForm(forms.Form):
    text = forms.CharField(
        label=_("会议情况"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}), strip=True,
        help_text=_("主要说了什么。每个议题的讨论写在议题下面，决议单独写"),
    )  # fmt: skip
    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class SaidForm(forms.Form):
    text = forms.CharField(
        label=_("讨论情况"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class ItemForm(forms.Form):
    title = forms.CharField(label=_("议题"), max_length=120, help_text=_("一句话，例如“菜市场的消防通道怎么划”"))
    background = forms.CharField(
        label=_("由来"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    wanted = forms.CharField(
        label=_("想议定什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    proposed_for = forms.CharField(
        label=_("替谁提的"), max_length=80, required=False, help_text=_("替单位或居民提的写上；自己提的空着")
    )


class PapersForm(WithFiles):
    """Papers for those invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].help_text = _("参加会议的人看得到。要给会外的人看，另外发。")

    def clean(self) -> dict[str, Any]:
        if not self.picked.uploads and not self.picked.complaints:
            self.add_error("attachments", _("还没有选文件。"))
        return super().clean() or self.cleaned_data
