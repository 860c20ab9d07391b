"""What the office says when it looks back: why it was late, what the council should see, what was published."""

from datetime import datetime, timedelta

from linli.cases.actions import Matter, explain_breach, leave_uncounted, put_before_council
from linli.cases.models import Case, Promise
from linli.reports.actions import publish_figure
from linli.reports.metrics import metric
from linli.reports.periods import Period, window_of
from linli.reports.queries.hotspots import Rule, hot_spots
from linli.reports.scope import Scope, Window
from linli.reports.templatetags.figures import narrowed_rows_url

from .stage import Stage

WHY_LATE = (
    ("busy", ""),
    ("far", "路口修路，绕了一圈"),
    ("no_access", "敲门没人应，等住户回来"),
    ("materials", "合页要到五金店买"),
    ("others", "等供电所的人"),
    ("weather", "大雨，井口不能开"),
    ("busy", "同一时间两处漏水"),
    ("not_noted", ""),
)
EXPLAINED, OF = 3, 4  # of four late promises three are explained


def look_back(stage: Stage) -> None:
    """Explain most of the year's broken promises, put a hot spot before the council, publish last month's arrivals."""
    now, secretary = stage.now, stage.users["liao"]
    year_ago = now - timedelta(days=365)
    late = Promise.objects.filter(community=stage.community, broken_at__gte=year_ago, case__handler__isnull=False)
    for place, promise in enumerate(late.select_related("case__handler").order_by("broken_at", "pk")):
        if place % OF < EXPLAINED and promise.case.handler and promise.broken_at:
            code, note = WHY_LATE[place % len(WHY_LATE)]
            said_at = min(promise.broken_at + timedelta(hours=3), now)
            explain_breach(promise, code=code, note=note, by=promise.case.handler, at=said_at)
    rule = Rule()
    scope = Scope(frozenset([stage.community.pk]), rule.window(now.date()), now)
    spots = hot_spots(scope, rule, reader=secretary).rows
    for spot in [each for each in spots if each.category.code.startswith("municipal.")][:1]:
        matter = Matter(
            f"{spot.place}：{spot.category}",
            spot.count,
            scope.window.from_on,
            None,
            spot.category,
            spot.lane,
            spot.place_text,
            narrowed_rows_url("appeals_total", scope, spot.narrows),
        )
        why = "一年里反复来，一件一件办解决不了，请议事会商量一起修。"
        put_before_council(stage.community, matter, why=why, by=secretary, at=now - timedelta(hours=2))
    month = window_of(Period.LAST_MONTH, now.date())
    published_at = min(month.ends + timedelta(hours=9), now)
    for code in ("arrived_on_time", "appeals_total"):
        publish_figure(
            metric(code), Scope(scope.community_ids, month, published_at), where="居务公开栏",
            note="每月公布一次", narrows={}, narrowed_to="", by=secretary, at=published_at,
        )  # fmt: skip
    _find_a_test_among(month, stage, after=published_at)


def _find_a_test_among(month: Window, stage: Stage, *, after: datetime) -> None:
    """Leave a case of that month out of every figure, after they were published: what was published stays."""
    found_at = min(after + timedelta(days=2), stage.now)
    cases = Case.objects.filter(community=stage.community, received_at__range=(month.begins, month.ends))
    case = cases.filter(resolved_at__lt=after).order_by("-received_at").first()
    if case:
        leave_uncounted(case, why="test", note="是新来的值班员练习时记下的", by=stage.users["liao"], at=found_at)
