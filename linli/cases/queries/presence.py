"""有人正在处理: who else has a case open, and at which step they are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.live.queries import who_is_on

from ..models import Case

STEPS = {
    "offer": _("派给别人"),
    "refusal": _("现在去不了，说明原因"),
    "handover": _("转交"),
    "added_arrival": _("补记到场"),
    "help": _("请来协办"),
    "help_report": _("办了什么"),
    "resolution": _("办结"),
    "extension": _("延期"),
    "decision": _("批准或不批准"),
    "pause": _("暂停"),
    "callback": _("回访"),
    "reopening": _("重新办"),
}


@dataclass(frozen=True)
class There:
    """Somebody else at this case; `step` is blank while they only read."""

    name: str
    step: str | Promise
    since: datetime


def others_on(case: Case, user: User, now: datetime) -> list[There]:
    """Return who besides `user` has the case open, longest first."""
    thing = f"cases.case:{case.pk}"
    found = who_is_on([thing], besides=user, now=now).get(thing, [])
    return [There(each.name, STEPS.get(each.doing, ""), each.since) for each in found]
