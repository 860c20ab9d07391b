"""Figures split by one thing: zone, channel, category tree, urgency, hour, weekday, month. Never sorted by a value."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.cases.models import Category, Channel, Urgency
from linli.worktime.arithmetic import BEIJING

from ..models import TALLIES, By
from ..scope import NO_ZONE, Scope, Window
from .figures import fraction, percent
from .recount import tallies_of
from .tables import Share, zones_of
from .tallied import NONE, Counts, Tallied, next_month

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MONTH = "month"
KINDS: "dict[str, _StrPromise]" = {
    By.ZONE: gettext_lazy("责任区"),
    By.CHANNEL: gettext_lazy("来路"),
    By.CATEGORY: gettext_lazy("归类"),
    By.URGENCY: gettext_lazy("紧急程度"),
    By.HOUR: gettext_lazy("几点"),
    By.WEEKDAY: gettext_lazy("星期几"),
    MONTH: gettext_lazy("月份"),
}
"""What figures are split by, in the order of the tabs; the keys stand in addresses."""

SHARES = {
    "arrived_on_time": ("arrive_kept", "arrive_missed"),
    "resolved_on_time": ("resolve_kept", "resolve_missed"),
    "response_rate": ("contact_kept", "contact_missed"),
    "resolution_rate": ("said_resolved", "said_unresolved"),
    "satisfaction_rate": ("said_happy", "said_unhappy"),
}
TOLD = tuple(name for name in TALLIES if name.startswith("told_"))
NEEDED = ("received", "missed", *TOLD, *(name for pair in SHARES.values() for name in pair))


@dataclass(frozen=True)
class SplitLine:
    """One line. `narrows` is what an address needs to name it; `depth` 1 is a child in the tree of categories."""

    label: str
    narrows: dict[str, Any]
    counts: Counts
    depth: int = 0
    is_whole: bool = True

    @property
    def count(self) -> int:
        return self.counts["received"]

    @property
    def missed(self) -> int:
        return self.counts["missed"]

    @property
    def told(self) -> int:
        """Rounds ended as one of the six kinds not handled here: in no rate."""
        return sum(self.counts[name] for name in TOLD)

    @property
    def shares(self) -> list[Share]:
        return [
            Share(code, self.counts[kept], self.counts[kept] + self.counts[missed])
            for code, (kept, missed) in SHARES.items()
        ]

    # what the chart of weeks reads of a week, of a month
    @property
    def arrive(self) -> Any:
        return percent(self.counts["arrive_kept"], self.counts["arrive_kept"] + self.counts["arrive_missed"])

    @property
    def resolve_whole(self) -> int:
        return self.counts["resolve_kept"] + self.counts["resolve_missed"]

    @property
    def resolve(self) -> Any:
        return percent(self.counts["resolve_kept"], self.resolve_whole)

    @property
    def resolve_fraction(self) -> str:
        return fraction(self.counts["resolve_kept"], self.resolve_whole)


@dataclass(frozen=True)
class Breakdown:
    kind: str
    lines: list[SplitLine]
    total: SplitLine

    @property
    def most(self) -> int:
        """The greatest number of a line, which bars are measured by."""
        return max((line.count for line in self.lines), default=0) or 1


def breakdown(scope: Scope, kind: str) -> Breakdown:
    """Return the figures of `scope` split by `kind`; lines with nothing are left out where there are many kinds."""
    if kind == MONTH:
        read = tallies_of(scope, each="month", names=NEEDED)
        lines = [_of_month(month, scope.window, read) for month in months_of(scope)]
        return Breakdown(kind, lines, SplitLine(_("合计"), {}, added(line.counts for line in lines)))
    read = tallies_of(scope, (By.ALL, kind), names=NEEDED)
    return Breakdown(kind, list(_LINES[kind](scope, read)), SplitLine(_("合计"), {}, read.of()))


def _of_month(month: date, window: Window, read: Tallied) -> SplitLine:
    first, last = max(month, window.from_on), min(next_month(month) - timedelta(days=1), window.to_on)
    whole = first == month and last == next_month(month) - timedelta(days=1)
    label = date_format(month, pgettext("时间格式", "Y年n月"))
    narrows = {"from": first, "to": last}
    return SplitLine(label, narrows, read.of(begins_on=month), is_whole=whole)


def months_of(scope: Scope) -> Iterator[date]:
    """The months of the window, up to the month of `as_of`: at most the last 36 of them."""
    last = min(scope.window.to_on, scope.as_of.astimezone(BEIJING).date())
    first = max(
        scope.window.from_on, last.replace(year=last.year - 3) if last.day < 29 else last - timedelta(days=1095)
    )
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def added(counts: Iterator[Counts]) -> Counts:
    """Return the sum of tallies."""
    total = dict(NONE)
    for each in counts:
        for name, count in each.items():
            total[name] += count
    return total


def _zones(scope: Scope, read: Tallied) -> Iterator[SplitLine]:
    for pk, label in zones_of(scope, {int(key) for key in read.keys(By.ZONE)}):
        yield SplitLine(label, {"zone": pk}, read.of(By.ZONE, pk))
    if str(NO_ZONE) in read.keys(By.ZONE):
        yield SplitLine(_("不在责任区里"), {"zone": NO_ZONE}, read.of(By.ZONE, NO_ZONE))


def _channels(scope: Scope, read: Tallied) -> Iterator[SplitLine]:
    for channel in Channel:
        counts = read.of(By.CHANNEL, channel.value)
        if counts["received"]:
            yield SplitLine(str(channel.label), {"channel": channel.value}, counts)


def _urgencies(scope: Scope, read: Tallied) -> Iterator[SplitLine]:
    for urgency in Urgency:
        yield SplitLine(str(urgency.label), {"urgency": urgency.value}, read.of(By.URGENCY, urgency.value))


def _hours(scope: Scope, read: Tallied) -> Iterator[SplitLine]:
    for hour in range(24):
        label = _("{first}–{last} 时").format(first=hour, last=hour + 1)
        yield SplitLine(label, {"hour": hour}, read.of(By.HOUR, hour))


def _weekdays(scope: Scope, read: Tallied) -> Iterator[SplitLine]:
    for day in range(7):
        yield SplitLine(str(WEEKDAYS[day]), {"weekday": day + 1}, read.of(By.WEEKDAY, day + 1))


def _categories(scope: Scope, read: Tallied) -> Iterator[SplitLine]:
    """The tree: a parent counts what stands under it too, then its children that anything came in for."""
    children: dict[int | None, list[Category]] = {}
    for category in Category.objects.select_related("parent").order_by("order", "pk"):
        children.setdefault(category.parent_id, []).append(category)
    for top in children.get(None, []):
        below = [
            SplitLine(child.own_name, {"category": child.pk}, read.of(By.CATEGORY, child.pk), depth=1)
            for child in children.get(top.pk, [])
        ]
        counts = added(each for each in (read.of(By.CATEGORY, top.pk), *(line.counts for line in below)))
        if counts["received"]:
            yield SplitLine(top.own_name, {"category": top.pk}, counts)
            yield from (line for line in below if line.count)


_LINES: Mapping[str, Callable[[Scope, Tallied], Iterator[SplitLine]]] = {
    By.ZONE: _zones,
    By.CHANNEL: _channels,
    By.CATEGORY: _categories,
    By.URGENCY: _urgencies,
    By.HOUR: _hours,
    By.WEEKDAY: _weekdays,
}


@dataclass(frozen=True)
class ZoneMonths:
    """How many came in of one zone, month by month."""

    label: str
    zone: int
    months: list[SplitLine]


def zones_by_month(scope: Scope) -> list[ZoneMonths]:
    """Return every zone's months, by the zones' numbers."""
    read = tallies_of(scope, (By.ZONE,), each="month", names=("received",))
    months = list(months_of(scope))
    with_cases = {int(key) for key in read.keys(By.ZONE)}

    def months_of_zone(pk: int) -> list[SplitLine]:
        lines = []
        for month in months:
            line = _of_month(month, scope.window, read)
            counts = read.of(By.ZONE, pk, month)
            lines.append(SplitLine(line.label, line.narrows | {"zone": pk}, counts, is_whole=line.is_whole))
        return lines

    return [ZoneMonths(label, pk, months_of_zone(pk)) for pk, label in zones_of(scope, with_cases)]
