"""What the frame of every page needs to know about its reader."""

from functools import cached_property
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
    `frame_facts` is everything the frame shows of its reader, for {% drawn_once %}; `here` is the page's address.
    """
    frame = Frame(request)
    return {
        "here": request.get_full_path(),
        "mode": page_mode(request),
        "place_name": frame.place[0] or _("邻里"),
        "place_note": frame.place[1],
        "place_address": frame.place[2],
        "menu_numbers": SimpleLazyObject(lambda: frame.numbers),
        "masthead_menu": SimpleLazyObject(lambda: frame.masthead[0]),
        "masthead_rest": SimpleLazyObject(lambda: frame.masthead[1]),
        "lettered_menu": SimpleLazyObject(lambda: menu.lettered(frame.allowed)),
        "public_menu": SimpleLazyObject(lambda: frame.menu("public")),
        "dock_menu": SimpleLazyObject(lambda: frame.menu("dock")),
        "filings": frame.filings,
        "frame_facts": lambda: frame.facts,
    }


class Frame:
    """What the frame of one page shows, worked out as far as it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        asked = (getattr(request, name, "") for name in ("place_name", "place_note", "place_address"))
        self.place = tuple(asked)
        self.filings = [line for line in getattr(settings, "SITE_FILINGS", {}).values() if line]

    @cached_property
    def user(self) -> Any:
        return getattr(self.request, "user", None)

    @cached_property
    def allowed(self) -> menu.Allowed:
        return menu.open_to(self.user) if self.user else []

    @cached_property
    def numbers(self) -> dict[str, int]:
        return menu.counts(self.user, self.allowed, now()) if self.user and self.user.is_authenticated else {}

    @cached_property
    def masthead(self) -> tuple[list[menu.Entry], list[menu.Entry]]:
        return menu.shared_out(self.menu("masthead"))

    def menu(self, place: str) -> list[menu.Entry]:
        return menu.entries(self.allowed, place, self.request.path, None if place == "public" else self.numbers)

    @cached_property
    def facts(self) -> tuple[Any, ...]:
        """Return everything a frame is drawn from, beside the language and what the page itself says."""
        person: tuple[Any, ...] = ()
        if self.user and self.user.is_authenticated:
            duty, duties = getattr(self.request, "duty", None), getattr(self.request, "duties", ())
            held = tuple((each.pk, each.label, each is duty) for each in duties)
            person = (self.user.pk, self.user.get_username(), self.user.get_full_name(), held)
        opened = tuple((item.url_name, url, menu.leads_to(url, self.request.path)) for item, url in self.allowed)
        return page_mode(self.request), person, self.place, opened, tuple(self.numbers.items()), tuple(self.filings)


def page_mode(request: HttpRequest) -> str:
    return "elder" if request.COOKIES.get(MODE_COOKIE) == "elder" else ""
