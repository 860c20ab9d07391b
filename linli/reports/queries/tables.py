"""Appeals and kept promises by zone and by channel. Zones stand by their number and channels as in the code list."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.cases.models import Channel
from linli.territory.models import Zone

from ..models import By
from ..scope import NO_ZONE, Scope
from .figures import fraction, percent
from .recount import tallies_of
from .tallied import Counts, Tallied


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


NEEDED = ("received", "arrive_kept", "arrive_missed", "resolve_kept", "resolve_missed")


def tables(scope: Scope, read: Tallied | None = None) -> Tables:
    """Return both tables out of tallies by zone and channel; their totals are those of the page."""
    read = read or tallies_of(scope, (By.ALL, By.ZONE, By.CHANNEL), names=NEEDED)
    with_cases = {int(key) for key in read.keys(By.ZONE)}
    zones = [*zones_of(scope, with_cases), *([(NO_ZONE, _("不在责任区里"))] if NO_ZONE in with_cases else [])]
    channels = set(read.keys(By.CHANNEL))
    return Tables(
        by_zone=[line(label, {"zone": pk}, read.of(By.ZONE, pk)) for pk, label in zones],
        by_channel=[
            line(str(channel.label), {"channel": channel.value}, read.of(By.CHANNEL, channel.value))
            for channel in Channel
            if channel.value in channels
        ],
        total=line(_("合计"), {}, read.of()),
    )


def line(label: str, narrows: dict[str, int | str], counts: Counts) -> TableLine:
    """Return one line of a table out of its tallies."""
    return TableLine(
        label,
        narrows,
        counts["received"],
        arrive=_share("arrived_on_time", counts["arrive_kept"], counts["arrive_missed"]),
        resolve=_share("resolved_on_time", counts["resolve_kept"], counts["resolve_missed"]),
    )


def _share(metric: str, kept: int, missed: int) -> Share:
    return Share(metric, kept, kept + missed)


def zones_of(scope: Scope, with_cases: set[int]) -> list[tuple[int, str]]:
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
