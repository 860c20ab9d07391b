"""Freeze a figure as it is published; and say when a place counts as a hot spot."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..metrics import Metric
from ..models import HotSpotRule, PublishedStatistic
from ..queries.figures import figures
from ..queries.published import ids_of
from ..scope import Scope

MOST_ROWS = 500_000


class TooManyRows(Refusal):
    pass


class OneCommunityAtATime(Refusal):
    pass


@transaction.atomic
def publish_figure(
    metric: Metric,
    scope: Scope,
    *,
    where: str,
    note: str = "",
    narrows: dict[str, str],
    narrowed_to: str,
    by: User,
    at: datetime,
) -> PublishedStatistic:
    """公布: keep the number, its definition and the keys of its rows as they are; nothing changes it afterwards.

    Raises OneCommunityAtATime for a number over several communities: who would answer for it?
    """
    if len(scope.community_ids) != 1:
        raise OneCommunityAtATime(_("请先选一个社区，再公布这个社区的数。"))
    figure = figures(scope, [metric])[metric.code]
    if figure.whole > MOST_ROWS:
        raise TooManyRows(_("这个数里的事太多了，请选短一点的时间再公布。"))
    kept, missed = ids_of(metric, scope)
    (community_id,) = scope.community_ids
    published = PublishedStatistic.objects.create(
        community_id=community_id, metric=metric.code, label=str(metric.label), unit=figure.unit,
        definition=figure.definition, narrows=narrows, narrowed_to=narrowed_to, from_on=scope.window.from_on,
        to_on=scope.window.to_on, as_of=scope.as_of, value=figure.value, words=figure.words,
        parts=[[each.part.code, str(each.part.label), each.count] for each in figure.counts],
        kept_ids=sorted(kept), missed_ids=sorted(missed), where=where, note=note, by=by, at=at,
    )  # fmt: skip
    record(events.FIGURE_PUBLISHED, published, by=by, at=at, label=str(metric.label), value=figure.words, where=where)
    return published


@transaction.atomic
def set_hot_spot_rule(community: Community, *, times: int, months: int, by: User, at: datetime) -> HotSpotRule:
    """Say from how many times within how many months a place is a hot spot."""
    given: dict[str, Any] = {"times": times, "months": months, "by": by, "at": at}
    rule, _new = HotSpotRule.objects.update_or_create(community=community, defaults=given)
    record(events.HOT_SPOT_RULE_SET, rule, by=by, at=at, times=times, months=months)
    return rule
