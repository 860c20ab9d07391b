"""公示牌 for everybody: no account, no cookie, nothing of anybody's home. Never kept by a browser."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.accounts.middleware import name_place
from linli.fence.rows import open_fence
from linli.files.serving import serve
from linli.territory.models import Community, Zone
from linli.territory.queries import open_every_fence
from linli.web.doors import public

from ..models import Board
from ..queries.boards import board_of, hanging, keeper_lines, shown


@require_safe
@never_cache
@public
def all_boards(request: HttpRequest) -> HttpResponse:
    """Every community with the boards that hang today."""
    open_every_fence()
    today = timezone.localdate()
    found = [(each, hanging(each.pk, today)) for each in Community.objects.order_by("pk")]
    return render(request, "zones/boards.html", {"found": found})


@require_safe
@never_cache
@public
def boards(request: HttpRequest, prefix: str) -> HttpResponse:
    """The boards of a community that hang today."""
    community = get_object_or_404(Community, number_prefix=prefix)
    open_fence([community.pk])
    name_place(request, community)
    found = [(community, hanging(community.pk, timezone.localdate()))]
    return render(request, "zones/boards.html", {"community": community, "found": found})


@require_safe
@never_cache
@public
def board(request: HttpRequest, prefix: str, number: int) -> HttpResponse:
    zone, found = _hanging(prefix, number)
    name_place(request, zone.community)
    facts = shown(zone, found, timezone.localdate())
    return render(request, "zones/board.html", {"zone": zone, "community": zone.community, "shown": facts})


def _hanging(prefix: str, number: int) -> tuple[Zone, Board]:
    """Return a zone whose board hangs today, with its community's fence open; anything else is not there."""
    zone = get_object_or_404(Zone.objects.select_related("community"), community__number_prefix=prefix, number=number)
    open_fence([zone.community_id])
    found = board_of(zone)
    if not found.hangs_on(timezone.localdate()):
        raise Http404
    return zone, found


@require_safe
@public
def photo(request: HttpRequest, prefix: str, number: int, key: str) -> HttpResponseBase:
    """A keeper's photo, while they keep this zone, its board hangs and they consent; asked each time."""
    zone, _found = _hanging(prefix, number)
    keepers = keeper_lines(zone, timezone.localdate())
    file = next((line.photo for line in keepers if line.photo and str(line.photo.key) == key), None)
    if file is None:
        raise Http404
    return serve(request, file)
