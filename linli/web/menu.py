"""The menu. Each room registers its own entries in `apps.ready()`; a page shows those its reader may open."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a lazy string, as the type stubs call it

PUBLIC = "public"


@dataclass(frozen=True)
class MenuItem:
    """`places` are "masthead" (staff pages), "dock" (the phone's bottom bar) and "public" (pages for residents).

    `counted` gives the rows, cheap to count, whose number stands beside the entry; `count_words` says what they are.
    `key` is the letter that leads there from any page.
    """

    label: "str | _StrPromise"
    url_name: str
    permission: str = PUBLIC
    places: Iterable[str] = frozenset({"masthead"})
    icon: str = ""
    order: int = 100
    short_label: "str | _StrPromise" = ""
    counted: Callable[[Any, datetime], QuerySet[Any]] | None = None
    count_words: "str | _StrPromise" = ""
    key: str = ""


@dataclass(frozen=True)
class Entry:
    """A menu item as one reader sees it on one page."""

    label: "str | _StrPromise"
    url: str
    icon: str
    current: bool = field(default=False)
    count: int | None = None
    count_words: "str | _StrPromise" = ""
    letter: str = ""

    @property
    def key(self) -> str:
        """A name for the number of this entry, so that it can be replaced on an open page."""
        return self.url.strip("/").replace("/", "-")


_items: list[MenuItem] = []


def add(item: MenuItem) -> None:
    """Register an entry; registering the same one again changes nothing."""
    if item not in _items:
        _items.append(item)
        _items.sort(key=lambda each: each.order)


def entries(user: Any, place: str, path: str, numbers: Mapping[str, int] | None = None) -> list[Entry]:
    """What `user` may open from `place`. The entry with the longest address that `path` starts with is current.

    `numbers` are what `counts` said; without them an entry that counts something shows no number.
    """
    allowed = [(item, reverse(item.url_name)) for item in _items if place in item.places and _may(user, item)]
    current = max((url for _, url in allowed if _leads_to(url, path)), key=len, default=None)
    return [
        Entry(
            (place == "dock" and item.short_label) or item.label,
            url,
            item.icon,
            url == current,
            (numbers or {}).get(item.url_name, 0) if item.counted else None,
            item.count_words,
            item.key,
        )
        for item, url in allowed
    ]


def lettered(user: Any) -> list[Entry]:
    """What `user` may reach by a letter from any page, wherever it stands in the menu."""
    items = [item for item in _items if item.key and _may(user, item)]
    return [Entry(item.label, reverse(item.url_name), item.icon, letter=item.key) for item in items]


def counts(user: Any, now: datetime) -> dict[str, int]:
    """Return the number beside every entry of `user` that counts something, by its name: one query for all of them."""
    counted = [(item.url_name, item.counted(user, now)) for item in _items if item.counted and _may(user, item)]
    asked = {name: question for name, rows in counted if (question := _question(rows))}
    numbers = {name: 0 for name, _rows in counted}
    if asked:
        sums = ", ".join(f"coalesce(({sql}), 0)" for sql, _given in asked.values())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {sums}", [each for _sql, given in asked.values() for each in given])
            numbers |= zip(asked, cursor.fetchone() or (), strict=False)
    return numbers


def _question(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """Return the counting of rows as SQL with its values; None where nothing can be found."""
    number = rows.order_by().values(together=Value(1)).annotate(number=Count("pk")).values("number")
    try:
        return number.query.sql_with_params()
    except EmptyResultSet:
        return None


def _may(user: Any, item: MenuItem) -> bool:
    return item.permission == PUBLIC or user.has_perm(item.permission)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
