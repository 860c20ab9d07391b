"""What people type, made clean. Forms never save."""

from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.residents import phones
from linli.residents.models import Unit
from linli.web.widgets import DayInput, MomentInput, PhoneInput

from .actions import EMERGENCY_NUMBERS, Appeal
from .models import (
    ENDINGS,
    NOT_HANDLED_HERE,
    Callback,
    Category,
    Channel,
    GoodDeed,
    Kind,
    Outcome,
    Remark,
    Satisfaction,
    Urgency,
)
from .queries.lookups import fallback_category, propose_category

YES_NO = [("yes", _("是")), ("no", _("不是"))]


def choices_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field whose choices are known only when the form is made."""
    return cast("forms.ChoiceField", form.fields[name])


class CategoryChoice(forms.ModelChoiceField):
    """One category of the tree, parents and children in order; all in one query."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Category.objects.filter(is_in_use=True).select_related("parent"), **kwargs)


class IntakeForm(forms.Form):
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

    def __init__(self, data: QueryDict | None = None, *, channel: str = Channel.HOTLINE) -> None:
        super().__init__(data, initial={"channel": channel, "key": uuid4(), "kind": Kind.HELP, "ending": self.SEND})

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
        category = given.get("category") or propose_category(given["content"]) or fallback_category()
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
        return self.cleaned_data["content"].strip() or str(_("紧急求助，来不及细说"))

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class HandOnForm(ReasonForm):
    to = forms.ChoiceField(label=_("转给谁"), required=False)

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices_of(self, "to").choices = [
            ("", _("下一位该接的人")),
            *[(pk, person.name) for pk, person in self.people.items()],
        ]

    def clean_to(self) -> Any:
        return self.people.get(self.cleaned_data["to"])


class OfferForm(forms.Form):
    """Whom to put the case before: a person, or a unit's liaison."""

    to = forms.ChoiceField(label=_("派给谁"))

    def __init__(self, *args: Any, people: list[Any], units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"person-{person.pk}": person for person in people} | {f"unit-{unit.pk}": unit for unit in units}
        groups = [
            (_("人"), [(key, each.name) for key, each in self.found.items() if key.startswith("person")]),
            (_("驻区单位"), [(key, str(each)) for key, each in self.found.items() if key.startswith("unit")]),
        ]
        choices_of(self, "to").choices = [("next", _("下一位该接的人")), *[group for group in groups if group[1]]]

    def clean_to(self) -> Any:
        return self.found.get(self.cleaned_data["to"])


class AddedArrivalForm(forms.Form):
    who = forms.ChoiceField(label=_("谁到场的"))
    arrived_at = forms.DateTimeField(label=_("几点到的"), widget=MomentInput)
    note = forms.CharField(label=_("怎么知道的"), max_length=200, help_text=_("例如：到场后打过电话，忘了点"))

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices_of(self, "who").choices = [(pk, person.name) for pk, person in self.people.items()]

    def clean_who(self) -> Any:
        return self.people[self.cleaned_data["who"]]


class RemarkForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("给谁看"), choices=Remark.Kind.choices, initial=Remark.Kind.NOTE, widget=forms.RadioSelect
    )
    body = forms.CharField(label=_("内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    mode = forms.ChoiceField(
        label=_("怎样答复的"), choices=Remark.Mode.choices, initial=Remark.Mode.PHONE, required=False
    )


class HelpForm(forms.Form):
    """Whom to ask: somebody of the zone or the office, or a unit."""

    from_whom = forms.ChoiceField(label=_("请谁"))
    wanted = forms.CharField(label=_("请帮什么"), max_length=200)

    def __init__(self, *args: Any, people: list[Any], units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"person-{person.pk}": person for person in people} | {f"unit-{unit.pk}": unit for unit in units}
        choices_of(self, "from_whom").choices = [
            (_("驻区单位"), [(key, str(each)) for key, each in self.found.items() if key.startswith("unit")]),
            (_("同事"), [(key, each.name) for key, each in self.found.items() if key.startswith("person")]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = self.found.get(given.pop("from_whom", ""))
        return given | {"unit" if isinstance(chosen, Unit) else "helper": chosen}


class HelpReportForm(forms.Form):
    report = forms.CharField(label=_("办了什么"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ResolutionForm(forms.Form):
    done = forms.CharField(
        label=_("办得怎样"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("自己人看的：做了什么，结果怎样"),
    )
    outcome = forms.ChoiceField(
        label=_("怎样结束的"),
        choices=[(each.value, each.label) for each in ENDINGS],
        initial=Outcome.DONE,
        widget=forms.RadioSelect,
    )
    handed_to = forms.CharField(label=_("移交给谁"), max_length=100, required=False)
    answer = forms.CharField(
        label=_("怎样答复居民的"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("居民凭查询码能看到这段话"),
    )
    mode = forms.ChoiceField(
        label=_("怎样答复的"), choices=Remark.Mode.choices, initial=Remark.Mode.IN_PERSON, required=False
    )

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        outcome = given.get("outcome")
        if outcome == Outcome.HANDED_OVER and not given.get("handed_to"):
            self.add_error("handed_to", _("请写移交给了谁。"))
        if outcome and outcome != Outcome.DONE and not given.get("answer"):
            self.add_error("answer", _("没有办成的，要告诉居民为什么、该找谁。"))
        given["mode"] = given.get("mode") or Remark.Mode.IN_PERSON
        return given


class ExtensionForm(forms.Form):
    reason = forms.CharField(label=_("为什么办不完"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    new_due_at = forms.DateTimeField(label=_("延到什么时候"), widget=MomentInput)
    told_requester_at = forms.DateTimeField(
        label=_("什么时候告诉居民的"), widget=MomentInput, help_text=_("先告诉居民，再申请延期")
    )

    def clean_told_requester_at(self) -> datetime:
        return not_in_future(self.cleaned_data["told_requester_at"])


class DecisionForm(forms.Form):
    is_approved = forms.ChoiceField(
        label=_("同意延期吗"), choices=[("yes", _("同意")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def clean_is_approved(self) -> bool:
        return self.cleaned_data["is_approved"] == "yes"


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=_("在等什么"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("居民能看到这句话")
    )
    resume_by = forms.DateTimeField(label=_("预计什么时候恢复"), widget=MomentInput)
    told_requester_at = forms.DateTimeField(label=_("什么时候告诉居民的"), widget=MomentInput)

    def clean_told_requester_at(self) -> datetime:
        return not_in_future(self.cleaned_data["told_requester_at"])


def not_in_future(at: datetime) -> datetime:
    if at > timezone.now():
        raise forms.ValidationError(_("这个时间还没到。"))
    return at


class AnswersForm(forms.Form):
    """What the resident says of it: on the page behind the query code, or on the phone to whoever calls back."""

    contacted_in_time = forms.ChoiceField(
        label=_("及时联系您了吗"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    resolved = forms.ChoiceField(
        label=_("解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选解决了还是没有解决。")},
    )
    satisfaction = forms.ChoiceField(
        label=_("满意吗"), choices=Satisfaction.choices, required=False, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("还想说什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_contacted_in_time(self) -> bool | None:
        return said_yes(self.cleaned_data["contacted_in_time"])

    def clean_resolved(self) -> bool | None:
        return said_yes(self.cleaned_data["resolved"])


def said_yes(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


class CallbackForm(AnswersForm):
    """One attempt to call back; the answers are needed only when somebody was reached."""

    reached = forms.ChoiceField(
        label=_("接通了吗"), choices=[("yes", _("接通了")), ("no", _("没有接通"))], widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(
        label=_("怎样回访的"),
        choices=[(Callback.Mode.PHONE, _("电话")), (Callback.Mode.VISIT, _("上门"))],
        initial=Callback.Mode.PHONE,
        required=False,
    )

    field_order = ["reached", "contacted_in_time", "resolved", "satisfaction", "comment", "mode"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolved"].required = False

    def clean_reached(self) -> bool:
        return self.cleaned_data["reached"] == "yes"

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or Callback.Mode.PHONE

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("reached") and given.get("resolved") is None:
            self.add_error("resolved", _("请选解决了还是没有解决。"))
        return given


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "0000 0000"}),
        help_text=_("登记时告诉您的八位数字"),
    )

    def clean_code(self) -> str:
        digits = "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())
        if len(digits) != 8:
            raise forms.ValidationError(_("查询码是八位数字，请再看一眼。"))
        return digits


class DeedForm(forms.Form):
    source = forms.ChoiceField(label=_("算在哪里"), choices=GoodDeed.Source.choices, help_text=_("一件事只算在一处"))
    title = forms.CharField(label=_("什么事"), max_length=100)
    done_on = forms.DateField(label=_("哪天办成的"), widget=DayInput)
    for_whom = forms.CharField(label=_("为谁办的"), max_length=100, required=False)
    done_by = forms.CharField(label=_("谁办的"), max_length=100, required=False)
    result = forms.CharField(label=_("结果"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_done_on(self) -> Any:
        if self.cleaned_data["done_on"] > timezone.localdate():
            raise forms.ValidationError(_("这一天还没到。"))
        return self.cleaned_data["done_on"]


class CaseFilterForm(forms.Form):
    """Filters of the list; a wrong value filters nothing."""

    q = forms.CharField(label=_("找"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("到哪一步"),
        required=False,
        choices=[
            ("", _("全部")), ("open", _("在办")), ("waiting", _("等接单")), ("late", _("已超时")),
            ("callback", _("等回访")), ("filing", _("等归档")), ("ended", _("办完的")),
        ],
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("来路"), required=False, choices=[("", _("全部")), *Channel.choices])
    zone = forms.ChoiceField(label=_("责任区"), required=False)
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)

    def __init__(self, *args: Any, zones: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "zone").choices = [
            ("", _("全部")),
            *[(str(zone.pk), f"{zone.number} {zone.name}") for zone in zones],
        ]
