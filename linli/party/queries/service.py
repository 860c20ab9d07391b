"""服务记录: what a member did, read from three places at once: activities they came to, cases they handled, and lines
noted by hand. Nothing is typed twice and nothing is added up."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.activities.models import Attendance
from linli.activities.queries import attended_by
from linli.cases.models import Case

from ..models import Member, ServiceEntry
from .life import add_months

ONLY_SITTING = frozenset(
    ("branch_meeting", "committee_meeting", "group_meeting", "party_class", "life_meeting", "appraisal")
)
"""Kinds of meetings: being there is organisation life, told on the other card, and no service to anybody."""


@dataclass(frozen=True)
class Service:
    """One line of the card. `entry` is there where it was noted by hand, and may be taken away."""

    on: date
    what: str
    how_long: str
    result: str
    certifier: str
    url: str = ""
    entry: int | None = None


def services_of(member: Member, since: date, until: date) -> list[Service]:
    """Return what a member did from `since` until before `until`, the latest first: three questions."""
    lines = [*_entries(member, since, until), *_attended(member, since, until), *_handled(member, since, until)]
    return sorted(lines, key=lambda line: line.on, reverse=True)


def quarter_of(year: int, quarter: int) -> tuple[date, date]:
    since = date(year, 3 * quarter - 2, 1)
    return since, add_months(since, 3)


def draft_note(member: Member, year: int, quarter: int) -> str:
    """Return what a note to the employer may begin with: a sentence a line of the quarter's services."""
    lines = services_of(member, *quarter_of(year, quarter))[::-1]
    if not lines:
        return _("这一季度没有记下服务。")
    count = ngettext("这一季度参加服务和活动 {n} 次：", "这一季度参加服务和活动 {n} 次：", len(lines))
    said = [
        _("{month} 月 {day} 日，{what}").format(month=line.on.month, day=line.on.day, what=line.what)
        + (_("（{result}）").format(result=line.result) if line.result else "")
        for line in lines[:20]
    ]
    return count.format(n=len(lines)) + "\n" + "\n".join(said)


def _entries(member: Member, since: date, until: date) -> list[Service]:
    found = ServiceEntry.objects.filter(member=member, on__gte=since, on__lt=until)
    return [
        Service(each.on, each.what, say_minutes(each.minutes), each.result, each.certifier, entry=each.pk)
        for each in found
    ]


def _attended(member: Member, since: date, until: date) -> list[Service]:
    came = attended_by([member.person_id], _moment(since), _moment(until)).filter(state=Attendance.State.PRESENT)
    return [_from_activity(each) for each in came if not ONLY_SITTING.issuperset(each.activity.kinds)]


def _from_activity(came: Attendance) -> Service:
    activity = came.activity
    begun, ended = activity.started_at, activity.ended_at
    minutes = int((ended - begun).total_seconds()) // 60 if begun and ended else None
    return Service(
        localdate(begun or activity.starts_at), activity.title, say_minutes(minutes), "", activity.origin_label
    )  # fmt: skip


def _handled(member: Member, since: date, until: date) -> list[Service]:
    """Cases this person ended: what was done is the closure's, and no requester is named."""
    if member.person.user_id is None:
        return []
    ended = Case.objects.filter(
        handler=member.person.user_id, closures__by=member.person.user_id, closures__at__gte=_moment(since),
        closures__at__lt=_moment(until),
    )  # fmt: skip
    rows = (
        ended.values_list("number", "title", "closures__at", "closures__outcome").distinct().order_by("-closures__at")
    )
    return [Service(localdate(at), title, "", _("已办结"), number) for number, title, at, _outcome in rows[:200]]


def say_minutes(minutes: int | None) -> str:
    """Return 半小时, 3 小时, 45 分钟."""
    if not minutes:
        return ""
    if minutes == 30:
        return _("半小时")
    hours = round(minutes / 60, 1)
    if minutes < 60:
        return ngettext("{n} 分钟", "{n} 分钟", minutes).format(n=minutes)
    return _("{hours} 小时").format(hours=f"{hours:g}")


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
