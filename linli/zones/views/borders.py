"""改边界: by words or by drawing, for a zone there is, a new one, or one that ends. Seen first, then written."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.territory.models import Zone

from .. import actions
from ..drawing import outline, picture
from ..forms import BorderForm, DrawForm, EndForm, NameForm, NewZoneForm
from ..queries.ground import ground, shapes, zones_on
from ..queries.lines import who_may_keep
from ..queries.plan import Plan, plan_of
from ..ranges import Ground, words_of
from .doors import done, zone_in_url


def _others(zone: Zone) -> list[Zone]:
    here = Zone.objects.filter(community=zone.community_id, ended_on=None).exclude(pk=zone.pk)
    return list(here.order_by("number"))


def _bound(request: HttpRequest) -> Any:
    """Return what was typed; a form sent back by 「再改改」 is shown with it and not read."""
    return request.POST or None


def _agreed(request: HttpRequest, plan: Plan) -> bool:
    return request.POST.get("agreed") == plan.fingerprint


def _wants_to_go_on(request: HttpRequest) -> bool:
    return "again" in request.POST


@require_http_methods(["GET", "POST"])
@admits("zones.move_border", to=zone_in_url)
def border(request: SignedInRequest, zone: Zone) -> HttpResponse:
    """The doors of a zone by lanes and numbers."""
    today = timezone.localdate()
    land = ground(zone.community_id, today)
    initial = {"doors": "\n".join(words_of(land, land.of_zone(zone.pk))), "on": today}
    form = BorderForm(_bound(request), land=land, others=_others(zone), initial=initial)
    if _wants_to_go_on(request) or not form.is_valid():
        return render(request, "zones/border.html", {"form": form, "zone": zone, "outside": _outside(land)})
    given = form.cleaned_data
    doors = {door.pk for door in given["doors"]}
    plan = plan_of(zone.community_id, zone, doors, leftover=given["leftover"], on=given["on"], today=today)
    if not _agreed(request, plan):
        return _preview(request, form, plan, zone)
    return _move(request, zone, plan, doors=doors, **_said(given))


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("leftover", "on", "reason")}


def _outside(land: Ground) -> list[str]:
    return words_of(land, land.of_zone(None))


def _move(request: SignedInRequest, zone: Zone, plan: Plan, **given: Any) -> HttpResponse:
    at = timezone.now()
    actions.move_border(zone, agreed=plan.fingerprint, by=request.user, at=at, **given)
    said = _("改好了，从那天起算。") if plan.on > timezone.localdate(at) else _("改好了。")
    return done(request, said, "zones:zone", zone.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.move_border", to=zone_in_url)
def draw(request: SignedInRequest, zone: Zone) -> HttpResponse:
    """The border as points on the picture; the doors are those inside."""
    today = timezone.localdate()
    land, drawn = ground(zone.community_id, today), shapes(zone.community_id, today)
    drawing = picture(land, zones_on(zone.community_id, today), drawn, ours=zone)
    corner = f"{drawing.frame.west},{drawing.frame.north}" if drawing else ""
    points = outline(drawing, drawn.get(zone.pk)) if drawing else ""
    initial = {"on": today, "corner": corner, "points": points}
    form = DrawForm(_bound(request), land=land, others=_others(zone), initial=initial)
    if drawing is None or _wants_to_go_on(request) or not form.is_valid():
        return render(request, "zones/draw.html", {"form": form, "zone": zone, "picture": drawing})
    given = form.cleaned_data
    doors = {door.pk for door in given["doors"]}
    plan = plan_of(zone.community_id, zone, doors, leftover=given["leftover"], on=given["on"], today=today)
    if not _agreed(request, plan):
        return _preview(request, form, plan, zone)
    return _move(request, zone, plan, doors=doors, drawn=(given["area"], given["corner"]), **_said(given))


def _preview(
    request: SignedInRequest, form: forms.Form, plan: Plan, zone: Zone | None, *, title: str = "", is_end: bool = False
) -> HttpResponse:
    """Show what would happen, with what was typed going along; what happens is said again by its fingerprint."""
    community = own_community(request)
    land = ground(community.pk, plan.on)
    came = {pk for group in plan.came for pk in group.doors}
    left = {pk for group in plan.left for pk in group.doors}
    drawing = picture(
        land, zones_on(community.pk, plan.on), shapes(community.pk, plan.on), ours=zone, came=came, left=left
    )  # fmt: skip
    typed = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    words = {"title": title or _("看一看再改"), "is_end": is_end}
    return render(
        request, "zones/preview.html", {"plan": plan, "zone": zone, "typed": typed, "picture": drawing, **words}
    )


@require_http_methods(["GET", "POST"])
@admits("zones.found_zone")
def new_zone(request: SignedInRequest) -> HttpResponse:
    community, today = own_community(request), timezone.localdate()
    land = ground(community.pk, today)
    last = Zone.objects.filter(community=community).order_by("-number").first()
    initial = {"on": today, "number": last.number + 1 if last else 1, "doors": "\n".join(_outside(land))}
    form = NewZoneForm(_bound(request), land=land, people=who_may_keep(community.pk, today), initial=initial)
    if _wants_to_go_on(request) or not form.is_valid():
        return render(request, "zones/new.html", {"form": form, "outside": _outside(land)})
    given = form.cleaned_data
    doors = {door.pk for door in given["doors"]}
    plan = plan_of(community.pk, None, doors, leftover=None, on=given["on"], today=today)
    if not _agreed(request, plan):
        return _preview(request, form, plan, None, title=_("新责任区：{name}").format(name=given["name"]))
    named = {name: given[name] for name in ("number", "name", "on", "keepers", "reason")}
    zone = actions.found_zone(
        community, doors=doors, agreed=plan.fingerprint, by=request.user, at=timezone.now(), **named
    )  # fmt: skip
    return done(request, _("划好了。"), "zones:zone", zone.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.rename_zone", to=zone_in_url)
def name(request: SignedInRequest, zone: Zone) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"number": zone.number, "name": zone.name})
    if not form.is_valid():
        return render(request, "zones/name.html", {"form": form, "zone": zone})
    actions.rename_zone(zone, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "zones:zone", zone.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.end_zone", to=zone_in_url)
def end(request: SignedInRequest, zone: Zone) -> HttpResponse:
    """End a zone, or merge it into another."""
    today = timezone.localdate()
    form = EndForm(_bound(request), others=_others(zone))
    if _wants_to_go_on(request) or not form.is_valid():
        return render(request, "zones/end.html", {"form": form, "zone": zone})
    given = form.cleaned_data
    plan = plan_of(zone.community_id, zone, (), leftover=given["into"], on=today, today=today)
    if not _agreed(request, plan):
        return _preview(request, form, plan, zone, title=_("撤销{zone}").format(zone=zone), is_end=True)
    actions.end_zone(zone, agreed=plan.fingerprint, by=request.user, at=timezone.now(), **given)
    return done(request, _("撤好了，从今天起算。"), "zones:zone", zone.pk)
