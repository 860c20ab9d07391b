"""What a figure counts in, said for its number: 1 case, 2 cases."""

from collections.abc import Callable
from typing import TypeAlias

from django.utils.translation import ngettext, npgettext

Unit: TypeAlias = Callable[[int], str]
"""From how many there are to the word behind the number."""


def cases(n: int) -> str:
    return ngettext("件", "件", n)


def appeals(n: int) -> str:
    return npgettext("诉求", "起", "起", n)


def deeds(n: int) -> str:
    return npgettext("实事", "件", "件", n)


def times(n: int) -> str:
    return ngettext("次", "次", n)


def percent(_n: int) -> str:
    return "%"
