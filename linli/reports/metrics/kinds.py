"""What a metric is: some rows of a population counted, or one part of them divided by two."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Q, QuerySet

from ..populations import Population
from ..scope import Scope
from .units import Unit, percent

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
WHOLE = "whole"
KEPT, MISSED = "kept", "missed"
MANY = 2


@dataclass(frozen=True)
class Part:
    """Rows of a population that satisfy `where`, and what to call them. `code` stands in addresses (?part=kept).

    `tallies` are the columns of a counter that add up to as many rows (of one `channel`, where one is named). A part
    without tallies is always counted from its rows.
    """

    code: str
    label: Words
    of: Population
    where: Q
    tallies: tuple[str, ...] = ()
    channel: str = ""

    def rows(self, scope: Scope) -> QuerySet[Any]:
        return self.of.rows(scope).filter(self.where)


@dataclass(frozen=True)
class Metric:
    """One figure. `definition` is one sentence that names who is counted, by which date, in which unit.

    `whole` is what a count counts, or the denominator of a rate. A rate has `kept` and `missed` parts, which make up
    the whole; `beside` are rows left out of a rate, each with its reason, or the kinds a count falls into.
    """

    code: str
    label: Words
    units: Unit
    definition: Words
    whole: Part
    kept: Part | None = None
    missed: Part | None = None
    beside: tuple[Part, ...] = ()

    @property
    def is_rate(self) -> bool:
        return self.kept is not None

    @property
    def unit(self) -> str:
        """What it counts in, where no number stands before it."""
        return self.units(MANY)

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.whole, *(part for part in (self.kept, self.missed) if part), *self.beside)

    def part(self, code: str) -> Part:
        """Return the part of that code, the whole when it is blank; raises KeyError."""
        return {part.code: part for part in self.parts}[code or WHOLE]


def count(
    code: str,
    label: Words,
    units: Unit,
    definition: Words,
    *,
    of: Population,
    where: Q | None = None,
    tallies: tuple[str, ...] = (),
    channel: str = "",
    beside: tuple[Part, ...] = (),
) -> Metric:
    return Metric(code, label, units, definition, Part(WHOLE, label, of, where or Q(), tallies, channel), beside=beside)


def rate(
    code: str,
    label: Words,
    definition: Words,
    *,
    of: Population,
    whole: Words,
    kept: tuple[Words, Q, tuple[str, ...]],
    missed: tuple[Words, Q, tuple[str, ...]],
    beside: tuple[Part, ...] = (),
) -> Metric:
    """A share in percent: `kept` ÷ (`kept` + `missed`); `whole` is what the two are called together."""
    return Metric(
        code,
        label,
        percent,
        definition,
        Part(WHOLE, whole, of, kept[1] | missed[1], (*kept[2], *missed[2])),
        Part(KEPT, kept[0], of, kept[1], kept[2]),
        Part(MISSED, missed[0], of, missed[1], missed[2]),
        beside,
    )


def count_of(part: Part, code: str, label: Words, units: Unit, definition: Words) -> Metric:
    """A figure of its own for one part of a rate."""
    return count(code, label, units, definition, of=part.of, where=part.where, tallies=part.tallies)
