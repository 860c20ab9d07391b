"""How 灵峰 dispatches: a few rules, one of which names somebody who has left, and a promise that changes soon."""

from datetime import time, timedelta

from linli.accounts.models import User
from linli.cases import actions
from linli.cases.models import DispatchRule, Policy
from linli.rota.models import Post

from .stage import BEIJING, Stage


def _who_left(stage: Stage) -> User:
    """Return somebody who worked here once: a rule still names them."""
    return next(user for user in stage.users.values() if not user.is_active)


def write(stage: Stage) -> None:
    """Write the rules down as the secretary would; they decide from now on, what happened stays as it was."""
    now, secretary, community = stage.now, stage.users["liao"], stage.community
    centre = Post.objects.get(community=community, name="便民服务中心")
    categories = {category.code: category for category in stage.categories.values()}
    rules = [
        {
            "name": "夜间水电气热 → 值班岗", "urgency": "basic", "from_time": time(22), "until_time": time(6),
            "target": "post", "post": centre, "mode": "turn",
        },
        {"name": "路灯 → 市政局", "category": categories["municipal.lamp"], "weekdays": [1, 2, 3, 4, 5],
         "from_time": time(8), "until_time": time(18), "target": "unit", "unit": stage.units["市政局"]},
        {"name": "卫生大家抢", "category": categories["sanitation"], "target": "zone", "mode": "grab"},
        {"name": "媒体来的 → 老站长", "channel": "media", "target": "person", "person": _who_left(stage)},
    ]  # fmt: skip
    for rule in rules:
        actions.add_rule(DispatchRule(community=community, **rule), by=secretary, at=now - timedelta(hours=2))
    first = now.astimezone(BEIJING).date().replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    draft = Policy(
        community=community, urgency="general", resolve_within=5, resolve_clock="working_days",
        offer_within_minutes=120, source="社区公约：一般事项 5 个工作日内答复", effective_from=next_month,
    )  # fmt: skip
    actions.plan_policy(draft, by=secretary, at=now - timedelta(hours=1))
