"""The menu. Each room registers its own entries in `apps.ready()`; a page shows those its reader may open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a lazy string, as the type stubs call it

PUBLIC = "public"
MOST_IN_A_ROW = 9


@dataclass(frozen=True)
class MenuItem:
    """`places` are "masthead" (staff pages), "dock" (the phone's bottom bar), "me" (one's own page) and "public".

    `counted` is the count, cheap to make, that stands beside the entry: SQL with the reader's `%(user)s` and
    `%(communities)s` (an array) and the moment `%(now)s`, as every page asks it. `count_words` says what is counted.
    `key` is the letter that leads there from any page.
    """

    label: "str | _StrPromise"
    url_name: str
    permission: str = PUBLIC
    places: Iterable[str] = frozenset({"masthead"})
    icon: str = ""
    order: int = 100
    short_label: "str | _StrPromise" = ""
    counted: str = ""
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


Allowed = list[tuple[MenuItem, str]]
"""Items somebody may open, with their addresses."""


def open_to(user: Any) -> Allowed:
    """Return what `user` may open, in order; asked once a page, however many menus it has."""
    return [
        (item, reverse(item.url_name)) for item in _items if item.permission == PUBLIC or user.has_perm(item.permission)
    ]


def entries(allowed: Allowed, place: str, path: str, numbers: Mapping[str, int] | None = None) -> list[Entry]:
    """Return the entries of one menu. The one with the longest address that `path` starts with is current.

    `numbers` are what `counts` said; without them an entry that counts something shows no number.
    """
    here = [(item, url) for item, url in allowed if place in item.places]
    current = max((url for _, url in here if leads_to(url, path)), key=len, default=None)
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
        for item, url in here
    ]


def shared_out(menu: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return what stands in the row, and what is folded away behind 「更多」: never one entry alone."""
    return (menu, []) if len(menu) <= MOST_IN_A_ROW else (menu[: MOST_IN_A_ROW - 1], menu[MOST_IN_A_ROW - 1 :])


def lettered(allowed: Allowed) -> list[Entry]:
    """Return what may be reached by a letter from any page, wherever it stands in the menu."""
    return [Entry(item.label, url, item.icon, letter=item.key) for item, url in allowed if item.key]


def counts(user: Any, allowed: Allowed, now: datetime) -> dict[str, int]:
    """Return the number beside every entry of `user` that counts something, by its name: one query for all of them."""
    asked = {item.url_name: item.counted for item, _url in allowed if item.counted}
    if not asked:
        return {}
    with connection.cursor() as cursor:
        given = {"user": user.pk, "communities": sorted(user.community_ids), "now": now}
        cursor.execute(f"SELECT {', '.join(f'({sql})' for sql in asked.values())}", given)
        return dict(zip(asked, cursor.fetchone() or (), strict=True))


def leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
