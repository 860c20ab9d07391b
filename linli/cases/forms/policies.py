"""A version of a policy as it is filled in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput
from linli.worktime.arithmetic import Clock

from ..models import Channel, Policy, Urgency
from ..queries.policy_book import PROMISED
from .intake import CategoryChoice
from .rules import ANY

MATTERS = ("category", "channel", "urgency")


class PolicyForm(forms.Form):
    """What is promised, and from which day. A version of an older one is for the same matters."""

    category = CategoryChoice(label=_("归类"), required=False, empty_label=_("不限"))
    channel = forms.ChoiceField(label=_("来路"), required=False, choices=[ANY, *Channel.choices])
    urgency = forms.ChoiceField(label=_("多急"), required=False, choices=[ANY, *Urgency.choices])
    arrive_within_minutes = forms.IntegerField(
        label=_("几分钟内到场"), required=False, min_value=1, max_value=1440, help_text=_("空着就是不约到场")
    )
    resolve_within = forms.IntegerField(label=_("多久办结"), min_value=1, max_value=100_000)
    resolve_clock = forms.ChoiceField(
        label=_("单位"),
        choices=[
            (Clock.MINUTES, _("分钟")), (Clock.CALENDAR_DAYS, _("日（自然日）")), (Clock.WORKING_DAYS, _("工作日")),
        ],
    )  # fmt: skip
    offer_within_minutes = forms.IntegerField(label=_("几分钟内要接单"), min_value=1, max_value=10_000)
    ladder = forms.ChoiceField(
        label=_("没有人应再找谁"),
        choices=Policy.Ladder.choices,
        initial=Policy.Ladder.OFFICER,
        widget=forms.RadioSelect,
    )
    help_within_minutes = forms.IntegerField(
        label=_("协办几分钟内反馈"), required=False, min_value=1, max_value=100_000,
        help_text=_("空着就与办结时限相同；请人时还可以单独定"),
    )  # fmt: skip
    source = forms.CharField(label=_("依据"), max_length=100, help_text=_("写在每件事上，居民也看得到"))
    effective_from = forms.DateField(label=_("从哪天起"), widget=DayInput)

    def __init__(self, data: QueryDict | None = None, *, policy: Policy | None = None, community_id: int) -> None:
        initial = {name: getattr(policy, name) for name in PROMISED} if policy else {}
        super().__init__(data, initial=initial | {"effective_from": timezone.localdate() + timedelta(days=1)})
        self.policy, self.community_id = policy, community_id
        if policy:
            for name in MATTERS:
                del self.fields[name]

    def clean_effective_from(self) -> Any:
        begins = self.cleaned_data["effective_from"]
        if begins < timezone.localdate():
            raise forms.ValidationError(_("这一天已经过了。时限规则只能从今天或以后开始。"))
        return begins

    def draft(self) -> Policy:
        """Return the version as filled in, unsaved."""
        of = {name: getattr(self.policy, name) for name in MATTERS} if self.policy else {}
        return Policy(community_id=self.community_id, **of, **self.cleaned_data)


class PolicyEndForm(forms.Form):
    until_on = forms.DateField(label=_("到哪天为止"), widget=DayInput, help_text=_("这一天起就不再按它"))
