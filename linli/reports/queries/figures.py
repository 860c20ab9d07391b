"""The figures themselves: sums of counters, or all metrics of one population counted by one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from ..metrics import METRICS, Metric, Part
from ..metrics.kinds import KEPT, MISSED, WHOLE
from ..models import By
from ..populations import Population
from ..scope import Scope
from .tallied import Tallied, tallied

NOTHING = "—"


@dataclass(frozen=True)
class PartCount:
    """How many rows one part of a metric has."""

    part: Part
    count: int


@dataclass(frozen=True)
class Figure:
    """One metric with its numbers; `counts` are in the order of `metric.parts`."""

    metric: Metric
    counts: tuple[PartCount, ...]

    def count(self, code: str) -> int:
        return next(each.count for each in self.counts if each.part.code == code)

    @property
    def whole(self) -> int:
        return self.count(WHOLE)

    @property
    def kept(self) -> int:
        return self.count(KEPT)

    @property
    def missed(self) -> int:
        """What a rate lost; 0 for a count."""
        return self.count(MISSED) if self.metric.is_rate else 0

    @property
    def value(self) -> int | Decimal | None:
        """The count; of a rate the percentage with one decimal, None where there is nothing to divide by."""
        if not self.metric.is_rate:
            return self.whole
        return percent(self.kept, self.whole)

    @property
    def words(self) -> str:
        """The value as it is printed."""
        return NOTHING if self.value is None else str(self.value)

    @property
    def unit(self) -> str:
        """The word behind the value."""
        return self.metric.units(self.whole)

    @property
    def fraction(self) -> str:
        return fraction(self.kept, self.whole) if self.metric.is_rate else ""

    @property
    def beside(self) -> list[PartCount]:
        """What was left out of a rate, or the kinds of a count; only those there are any of."""
        return [each for each in self.counts if each.part in self.metric.beside and each.count]

    @property
    def definition(self) -> str:
        """The definition with the fraction at its end, and what was left out of it."""
        said = [self.fraction] if self.fraction else []
        if self.beside:
            kinds = _("，").join(f"{each.part.label} {each.count}" for each in self.beside)
            said.append(_("不计入：{kinds}").format(kinds=kinds) if self.metric.is_rate else kinds)
        text = str(self.metric.definition)
        return text + _("（{said}）").format(said=_("；").join(said)) if said else text


def percent(kept: int, whole: int) -> Decimal | None:
    """Return the share in percent, half a tenth rounded up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * kept) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def fraction(kept: int, whole: int) -> str:
    return f"{kept} ÷ {whole}"


def figures(scope: Scope, metrics: Iterable[Metric] | None = None, read: Tallied | None = None) -> dict[str, Figure]:
    """Return the figures of `metrics` (all of them) by code, from the counters where these can tell.

    `read` are tallies the caller has read already, by channel too.
    """
    wanted = tuple(METRICS.values() if metrics is None else metrics)
    parts = {part for metric in wanted for part in metric.parts}
    if read is None and any(part.tallies for part in parts):
        by_channel = any(part.channel for part in parts) and not scope.narrows
        read = tallied(scope, (By.ALL, By.CHANNEL) if by_channel else (By.ALL,))
    known = _from_counters(parts, read, scope) if read else {}
    known |= recounted(scope, parts - known.keys())
    return {
        metric.code: Figure(metric, tuple(PartCount(part, known[part]) for part in metric.parts)) for metric in wanted
    }


def _from_counters(parts: set[Part], read: Tallied, scope: Scope) -> dict[Part, int]:
    known = {}
    for part in parts:
        if part.tallies and not (part.channel and scope.narrows):
            counts = read.of(By.CHANNEL, part.channel) if part.channel else read.of()
            known[part] = sum(counts[name] for name in part.tallies)
    return known


def recounted(scope: Scope, parts: Iterable[Part]) -> dict[Part, int]:
    """Count the rows of every part: one statement for each population."""
    asked: dict[Population, dict[Q, str]] = defaultdict(dict)
    parts = tuple(parts)
    for part in parts:
        asked[part.of].setdefault(part.where, f"count_{len(asked[part.of])}")  # the same rows are counted once
    counted = {
        population: population.rows(scope).aggregate(**{name: Count("pk", filter=q) for q, name in names.items()})
        for population, names in asked.items()
    }
    return {part: counted[part.of][asked[part.of][part.where]] for part in parts}
