"""How things of this room are found from their address, and where one goes after doing something."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from linli.accounts.doors import SignedInRequest

from ..models import Activity, ActivityFile, Guest, SignUp
from ..queries.lists import seen_by


def activity_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Activity], dict[str, Any]]:
    seen = seen_by(request.user).select_related("community", "door__lane", "series", "host", "recorder")
    return seen, {"pk": pk}


def sign_up_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[SignUp], dict[str, Any]]:
    seen = SignUp.objects.visible_to(request.user).filter(activity__in=seen_by(request.user))
    return seen.select_related("activity", "person"), {"pk": pk}


def guest_in_url(request: SignedInRequest, pk: int) -> Any:
    """Guests are taken off by who takes the attendance: the permission is asked about their activity."""
    seen = Guest.objects.visible_to(request.user).filter(activity__in=seen_by(request.user))
    return seen.select_related("activity__host", "activity__recorder"), {"pk": pk}


def file_in_url(request: SignedInRequest, key: UUID) -> tuple[QuerySet[ActivityFile], dict[str, Any]]:
    seen = ActivityFile.objects.visible_to(request.user).filter(activity__in=seen_by(request.user))
    return seen.select_related("activity__host", "activity__recorder", "file__by"), {"file__key": key}


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what happened and go back to where the person came from (a form's `next`), or to `to`."""
    messages.success(request, sentence)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect(to, *args)
