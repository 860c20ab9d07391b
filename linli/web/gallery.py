"""Samples for the gallery: one of everything, at one moment."""

# Words as they might stand there, never shown to anybody but those who build. (catalogue: data)

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import now

from .clocks import Clock, Ring, draw_ring
from .widgets import DayInput, MomentInput, PhoneInput


def everything(request: HttpRequest) -> dict[str, Any]:
    at = now()
    return {
        "clocks": clocks(at),
        "large": Clock((_arrive(at, 5.4), _settle(at, 5.4))),
        "form": SampleForm({"phone": "1380000", "reply_by": "phone", "keeper": "2", "secret": "on"}),
        "page": SimpleNamespace(newer_url="?newer=1", older_url="?older=1"),
        "moments": [
            at - timedelta(minutes=5),
            at - timedelta(days=1),
            at - timedelta(days=40),
            at - timedelta(days=900),
        ],
    }


def clocks(at: datetime) -> list[Clock]:
    return [
        Clock((_arrive(at, 3.6), _settle(at, 3.6))),
        Clock((_arrive(at, 7.8), _settle(at, 7.8))),
        Clock((_kept(at, "arrive", "守约 · 7 分 06 秒"), _settle(at, 24.7))),
        Clock((_kept(at, "arrive", "守约 · 7 分 06 秒"), _kept(at, "settle", "守约 · 27 分 30 秒"))),
        Clock((_arrive(at, 11.7), _settle(at, 11.7))),
        Clock((_kept(at, "arrive", "守约 · 8 分 15 秒"), _settle(at, 32.5))),
        Clock((_kept(at, "arrive", "守约 · 7 分 50 秒"), _still(at, "settle", "paused", "暂停 · 等配件到 25 日"))),
        Clock((_still(at, "arrive", "waived", "不用到场"), _settle(at, 14))),
        Clock((_in_days(at),)),
    ]


def _arrive(at: datetime, minutes_ago: float) -> Ring:
    made = at - timedelta(minutes=minutes_ago)
    return draw_ring(
        promise="arrive",
        label="到场",
        allowance="10 分钟",
        made_at=made,
        due_at=made + timedelta(minutes=10),
        now=at,
    )


def _settle(at: datetime, minutes_ago: float) -> Ring:
    made = at - timedelta(minutes=minutes_ago)
    return draw_ring(
        promise="settle",
        label="办结",
        allowance="30 分钟",
        made_at=made,
        due_at=made + timedelta(minutes=30),
        now=at,
    )


def _kept(at: datetime, promise: Any, words: str) -> Ring:
    return _still(at, promise, "kept", words)


def _still(at: datetime, promise: Any, state: Any, words: str) -> Ring:
    label, allowance = {"arrive": ("到场", "10 分钟"), "settle": ("办结", "30 分钟")}[promise]
    return Ring(promise, label, allowance, state, 0, words, at)


def _in_days(at: datetime) -> Ring:
    return Ring(
        promise="settle",
        label="办结",
        allowance="5 个工作日",
        state="running",
        share_left=60,
        words="还剩 3 天",
        long_words="还剩 3 天，11月25日前",
        made_at=at - timedelta(days=2),
        due_at=at + timedelta(days=3),
    )


class SampleForm(forms.Form):
    """Each kind of field, some of them wrong."""

    where = forms.CharField(label="哪里", help_text="街巷和门牌，或者旁边的店")
    phone = forms.CharField(label="电话", required=False, widget=PhoneInput)
    reply_by = forms.ChoiceField(
        label="怎么回您",
        widget=forms.RadioSelect,
        choices=[("phone", "电话"), ("sms", "短信"), ("self", "我自己查")],
    )
    keeper = forms.ChoiceField(label="转给谁", choices=[("1", "李*芳"), ("2", "陆*")])
    note = forms.CharField(label="办得怎样", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    arrived_at = forms.DateTimeField(label="几点到的", required=False, widget=MomentInput)
    day = forms.DateField(label="哪一天", required=False, widget=DayInput)
    secret = forms.BooleanField(label="请为我保密", required=False)

    def clean_phone(self) -> str:
        raise forms.ValidationError("少了 4 位，手机号是 11 位")
