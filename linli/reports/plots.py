"""Columns drawn by the server: one chart of them, or many small ones on one scale. Plain numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIDTH, HEIGHT = 944, 230
LEFT, RIGHT, TOP, BOTTOM = 40, 936, 22, 200
SMALL_WIDTH, SMALL_HEIGHT = 220, 56
FEWEST_LABELS = 16


class Counted(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    middle: float
    count: int
    label: str

    @property
    def count_y(self) -> float:
        """Where the number above the column stands."""
        return round(self.y - 5, 1)


@dataclass(frozen=True)
class Columns:
    """`title` reads the chart aloud; every second label is left out where they would lie on each other."""

    title: str
    columns: list[Column]


def columns(title: str, points: Sequence[Counted], *, shorten: dict[str, str] | None = None) -> Columns | None:
    """Return one column for each point, from nothing to the greatest; None when nothing was counted."""
    most = max((point.count for point in points), default=0)
    if not most:
        return None
    step = (RIGHT - LEFT) / len(points)
    width = round(min(44, step * 0.62), 1)
    every = -(-len(points) // FEWEST_LABELS) if len(points) > 24 else 1
    drawn = []
    for place, point in enumerate(points):
        middle, height = LEFT + step * (place + 0.5), round((BOTTOM - TOP) * point.count / most, 1)
        label = (shorten or {}).get(point.label, point.label) if place % every == 0 else ""
        drawn.append(
            Column(
                round(middle - width / 2, 1),
                round(BOTTOM - height, 1),
                width,
                height,
                round(middle, 1),
                point.count,
                label,
            )
        )
    peak = max(points, key=lambda point: point.count)
    said = ngettext("一共 {count} 件，最多的是{label} {most} 件", "一共 {count} 件，最多的是{label} {most} 件", most)
    told = said.format(count=sum(point.count for point in points), label=peak.label, most=most)
    return Columns(_("{title}：{told}").format(title=title, told=told), drawn)


@dataclass(frozen=True)
class Small:
    """One of many small charts. `most` is the scale all of them share."""

    title: str
    name: str
    total: int
    columns: list[Column]


def small(name: str, points: Sequence[Counted], most: int) -> Small:
    """Return a small chart of `points` on the scale of `most`."""
    step = SMALL_WIDTH / max(1, len(points))
    drawn = [
        Column(
            round(place * step + step * 0.15, 1),
            round(SMALL_HEIGHT - 2 - (SMALL_HEIGHT - 6) * point.count / max(1, most), 1),
            round(step * 0.7, 1),
            round((SMALL_HEIGHT - 6) * point.count / max(1, most), 1),
            round((place + 0.5) * step, 1),
            point.count,
            point.label,
        )
        for place, point in enumerate(points)
    ]
    total = sum(point.count for point in points)
    said = _("，").join(f"{point.label} {point.count}" for point in points)
    return Small(_("{name}，一共 {total} 件：{said}").format(name=name, total=total, said=said), name, total, drawn)
