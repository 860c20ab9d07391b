from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.fence.rows import open_fence
from linli.territory.models import Community, Street
from linli.web.pieces import PIECES

from .models import Duty, User

SESSION_KEY = "duty_in_use"
Next = Callable[[HttpRequest], HttpResponse]


class RestingSessionMiddleware(SessionMiddleware):
    """Renews a session somebody uses. An open page that fetches itself anew is nobody using it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request.session, "grew_old", False) and PIECES not in request.headers:
            request.session.modified = True
        return super().process_response(request, response)


class DutyInUseMiddleware:
    """Let a person with several duties act in the one they chose; with one duty there is nothing to choose.

    `request.duties` are all duties held today, `request.duty` the one meant. Until somebody chooses, the first is
    meant: what one may do never silently adds up.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        duties: list[Duty] = []
        duty = None
        if request.user.is_authenticated:
            duties = request.user.duties_in_force
            duty = request.user.acting = _meant(duties, request.session.get(SESSION_KEY))
            request.behind_fence = partial(_behind_fence, request.user)  # type: ignore[attr-defined]
        request.duties, request.duty = duties, duty  # type: ignore[attr-defined]
        if duty:
            name_place(request, duty.community or duty.street)
        return self.get_response(request)


@contextmanager
def _behind_fence(user: User) -> Iterator[None]:
    """Open the fence of `user` once more: with what a page began, the fence it opened is gone as well."""
    with transaction.atomic():
        open_fence(user.community_ids)
        yield


def name_place(request: HttpRequest, place: Community | Street | None) -> None:
    """Say whose house the page belongs to; the frame of the page reads it."""
    frame: Any = request
    frame.place_name = _("{place} 民声驿站").format(place=place)
    if isinstance(place, Community):
        hotline = _("24 小时民声热线：{number}").format(number=place.hotline)
        frame.place_address = "\n".join(line for line in (place.organiser, place.address, hotline) if line)


def _meant(duties: list[Duty], chosen: int | None) -> Duty | None:
    return next((duty for duty in duties if duty.pk == chosen), duties[0] if duties else None)


class FirstSignInMiddleware:
    """Send whoever still has the password they were given to the page where they choose their own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password and not _may_pass(request.path):
            return redirect("account_change_password")
        return self.get_response(request)


def _may_pass(path: str) -> bool:
    doors = (
        reverse("account_change_password"),
        reverse("account_logout"),
        "/static/",
        "/web/",
        "/live/",
        "/healthz",
        "/readyz",
    )
    return path.startswith(doors)
