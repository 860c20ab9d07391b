"""Addresses of a case's pages, put together from patterns that are looked up once."""

from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse

STANDING_IN: dict[str, str] = {"int": "987654321", "UUID": "00000000-0000-0000-0000-000000000000"}
"""What stands for the key of something of a case while a pattern is looked up."""


def address(page: str, number: str, key: Any = "") -> str:
    """Return the address of a page of case `number`, or of something of it; the same as reverse() says."""
    before, between, after = _pattern(page, type(key).__name__)
    return f"{before}{quote(number)}{between}{key}{after}"


@cache
def _pattern(page: str, kind: str) -> tuple[str, str, str]:
    place = STANDING_IN.get(kind, "")
    found = reverse(f"cases:{page}", args=["CASE", place] if place else ["CASE"])
    before, _case, rest = found.partition("CASE")
    between, _place, after = rest.partition(place) if place else (rest, "", "")
    return before, between, after
