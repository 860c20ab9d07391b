"""Writing a matter down."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from linli.files.arriving import Picked
from linli.files.fields import WithFiles
from linli.residents import phones
from linli.web.widgets import MomentInput, PhoneInput

from ..actions import EMERGENCY_NUMBERS, Appeal
from ..models import (
    NOT_HANDLED_HERE,
    Category,
    Channel,
    Kind,
    Outcome,
    Urgency,
)
from ..queries.lookups import category_for


class CategoryChoice(forms.ModelChoiceField):
    """One category of the tree, parents and children in order; all in one query."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Category.objects.filter(is_in_use=True).select_related("parent"), **kwargs)


class IntakeForm(WithFiles):
    """谁 / 哪里 / 什么事. Only the matter itself is needed; everything else can be proposed, or left out."""

    SEND, ANSWERED = "send", "answered"

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("称呼"), max_length=50, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False, widget=PhoneInput)
    is_anonymous = forms.BooleanField(label=_("不愿留名，也照样办"), required=False)
    place_text = forms.CharField(label=_("哪里"), max_length=200, required=False)
    content = forms.CharField(
        label=_("什么事"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一句：什么事。别的都可以空着。")},
    )
    channel = forms.ChoiceField(label=_("怎么来的"), choices=Channel.choices)
    category = CategoryChoice(label=_("归类"), required=False, empty_label=_("按内容自动归类"))
    kind = forms.ChoiceField(label=_("类型"), choices=Kind.choices, initial=Kind.HELP, required=False)
    urgency = forms.ChoiceField(
        label=_("多急"),
        choices=[("", _("按归类定")), *[c for c in Urgency.choices if c[0] != Urgency.EMERGENCY]],
        required=False,
    )
    wants_confidential = forms.BooleanField(label=_("请为反映人保密"), required=False)
    external_number = forms.CharField(label=_("外部编号（如 12345 工单号）"), max_length=40, required=False)
    received_at = forms.DateTimeField(
        label=_("什么时候接到的"), required=False, widget=MomentInput, help_text=_("空着就是现在")
    )
    ending = forms.ChoiceField(
        label=_("要派人去办吗"),
        choices=[
            (SEND, _("派人去办")),
            (ANSWERED, _("当场答复了")),
            *[
                (outcome.value, outcome.label)
                for outcome in NOT_HANDLED_HERE
                if outcome is not Outcome.EMERGENCY_TRANSFERRED
            ],
        ],
        initial=SEND,
        required=False,
        widget=forms.RadioSelect,
    )
    told = forms.CharField(
        label=_("怎样告诉对方的"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("居民查进度时会看到这句话"),
    )

    def __init__(
        self, data: QueryDict | None = None, *, channel: str = Channel.HOTLINE, picked: Picked | None = None
    ) -> None:
        begins = {"channel": channel, "key": uuid4(), "kind": Kind.HELP, "ending": self.SEND}
        super().__init__(data, initial=begins, picked=picked)

    def clean_phone(self) -> str:
        return phone_from(self.cleaned_data["phone"])

    def clean_content(self) -> str:
        return self.cleaned_data["content"].strip()

    def clean_received_at(self) -> datetime | None:
        at = self.cleaned_data["received_at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("这个时间还没到。"))
        return at

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        ending = given.get("ending") or self.SEND
        if ending != self.SEND and not given.get("told"):
            self.add_error("told", _("请写下怎样告诉对方的，让人走得明白。"))
        return given

    @property
    def appeal(self) -> Appeal:
        given = self.cleaned_data
        category = given.get("category") or category_for(given["content"])
        return Appeal(
            content=given["content"],
            category=category,
            channel=given["channel"],
            place_text=given["place_text"],
            name=given["name"],
            phone=given["phone"],
            is_anonymous=given["is_anonymous"],
            wants_confidential=given["wants_confidential"],
            kind=given["kind"] or Kind.HELP,
            urgency=given["urgency"],
            external_number=given["external_number"],
        )


def phone_from(text: str) -> str:
    """Return the canonical number, or blank; a wrong one is told beside the field."""
    if not text.strip():
        return ""
    try:
        return phones.normalise(text)
    except ValueError as why:
        raise forms.ValidationError(str(why)) from why


class LookUpForm(IntakeForm):
    """The intake form while it is being filled in: whatever is not right yet is simply not looked up."""

    content = forms.CharField(max_length=4000, required=False)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class EmergencyForm(IntakeForm):
    """Life and limb first: any words will do, and none are needed."""

    content = forms.CharField(max_length=4000, required=False)
    emergency = forms.ChoiceField(choices=[(number, number) for number in EMERGENCY_NUMBERS])

    def clean_phone(self) -> str:
        try:
            return phone_from(self.cleaned_data["phone"])
        except forms.ValidationError:
            return ""

    def clean_content(self) -> str:
        with translation.override(settings.LANGUAGE_CODE):  # kept as it is for everybody who reads it later
            return self.cleaned_data["content"].strip() or str(_("紧急求助，来不及细说"))

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data
