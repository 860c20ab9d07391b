"""One campaign under way: what units and members took on, and the records that kept it. Its items still wait."""

from datetime import date, timedelta
from typing import Any

from linli.accounts.models import User
from linli.activities.models import Activity
from linli.care.models import Visit
from linli.cases.models import Closure
from linli.journal.record import without_listeners
from linli.party.models import Member
from linli.programmes.actions import begin_theme, end_pledge, join_record, pledge
from linli.programmes.models import Pledge, Theme
from linli.programmes.shipped import shipped

from .stage import Stage

BEGUN = timedelta(days=240)
OF_UNITS = (
    ("市政局", "每月看一遍建安街、贤德北巷的水沟和路灯", "case"),
    ("人社局", "给返乡的邻居讲一次招工和补贴", "activity"),
    ("卫生服务中心", "每个月到老年活动中心量一次血压", "activity"),
    ("灵峰小学", "寒暑假的图书室给社区孩子用", ""),
)
OF_MEMBERS = ("陪楼上两位独居老人看病取药", "帮不会用手机的邻居交水电费")


def live(stage: Stage) -> None:
    """Begin 四包四帮 eight months ago; the street's paper has not come, so no item has a name."""
    known, since = shipped()["sibao_sibang"], stage.now - BEGUN
    liao = stage.users["liao"]
    with without_listeners():
        theme = begin_theme(
            stage.community, code=known.code, name=known.name, groups=known.groups, from_on=since.date(),
            about="先按各单位、各位党员自己说的做起来；每一项的名称等街道的文件。", by=liao, at=since,
        )  # fmt: skip
        for n, (unit, what, kind) in enumerate(OF_UNITS):
            on = (since + timedelta(days=10 + 7 * n)).date()
            by = stage.liaisons.get(unit, liao)
            made = pledge(theme, what=what, from_on=on, unit=stage.units[unit], by=by, at=since + timedelta(days=10))
            _join(stage, made, kind, on)
        _members(stage, theme, since.date() + timedelta(days=30), liao)


def _join(stage: Stage, made: Pledge, kind: str, since: date) -> None:
    """Join what was recorded anyway: cases the zone of 建安街 got done, activities held."""
    found: list[Any] = []
    if kind == "case":
        done = Closure.objects.filter(case__community=stage.community, case__lane__name__in=("建安街", "贤德北巷"))
        done = done.filter(outcome="done", case__received_at__date__gt=since).select_related("case").order_by("-pk")
        found = [each.case for each in done[:4]]
    elif kind == "activity":
        held = Activity.objects.filter(
            community=stage.community, started_at__date__gt=since, kinds__overlap=["health", "education"]
        )
        found = list(held.filter(kinds__overlap=["health", "education"]).order_by("-started_at")[:3])
    for thing in found:
        join_record(made, kind=kind, thing=thing, by=made.pledged_by, at=stage.now - timedelta(days=3))


def _members(stage: Stage, theme: Theme, since: date, by: User) -> None:
    """Two members: one still at it with visits that kept it, one who is done."""
    members = Member.objects.filter(community=stage.community, person__user__isnull=False).select_related("person")
    for what, member in zip(OF_MEMBERS, members.order_by("pk")[: len(OF_MEMBERS)], strict=False):
        at = stage.now - timedelta(days=200)
        made = pledge(theme, what=what, from_on=since, person=member.person, by=by, at=at)
        visits = Visit.objects.filter(visited_by=member.person.user, visited_at__date__gt=since, withdrawn_at=None)
        for visit in visits.order_by("-visited_at")[:3]:
            join_record(made, kind="visit", thing=visit, by=by, at=stage.now - timedelta(days=2))
    last = theme.pledges.filter(person__isnull=False).order_by("pk").last()
    if last:
        on = (stage.now - timedelta(days=20)).date()
        end_pledge(last, on=on, note="五户都学会了在手机上交，不用再帮。", by=by, at=stage.now - timedelta(days=20))
