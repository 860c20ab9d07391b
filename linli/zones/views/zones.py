"""责任区: all of them on one page, one of them, and how its border has moved."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import Duty, KeeperOverride
from linli.journal.models import Event
from linli.journal.record import sentence_of
from linli.territory.models import Community, Zone

from ..drawing import picture
from ..queries.ground import changes_of, ground, households_by_door, shapes, zones_on
from ..queries.lines import lines, looked_for
from ..ranges import words_of
from .doors import community_shown, zone_in_url

LINES_SHOWN = 40


@require_safe
@admits("zones.view_zones")
def zones(request: SignedInRequest) -> HttpResponse:
    community, today = community_shown(request), timezone.localdate()
    every = Zone.objects.filter(community=community).order_by("number")
    standing = [zone for zone in every if zone.ended_on is None or zone.ended_on > today]
    word = request.GET.get("q", "").strip()[:60]
    land = ground(community.pk, today)
    return render(
        request,
        "zones/zones.html",
        {
            "community": community,
            "communities": Community.objects.filter(pk__in=request.user.community_ids).order_by("pk"),
            "lines": looked_for(lines(standing, request.user, today), community.pk, word),
            "ended": [zone for zone in every if zone not in standing],
            "word": word,
            "today": today,
            "picture": None if word else picture(land, standing, shapes(community.pk, today)),
            "outside": words_of(land, land.of_zone(None)),
            "may_found": request.user.has_perm("zones.found_zone"),
        },
    )


@require_safe
@admits("zones.view_zones", to=zone_in_url)
def zone(request: SignedInRequest, zone: Zone) -> HttpResponse:
    today = timezone.localdate()
    (line,) = lines([zone], request.user, today)
    land = ground(zone.community_id, today)
    homes = households_by_door(zone.community_id, today)
    doors = land.of_zone(zone.pk)
    coming = Duty.objects.filter(zone=zone, from_on__gt=today).select_related("user")
    return render(
        request,
        "zones/zone.html",
        {
            "zone": zone,
            "line": line,
            "today": today,
            "words": words_of(land, doors),
            "doors": [(land.lanes[door.lane_id], door, homes.get(door.pk, 0)) for door in doors],
            "picture": picture(land, zones_on(zone.community_id, today), shapes(zone.community_id, today), ours=zone),
            "coming": coming,
            "may": {
                name: request.user.has_perm(f"zones.{name}", zone)
                for name in ("move_border", "end_zone", "change_keepers", "keep_board")
            },
        },
    )


@require_safe
@admits("zones.view_zones", to=zone_in_url)
def history(request: SignedInRequest, zone: Zone) -> HttpResponse:
    """How the zone lay on any day, every change of its border, everybody who kept it, and who wrote what."""
    today = timezone.localdate()
    on = _day(request.GET.get("on"), today)
    land = ground(zone.community_id, on)
    named = {each.pk: each for each in Zone.objects.filter(community=zone.community_id)}

    def said(groups: dict[int | None, list[int]]) -> list[tuple[Zone | None, int, list[str]]]:
        return [
            (named.get(other or 0), len(doors), words_of(land, [land.doors[pk] for pk in doors]))
            for other, doors in groups.items()
        ]

    events = Event.objects.filter(
        subject_type=ContentType.objects.get_for_model(Zone), subject_id=zone.pk, community=zone.community_id
    )
    return render(
        request,
        "zones/history.html",
        {
            "zone": zone,
            "on": on,
            "today": today,
            "words": words_of(land, land.of_zone(zone.pk)),
            "picture": picture(land, zones_on(zone.community_id, on), shapes(zone.community_id, on), ours=zone),
            "changes": [(each.on, said(each.came), said(each.left)) for each in changes_of(zone)],
            "keepers": Duty.objects.filter(zone=zone).select_related("user").order_by("-from_on", "-is_lead"),
            "overrides": KeeperOverride.objects.filter(zone=zone).select_related("approved_by").order_by("-from_on"),
            "events": [
                (event, sentence_of(event))
                for event in events.select_related("actor").order_by("-recorded_at", "-pk")[:LINES_SHOWN]
            ],
        },
    )


def _day(text: str | None, today: date) -> date:
    """Return the day an address asks for; today when it asks for none, or for nonsense."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return today
    return day if 1950 < day.year < 2200 else today
