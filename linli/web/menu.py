"""The menu. Each room registers its own entries in `apps.ready()`; a page shows those its reader may open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a lazy string, as the type stubs call it

PUBLIC = "public"


@dataclass(frozen=True)
class MenuItem:
    """`places` are "masthead" (staff pages), "dock" (the phone's bottom bar) and "public" (pages for residents)."""

    label: "str | _StrPromise"
    url_name: str
    permission: str = PUBLIC
    places: Iterable[str] = frozenset({"masthead"})
    icon: str = ""
    order: int = 100
    short_label: "str | _StrPromise" = ""


@dataclass(frozen=True)
class Entry:
    """A menu item as one reader sees it on one page."""

    label: "str | _StrPromise"
    url: str
    icon: str
    current: bool = field(default=False)


_items: list[MenuItem] = []


def add(item: MenuItem) -> None:
    """Register an entry; registering the same one again changes nothing."""
    if item not in _items:
        _items.append(item)
        _items.sort(key=lambda each: each.order)


def entries(user: Any, place: str, path: str) -> list[Entry]:
    """What `user` may open from `place`. The entry with the longest address that `path` starts with is current."""
    allowed = [
        (item, reverse(item.url_name))
        for item in _items
        if place in item.places and (item.permission == PUBLIC or user.has_perm(item.permission))
    ]
    current = max((url for _, url in allowed if _leads_to(url, path)), key=len, default=None)
    return [
        Entry((place == "dock" and item.short_label) or item.label, url, item.icon, url == current)
        for item, url in allowed
    ]


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
