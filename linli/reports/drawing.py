"""Where the marks of the chart of weeks or months stand: plain numbers for an SVG of 944 × 260."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

LEFT, RIGHT, TOP, BOTTOM = 40, 824, 16, 230
BAR_WIDTH, HIGHEST_BAR = 22, 60
LEAST_BETWEEN_NAMES = 16


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A grid line (`y`) or a week (`x`) with its label."""

    at: float
    label: str

    @property
    def label_y(self) -> float:
        """Where the label's feet stand, so that its middle is on the line."""
        return self.at + 4


@dataclass(frozen=True)
class Line:
    """One rate over the weeks. A week without promises breaks it into pieces; a piece of one week is a dot."""

    name: str
    tone: str
    pieces: list[str]
    dots: list[tuple[float, float]]
    name_y: float


@dataclass(frozen=True)
class Chart:
    title: str
    grid: list[Mark]
    weeks: list[Mark]
    bars: list[Bar]
    lines: list[Line]


class Point(Protocol):
    """What the chart reads of a week or a month."""

    @property
    def arrive(self) -> Decimal | None: ...
    @property
    def resolve(self) -> Decimal | None: ...
    @property
    def resolve_whole(self) -> int: ...


def draw(weeks: Sequence[Point], labels: list[str], over: str) -> Chart | None:
    """Return the chart of `weeks` (or months), oldest first; None when nothing was promised in any of them.

    `labels` stand under them; `over` says the stretch in words.
    """
    rates = [rate for week in weeks for rate in (week.arrive, week.resolve) if rate is not None]
    if not rates:
        return None
    floor, step = _scale(min(rates))
    step_x = (RIGHT - LEFT) / len(weeks)
    xs = [round(LEFT + step_x * (place + 0.5) - 8, 1) for place in range(len(weeks))]

    def y(rate: Decimal | int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (float(rate) - floor) / (100 - floor), 1)

    most = max(week.resolve_whole for week in weeks) or 1
    heights = [round(HIGHEST_BAR * week.resolve_whole / most, 1) for week in weeks]
    lines = [
        _line(pgettext("承诺", "到场"), "jade", [week.arrive for week in weeks], xs, y),
        _line(pgettext("承诺", "办结"), "indigo", [week.resolve for week in weeks], xs, y),
    ]
    return Chart(
        title=_title(weeks, over),
        grid=[Mark(y(percent), f"{percent}%") for percent in range(100, floor - 1, -step)],
        weeks=[Mark(x, label) for x, label in zip(xs, labels, strict=True)],
        bars=[Bar(round(x - BAR_WIDTH / 2, 1), round(BOTTOM - h, 1), h) for x, h in zip(xs, heights, strict=True)],
        lines=_apart([line for line in lines if line]),
    )


def _scale(lowest: Decimal) -> tuple[int, int]:
    """Return the lowest grid line and the step between lines: from 70 % where that shows everything, or from 0."""
    for floor in (70, 60, 50):
        if lowest >= floor:
            return floor, 10
    return 0, 25


def _line(name: str, tone: str, rates: list[Decimal | None], xs: list[float], y: object) -> Line | None:
    points = [(x, y(rate), rate) if rate is not None else None for x, rate in zip(xs, rates, strict=True)]  # type: ignore[operator]
    known = [point for point in points if point]
    if not known:
        return None
    pieces = [list(piece) for is_known, piece in groupby(points, bool) if is_known]
    last_x, last_y, last_rate = known[-1]
    return Line(
        name=f"{name} {last_rate}%",
        tone=tone,
        pieces=[" ".join(f"{point[0]},{point[1]}" for point in piece if point) for piece in pieces if len(piece) > 1],
        dots=[(piece[0][0], piece[0][1]) for piece in pieces if len(piece) == 1 and piece[0]] + [(last_x, last_y)],
        name_y=last_y + 4,
    )


def _apart(lines: list[Line]) -> list[Line]:
    """Move the lower name down where two would lie on each other."""
    if len(lines) == 2 and abs(lines[0].name_y - lines[1].name_y) < LEAST_BETWEEN_NAMES:
        upper, lower = sorted(lines, key=lambda line: line.name_y)
        moved = Line(lower.name, lower.tone, lower.pieces, lower.dots, upper.name_y + LEAST_BETWEEN_NAMES)
        return [moved if line is lower else line for line in lines]
    return lines


def _title(weeks: Sequence[Point], over: str) -> str:
    said = []
    for name, rates in (
        (pgettext("承诺", "到场"), [week.arrive for week in weeks if week.arrive is not None]),
        (pgettext("承诺", "办结"), [week.resolve for week in weeks if week.resolve is not None]),
    ):
        if rates:
            said.append(_("{name}从 {first}% 到 {last}%").format(name=name, first=rates[0], last=rates[-1]))
    return _("{over}守约率：{said}").format(over=over, said=_("，").join(said))
