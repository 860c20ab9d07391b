"""门牌和住处: one door, what it is called, the homes behind it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.territory.models import Door, Dwelling

from .. import actions
from ..forms import BuildingForm, DwellingForm, DwellingsForm
from ..queries.places import dwellings_of, hanging, stretch
from .doors import done, door_in_url, dwelling_in_url


@require_safe
@admits("zones.view_places", to=door_in_url)
def door(request: SignedInRequest, door: Door) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "door": door,
        "page": stretch(dwellings_of(door, today), request.GET.get("start", "")),
        "terms": door.zone_terms.select_related("zone").order_by("-from_on"),
        "today": today,
        "may_keep": request.user.has_perm("zones.keep_door", door),
    }
    return render(request, "zones/door.html", context)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_door", to=door_in_url)
def building(request: SignedInRequest, door: Door) -> HttpResponse:
    form = BuildingForm(request.POST or None, initial={"building_name": door.building_name})
    if not form.is_valid():
        words = {"title": _("楼宇名称"), "button": _("存好"), "door": door}
        return render(request, "zones/place_form.html", {"form": form, **words})
    actions.name_building(door, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。"), "zones:door", door.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_door", to=door_in_url)
def door_removal(request: SignedInRequest, door: Door) -> HttpResponse:
    if request.method != "POST":
        words = {"title": _("删去{thing}").format(thing=door), "hanging": hanging(door), "door": door}
        return render(request, "zones/place_removal.html", words)
    actions.remove_door(door, by=request.user, at=timezone.now())
    return done(request, _("删去了。"), "zones:lane", door.lane_id)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_dwelling", to=door_in_url)
def new_dwellings(request: SignedInRequest, door: Door) -> HttpResponse:
    form = DwellingsForm(request.POST or None)
    if not form.is_valid():
        words = {"title": _("登记住处"), "button": _("登记"), "door": door}
        return render(request, "zones/place_form.html", {"form": form, **words})
    count = len(actions.enter_dwellings(door, by=request.user, at=timezone.now(), **form.cleaned_data))
    sentence = ngettext("登记好了 {n} 个住处。", "登记好了 {n} 个住处。", count).format(n=count)
    return done(request, sentence, "zones:door", door.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_dwelling", to=dwelling_in_url)
def dwelling(request: SignedInRequest, dwelling: Dwelling) -> HttpResponse:
    form = DwellingForm(request.POST or None, initial={"label": dwelling.label})
    if not form.is_valid():
        words = {"title": _("改室号"), "button": _("就这样改"), "door": dwelling.door, "dwelling": dwelling}
        return render(request, "zones/place_form.html", {"form": form, **words})
    actions.rename_dwelling(dwelling, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "zones:door", dwelling.door_id)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_dwelling", to=dwelling_in_url)
def dwelling_removal(request: SignedInRequest, dwelling: Dwelling) -> HttpResponse:
    if request.method != "POST":
        words = {"title": _("删去{thing}").format(thing=dwelling), "hanging": hanging(dwelling), "door": dwelling.door}
        return render(request, "zones/place_removal.html", words)
    actions.remove_dwelling(dwelling, by=request.user, at=timezone.now())
    return done(request, _("删去了。"), "zones:door", dwelling.door_id)
