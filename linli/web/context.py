"""What the frame of every page needs to know about its reader."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from . import menu

MODE_COOKIE = "mode"


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Menu, mode and the small print. Everything that might ask the database is lazy: an error page asks nothing.

    Rooms above may set on the request: `place_name` (whose house this is), `place_note` (a small second line),
    `place_address` (lines for the footer, the hotline among them), `duty` and `duties`.
    """
    numbers: Any = SimpleLazyObject(lambda: _numbers(request))
    return {
        "menu_numbers": numbers,
        "mode": page_mode(request),
        "place_name": getattr(request, "place_name", "") or _("邻里"),
        "place_note": getattr(request, "place_note", ""),
        "place_address": getattr(request, "place_address", ""),
        "masthead_menu": SimpleLazyObject(lambda: _entries(request, "masthead", numbers)),
        "lettered_menu": SimpleLazyObject(lambda: _lettered(request)),
        "public_menu": SimpleLazyObject(lambda: _entries(request, "public", {})),
        "dock_menu": SimpleLazyObject(lambda: _entries(request, "dock", numbers)),
        "filings": [line for line in getattr(settings, "SITE_FILINGS", {}).values() if line],
    }


def page_mode(request: HttpRequest) -> str:
    return "elder" if request.COOKIES.get(MODE_COOKIE) == "elder" else ""


def _entries(request: HttpRequest, place: str, numbers: Mapping[str, int]) -> list[menu.Entry]:
    user = getattr(request, "user", None)
    return menu.entries(user, place, request.path, numbers) if user else []


def _lettered(request: HttpRequest) -> list[menu.Entry]:
    user = getattr(request, "user", None)
    return menu.lettered(user) if user and user.is_authenticated else []


def _numbers(request: HttpRequest) -> dict[str, int]:
    user = getattr(request, "user", None)
    return menu.counts(user, now()) if user and user.is_authenticated else {}
