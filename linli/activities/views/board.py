"""Activities for residents: what is public, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.middleware import name_place
from linli.territory.models import Community
from linli.web.doors import public

from ..queries.board import public_coming, public_lately, public_photos


@require_safe
@public
def communities(request: HttpRequest) -> HttpResponse:
    """Which community's activities; a house of one community shows them at once."""
    found = list(Community.objects.order_by("pk"))
    if len(found) == 1:
        return redirect("activities:board", found[0].number_prefix)
    return render(request, "activities/communities.html", {"communities": found})


@require_safe
@public
def board(request: HttpRequest, prefix: str) -> HttpResponse:
    community = get_object_or_404(Community, number_prefix=prefix)
    name_place(request, community)
    now = timezone.now()
    coming = public_coming(community, now)
    lately = public_lately(community, now)
    photos: dict[int, list[object]] = {}
    for each in public_photos(community).filter(activity__in=[activity.pk for activity in lately])[:24]:
        photos.setdefault(each.activity_id, []).append(each.file)
    context = {"community": community, "coming": coming, "lately": [(each, photos.get(each.pk, [])) for each in lately]}
    return render(request, "activities/board.html", context)
