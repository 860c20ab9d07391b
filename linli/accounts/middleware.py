from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Duty

SESSION_KEY = "duty_in_use"
Next = Callable[[HttpRequest], HttpResponse]


class DutyInUseMiddleware:
    """Let a person with several duties act in the one they chose; with one duty there is nothing to choose.

    `request.duties` are all duties held today, `request.duty` the one meant. Until somebody chooses, the first is
    meant: what one may do never silently adds up.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.duties, request.duty = [], None
        if request.user.is_authenticated:
            request.duties = request.user.duties_in_force
            request.duty = request.user.acting = _meant(request.duties, request.session.get(SESSION_KEY))
            if request.duty:
                request.place_name = _("{place} 民声驿站").format(place=request.duty.community or request.duty.street)
        return self.get_response(request)


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
    doors = (reverse("account_change_password"), reverse("account_logout"), "/static/", "/web/", "/healthz", "/readyz")
    return path.startswith(doors)
