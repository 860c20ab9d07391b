"""Leafing through lists in an order of their own (by number, by branch): page after page, never counted."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from linli.web.paging import Leaf

from ..models import Member

PAGE = 50
LAST = 400
"""No list is longer than so many pages."""


def leaf(rows: QuerySet[Member], query: Mapping[str, Any]) -> Leaf[Member]:
    """Return the page `query` asks for (?page=2): one row more is read to know whether another follows."""
    asked = str(query.get("page", ""))
    number = min(int(asked), LAST) if asked.isascii() and asked.isdigit() and int(asked) else 1
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    return Leaf(found[:PAGE], number, len(found) > PAGE)
