"""Appeals and kept promises by zone and by channel. Zones stand by their number and channels as in the code list."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from linli.cases.models import Channel, Promise
from linli.territory.models import Zone

from ..metrics.kinds import KEPT, MISSED
from ..populations import Standing, cases, promises
from ..scope import NO_ZONE, Scope
from .figures import fraction, percent


@dataclass(frozen=True)
class Share:
    """Promises of one kind on one line of a table. `width` is the length of its bar in percent."""

    metric: str
    kept: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.kept, self.whole)

    @property
    def width(self) -> str:
        return str(self.percent or 0)

    @property
    def fraction(self) -> str:
        return fraction(self.kept, self.whole)


@dataclass(frozen=True)
class TableLine:
    """One zone or channel; `narrows` is what an address needs to name it ({"zone": 3})."""

    label: str
    narrows: dict[str, int | str]
    count: int
    arrive: Share
    resolve: Share


@dataclass(frozen=True)
class Tables:
    by_zone: list[TableLine]
    by_channel: list[TableLine]
    total: TableLine


Key = tuple[int | None, str]


def tables(scope: Scope) -> Tables:
    """Return both tables from three statements; their totals are those of the page."""
    received: Counter[Key] = Counter()
    for zone_id, channel, count in cases(scope).order_by().values_list("zone", "channel").annotate(rows=Count("pk")):
        received[zone_id, channel] += count
    promised: Counter[tuple[int | None, str, str, str]] = Counter()
    judged = promises(scope).filter(standing__in=(Standing.KEPT, Standing.MISSED)).order_by()
    for *key, count in judged.values_list("case__zone", "case__channel", "kind", "standing").annotate(rows=Count("pk")):
        promised[tuple(key)] += count
    zones = _zones(scope, {zone_id for zone_id, _channel in received if zone_id})
    return Tables(
        by_zone=[_of_zone(label, pk, received, promised) for pk, label in zones]
        + ([_of_zone(_("不在责任区里"), None, received, promised)] if any(key[0] is None for key in received) else []),
        by_channel=[
            _line(
                str(channel.label),
                {"channel": channel.value},
                sum(count for key, count in received.items() if key[1] == channel),
                Counter({key: count for key, count in promised.items() if key[1] == channel}),
            )
            for channel in Channel
            if any(key[1] == channel for key in received)
        ],
        total=_line(_("合计"), {}, received.total(), promised),
    )


def _of_zone(
    label: str, pk: int | None, received: Counter[Key], promised: Counter[tuple[int | None, str, str, str]]
) -> TableLine:
    return _line(
        label,
        {"zone": pk or NO_ZONE},
        sum(count for key, count in received.items() if key[0] == pk),
        Counter({key: count for key, count in promised.items() if key[0] == pk}),
    )


def _line(
    label: str, narrows: dict[str, int | str], count: int, promised: Counter[tuple[int | None, str, str, str]]
) -> TableLine:
    def share(metric: str, kind: str) -> Share:
        kept, missed = (
            sum(count for key, count in promised.items() if key[2:] == (kind, standing)) for standing in (KEPT, MISSED)
        )
        return Share(metric, kept, kept + missed)

    return TableLine(
        label,
        narrows,
        count,
        arrive=share("arrived_on_time", Promise.Kind.ARRIVE),
        resolve=share("resolved_on_time", Promise.Kind.RESOLVE),
    )


def _zones(scope: Scope, with_cases: set[int]) -> list[tuple[int, str]]:
    """Zones that stood in the window, and any other with appeals; of several communities with the community's name."""
    zones = Zone.objects.filter(community__in=scope.community_ids).select_related("community")
    several = len(scope.community_ids) > 1
    return [
        (zone.pk, f"{zone.community} {zone.number} {zone.name}" if several else f"{zone.number} {zone.name}")
        for zone in zones.order_by("community", "number")
        if zone.pk in with_cases or _stood(zone, scope)
    ]


def _stood(zone: Zone, scope: Scope) -> bool:
    began_in_time = zone.drawn_on <= scope.window.to_on
    return began_in_time and (zone.ended_on is None or zone.ended_on > scope.window.from_on)
