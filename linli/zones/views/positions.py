"""Where a door stands: two numbers, or a press on the picture of the community."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits
from linli.territory.models import Door

from .. import actions
from ..drawing import picture
from ..forms import PositionForm
from ..queries.ground import ground, shapes, zones_on
from ..shapes import METRES_A_DEGREE
from .doors import done, door_in_url


@require_http_methods(["GET", "POST"])
@admits("zones.keep_door", to=door_in_url)
def position(request: SignedInRequest, door: Door) -> HttpResponse:
    today = timezone.localdate()
    land = ground(door.community_id, today)
    drawing = picture(
        land, zones_on(door.community_id, today), shapes(door.community_id, today), came=[door.pk] if door.lon else []
    )  # fmt: skip
    initial = {"lon": door.lon, "lat": door.lat}
    form = PositionForm(request.POST or None, frame=drawing.frame if drawing else None, initial=initial)
    if not form.is_valid():
        return render(
            request, "zones/position.html",
            {"form": form, "door": door, "picture": drawing, "metres": METRES_A_DEGREE},
        )  # fmt: skip
    actions.place_door(door, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("位置存好了。") if door.lon is not None else _("位置去掉了。"), "zones:door", door.pk)
