"""街巷: all of a community's, one of them with its doors, and putting up doors."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.territory.models import Community, Door, Lane

from .. import actions
from ..forms import DoorsForm, LaneForm, LaneNameForm
from ..queries.ground import zones_on
from ..queries.places import doors_of, hanging, lanes_of, stretch
from ..ranges import Key, said
from .doors import community_shown, done, lane_in_url


def asked(request: SignedInRequest) -> dict[str, Any]:
    """Return the word a list is narrowed to, and the address of its pages without the place they begin at."""
    kept = request.GET.copy()
    kept.pop("start", None)
    return {"word": request.GET.get("q", "").strip()[:40], "kept": kept.urlencode()}


@require_safe
@admits("zones.view_places")
def lanes(request: SignedInRequest) -> HttpResponse:
    community, narrowed = community_shown(request), asked(request)
    context = {
        "community": community,
        "communities": Community.objects.filter(pk__in=request.user.community_ids).order_by("pk"),
        "page": stretch(lanes_of(community.pk, narrowed["word"]), request.GET.get("start", "")),
        "may_keep": request.user.has_perm("zones.keep_lane"),
    }
    return render(request, "zones/lanes.html", context | narrowed)


@require_safe
@admits("zones.view_places", to=lane_in_url)
def lane(request: SignedInRequest, lane: Lane) -> HttpResponse:
    narrowed = asked(request)
    doors = doors_of(lane, narrowed["word"], timezone.localdate())
    context = {
        "lane": lane,
        "page": stretch(doors, request.GET.get("start", "")),
        "may_keep": request.user.has_perm("zones.keep_lane", lane),
    }
    return render(request, "zones/lane.html", context | narrowed)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_lane")
def new_lane(request: SignedInRequest) -> HttpResponse:
    community = own_community(request)
    form = LaneForm(request.POST or None)
    if not form.is_valid():
        return render(request, "zones/place_form.html", {"form": form, "title": _("登记街巷"), "button": _("登记")})
    entered = actions.enter_lane(community, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("登记好了。接着可以登记它的门牌。"), "zones:lane", entered.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_lane", to=lane_in_url)
def lane_name(request: SignedInRequest, lane: Lane) -> HttpResponse:
    initial = {"name": lane.name, "kind": lane.kind, "aliases": _("、").join(lane.aliases)}
    form = LaneNameForm(request.POST or None, initial=initial)
    if not form.is_valid():
        words = {"title": _("改名称和别名"), "button": _("就这样改"), "lane": lane}
        return render(request, "zones/place_form.html", {"form": form, **words})
    actions.rename_lane(lane, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "zones:lane", lane.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_lane", to=lane_in_url)
def lane_removal(request: SignedInRequest, lane: Lane) -> HttpResponse:
    if request.method != "POST":
        words = {"title": _("删去{thing}").format(thing=lane.name), "hanging": hanging(lane), "lane": lane}
        return render(request, "zones/place_removal.html", words)
    actions.remove_lane(lane, by=request.user, at=timezone.now())
    return done(request, _("删去了。"), "zones:lanes")


@require_http_methods(["GET", "POST"])
@admits("zones.keep_door", to=lane_in_url)
def new_doors(request: SignedInRequest, lane: Lane) -> HttpResponse:
    """Doors are seen before they are put up: which are new, which there are already."""
    form = DoorsForm(request.POST or None, zones=zones_on(lane.community_id, timezone.localdate()))
    if "again" in request.POST or not form.is_valid():
        words = {"title": _("登记门牌"), "button": _("先看看"), "lane": lane}
        return render(request, "zones/place_form.html", {"form": form, **words})
    given = form.cleaned_data
    there = set(Door.objects.filter(lane=lane).values_list("number", "suffix"))
    new: list[Key] = [key for key in given["numbers"] if key not in there]
    if new and request.POST.get("agreed") != "yes":
        typed = [(name, request.POST.get(name, "")) for name in form.fields]
        skipped = [said(key) for key in given["numbers"] if key in there]
        context = {"lane": lane, "new": [said(key) for key in new], "skipped": skipped, "typed": typed, **given}
        return render(request, "zones/doors_preview.html", context)
    count = len(actions.enter_doors(lane, by=request.user, at=timezone.now(), **given))
    sentence = ngettext("登记好了 {n} 个门牌。", "登记好了 {n} 个门牌。", count).format(n=count)
    return done(request, sentence, "zones:lane", lane.pk)
