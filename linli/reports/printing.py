"""Figures on a terminal, where a Chinese character is two columns wide."""

import shutil
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from linli.worktime.arithmetic import BEIJING

from .queries.figures import Figure
from .scope import Window

NARROWEST, WIDEST = 60, 100
NEVER_FIRST, NEVER_LAST = "，。；：、）」？！", "（「"  # catalogue: data


def as_table(figures: list[Figure], community: str, window: Window, as_of: datetime) -> str:
    """Return label, value and unit in columns, and under each its definition with the fraction."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
    label_width = max(columns(str(figure.metric.label)) for figure in figures)
    value_width = max(columns(figure.words) for figure in figures)
    moment = as_of.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    lines = [
        _("{community}  {first} 至 {last}，截至 {moment}").format(
            community=community, first=window.from_on, last=window.to_on, moment=moment
        )
    ]
    for figure in figures:
        metric = figure.metric
        label = padded(str(metric.label), label_width)
        value = " " * (value_width - columns(figure.words)) + figure.words
        lines += ["", f"{label}  {value} {figure.unit}  {metric.code}"]
        lines += [f"    {line}" for line in wrapped(figure.definition, width - 4)]
    return "\n".join(lines)


def columns(text: str) -> int:
    """Return how wide `text` is on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Break `text` into lines of at most `width` columns (two more where a closing mark hangs over)."""
    line, used = "", 0
    for piece in _pieces(text):
        room = columns(piece.rstrip())
        if line and used + room > width and piece not in NEVER_FIRST:
            yield line.rstrip()
            line, used = "", 0
        line, used = line + piece, used + columns(piece)
    if line:
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What no line break may divide: a word and the space behind it, a fraction, an opening mark and what it opens."""
    piece = ""
    for sign, following in pairwise([*text, ""]):
        piece += sign
        is_word = columns(sign) == 1 and sign != " " and following and columns(following) == 1
        if sign in NEVER_LAST or is_word or (sign == " " and (following == "÷" or piece.endswith("÷ "))):
            continue
        yield piece
        piece = ""
