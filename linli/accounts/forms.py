"""What people type, made clean."""

from typing import Any, cast

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from linli.journal.record import declared_verbs
from linli.territory.models import Community, Zone
from linli.web.widgets import DayInput

from .models import Duty, User

ELSEWHERE = (Duty.Role.STREET_SUPERVISOR, Duty.Role.SYS_ADMIN, Duty.Role.AUDIT_ADMIN)
"""Roles that are not handed out on a page of one community: the street's, and the keepers of keys and records."""


class DutyInUseForm(forms.Form):
    """Which of one's own duties is meant from now on; anything else is not a choice."""

    duty = forms.ChoiceField()

    def __init__(self, *args: Any, duties: list[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["duty"]).choices = [(str(duty.pk), duty.label) for duty in duties]


class DutyForm(forms.Form):
    """A role in the community, and the zone a keeper keeps."""

    role = forms.ChoiceField(label=_("职务"))
    zone = forms.ModelChoiceField(
        Zone.objects.none(),
        label=_("责任区"),
        required=False,
        empty_label=_("没有"),
        help_text=_("只有责任区党员要选"),
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [choice for choice in Duty.Role.choices if choice[0] not in ELSEWHERE]
        cast("forms.ChoiceField", self.fields["role"]).choices = here
        cast("forms.ModelChoiceField", self.fields["zone"]).queryset = Zone.objects.filter(
            community=community, ended_on=None
        )

    def clean_role(self) -> Duty.Role:
        return Duty.Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("role") == Duty.Role.ZONE_KEEPER and not given.get("zone"):
            self.add_error("zone", _("责任区党员要选是哪个责任区。"))
        if given.get("role") != Duty.Role.ZONE_KEEPER:
            given["zone"] = None
        return given


class AccountForm(DutyForm):
    """A new account: who, how they sign in, and their first duty."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    username = forms.CharField(
        label=_("账号"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        help_text=_("登录时填的，例如姓名拼音或手机号"),
    )

    field_order = ["name", "username", "role", "zone"]

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("这个账号已经有人用了。"))
        return username


class AuditFilterForm(forms.Form):
    """Filters of the audit page; a wrong value filters nothing."""

    what = forms.ChoiceField(label=_("什么事"), required=False)
    who = forms.CharField(label=_("谁"), max_length=50, required=False)
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["what"]).choices = [
            ("", _("全部")),
            *[(each.name, f"{each.sentence} ({each.name})") for each in declared_verbs()],
        ]
