"""Matters: put forward, told of, talked about, answered, shown."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput

from ..models import Body, Matter, Meeting, Opinion, Told

WORDS = forms.Textarea(attrs={"rows": 4})


class MatterForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=_("交给谁议"), empty_label=None)
    title = forms.CharField(label=_("事项"), max_length=120, help_text=_("一句话，例如：建安街排水沟改造"))
    background = forms.CharField(
        label=_("由来"), max_length=4000, widget=WORDS,
        help_text=_("发生了什么，多少户受影响。不写居民的姓名、电话、门牌。"),
    )  # fmt: skip
    options = forms.CharField(label=_("备选办法"), max_length=4000, required=False, widget=WORDS)
    source = forms.ChoiceField(label=_("从哪里来"), choices=Matter.Source.choices)
    proposed_for = forms.CharField(label=_("谁提出的（替别人提的时候写）"), max_length=80, required=False)
    level = forms.ChoiceField(label=_("议到哪一级"), choices=Matter.Level.choices, initial=Matter.Level.COUNCIL)
    affects_all = forms.BooleanField(label=_("涉及全体居民"), required=False)
    is_confidential = forms.BooleanField(label=_("不对外公开"), required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["body"])
        field.queryset = Body.objects.filter(pk__in=[body.pk for body in bodies])


class MatterChangeForm(MatterForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, bodies=[], **kwargs)
        del self.fields["body"], self.fields["proposed_for"]


class InformedForm(forms.Form):
    untold_because = forms.CharField(
        label=_("没有告知到的是谁、为什么"), max_length=300, required=False, help_text=_("都告知到了就不用写。")
    )


class DiscussedForm(forms.Form):
    because = forms.CharField(
        label=_("没有上会的原因"), max_length=200, required=False, help_text=_("会上议过的不用写。")
    )


class OpinionForm(forms.Form):
    stance = forms.ChoiceField(label=_("态度"), choices=Opinion.Stance.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("意见"), max_length=1000, widget=WORDS)
    is_anonymous = forms.BooleanField(
        label=_("不署名"), required=False, help_text=_("谁也查不到是谁说的，连自己也不能再改。")
    )
    said_by = forms.CharField(label=_("替谁记的"), max_length=50, required=False, help_text=_("自己的意见不用写。"))

    def __init__(self, *args: Any, takes_anonymous: bool, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_anonymous:
            del self.fields["is_anonymous"]
        if not keeps:
            del self.fields["said_by"]


class ReplyForm(forms.Form):
    reply = forms.CharField(label=_("采纳情况"), max_length=300, help_text=_("例如：改为九点半以后进场"))
    is_adopted = forms.TypedChoiceField(
        label=_("采纳了没有"), choices=(("yes", _("已采纳")), ("no", _("没有采纳"))), widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
    )  # fmt: skip


class AgendaForm(forms.Form):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("哪次会"), empty_label=None)

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["meeting"]).queryset = meetings


class PartyForm(forms.Form):
    on = forms.DateField(label=_("党组织哪天讨论的"), widget=DayInput)


class ConcludeForm(forms.Form):
    result = forms.CharField(
        label=_("结果"), max_length=2000, widget=WORDS,
        help_text=_("这段话会原样答复给每一位反映的居民：做了什么、以后谁管。不写姓名、电话、门牌。"),
    )  # fmt: skip


class PublicForm(forms.Form):
    text = forms.CharField(
        label=_("给居民看的说明"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("公开的只有事项名称和这段话。不写姓名、电话、门牌。"),
    )  # fmt: skip


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("为什么"), max_length=200)


class TellingForm(forms.Form):
    """Which lines, and how: many at once. The lines are ticked in a list of their own."""

    mode = forms.ChoiceField(choices=[each for each in Told.Mode.choices if each[0] != Told.Mode.PAGE])
    told = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, keys: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.TypedMultipleChoiceField", self.fields["told"]).choices = [(key, key) for key in keys]
