"""How a zone is found from its address, and what several pages of zones need."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from linli.accounts.doors import SignedInRequest
from linli.accounts.models import Duty, KeeperOverride
from linli.territory.models import Community, Door, Dwelling, Lane, Zone


def zone_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Zone], dict[str, Any]]:
    return Zone.objects.visible_to(request.user).select_related("community"), {"pk": pk}


def lane_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Lane], dict[str, Any]]:
    return Lane.objects.visible_to(request.user), {"pk": pk}


def door_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Door], dict[str, Any]]:
    return Door.objects.visible_to(request.user).select_related("lane", "zone"), {"pk": pk}


def dwelling_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Dwelling], dict[str, Any]]:
    return Dwelling.objects.visible_to(request.user).select_related("door__lane"), {"pk": pk}


def override_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[KeeperOverride], dict[str, Any]]:
    zones = Zone.objects.visible_to(request.user)
    return KeeperOverride.objects.filter(zone__in=zones).select_related("zone__community"), {"pk": pk}


def keeping_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Duty], dict[str, Any]]:
    """The duty of somebody who keeps a zone: their photo is about it."""
    zones = Zone.objects.visible_to(request.user)
    return Duty.objects.filter(zone__in=zones).select_related("user", "zone__community"), {"pk": pk}


def community_shown(request: SignedInRequest) -> Community:
    """Return the community a list is about: one's own, or of a street's the one the address asks for."""
    if request.duty.community:
        return request.duty.community
    seen = Community.objects.filter(pk__in=request.user.community_ids).order_by("pk")
    asked = request.GET.get("community", "")
    found = (seen.filter(pk=int(asked)).first() if asked.isdigit() else None) or seen.first()
    if found is None:
        raise PermissionDenied
    return found


def done(request: HttpRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(to, *args)
