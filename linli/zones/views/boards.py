"""公示牌, behind the door: what it says, the keepers' photos, and the sheet for the wall."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import Duty
from linli.files.arriving import take_in
from linli.files.serving import serve
from linli.territory.models import Zone
from linli.web.downloads import PDF, file_answer

from .. import actions
from ..forms import BoardForm, PhotoForm
from ..models import KeeperPhoto
from ..paper import print_board
from ..queries.boards import board_of, keeper_lines, shown
from .addresses import board_url
from .doors import done, keeping_in_url, zone_in_url


@require_http_methods(["GET", "POST"])
@admits("zones.keep_board", to=zone_in_url)
def board(request: SignedInRequest, zone: Zone) -> HttpResponse:
    today = timezone.localdate()
    found = board_of(zone)
    form = BoardForm(request.POST or None, instance=found)
    if not form.is_valid():
        duties = Duty.objects.in_force(today).filter(zone=zone).values_list("user", "pk")
        of_user = dict(duties)
        keepers = [(line, of_user[line.keeper.pk]) for line in keeper_lines(zone, today)]
        return render(
            request, "zones/board_form.html",
            {"zone": zone, "form": form, "board": found, "hangs": found.hangs_on(today), "keepers": keepers},
        )  # fmt: skip
    actions.keep_board(board_of(zone), by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("公示牌存好了。"), "zones:zone", zone.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.keep_photo", to=keeping_in_url)
def photo(request: SignedInRequest, duty: Duty) -> HttpResponse:
    zone = duty.zone
    if zone is None:
        raise Http404
    picked = take_in(request, zone.community, by=request.user, room=1)
    form = PhotoForm(request.POST if request.method == "POST" else None, picked=picked)
    if not form.is_valid():
        kept = KeeperPhoto.objects.filter(community=zone.community_id, keeper=duty.user).select_related("file").first()
        return render(request, "zones/photo.html", {"zone": zone, "form": form, "duty": duty, "kept": kept})
    actions.keep_photo(zone, duty.user, picked.uploads[0], by=request.user, at=timezone.now())
    return done(request, _("照片收到了，正在处理。本人同意以后才会出现在公示牌上。"), "zones:board", zone.pk)


@require_safe
@admits("zones.keep_photo", to=keeping_in_url)
def kept_photo(request: SignedInRequest, duty: Duty) -> HttpResponseBase:
    """The photo as it is kept, consent or not: for who keeps the board."""
    kept = KeeperPhoto.objects.filter(community=duty.community_id, keeper=duty.user).select_related("file").first()
    if kept is None:
        raise Http404
    return serve(request, kept.file, size="thumb")


@require_POST
@admits("zones.keep_photo", to=keeping_in_url)
def photo_removal(request: SignedInRequest, duty: Duty) -> HttpResponse:
    kept = KeeperPhoto.objects.filter(community=duty.community_id, keeper=duty.user).select_related("file").first()
    if kept is None or duty.zone is None:
        raise Http404
    actions.remove_photo(duty.zone, kept, by=request.user, at=timezone.now())
    return done(request, _("照片拿掉了。"), "zones:board", duty.zone_id)


@require_safe
@admits("zones.view_zones", to=zone_in_url)
def board_file(request: SignedInRequest, zone: Zone) -> HttpResponse:
    """The board as a sheet of A4 for the wall."""
    at = timezone.now()
    facts = shown(zone, board_of(zone), timezone.localdate(at))
    made = print_board(facts, request.build_absolute_uri(board_url(zone)), at)
    return file_answer(made, _("{number} 号责任区公示牌.pdf").format(number=zone.number), PDF)
