"""One shift: looked at, planned, changed, taken off."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import ShiftForm
from ..models import Post, Shift, Swap
from ..queries.duty import who_may_stand
from ..queries.mine import beside
from .doors import done, shift_in_url


@require_safe
@admits("rota.view_shift", to=shift_in_url)
def shift(request: SignedInRequest, shift: Shift) -> HttpResponse:
    now = timezone.localtime()
    swaps = Swap.objects.filter(shift=shift).select_related("giver", "taker", "in_return__post").order_by("-asked_at")
    may = request.user.has_perm
    return render(
        request,
        "rota/shift.html",
        {
            "own": beside([shift], now)[0],
            "shift": shift,
            "now": now,
            "is_over": shift.ends_at <= now,
            "has_begun": shift.starts_at <= now,
            "swaps": [
                (swap, may("rota.withdraw_swap", swap), may("rota.answer_swap", swap), may("rota.undo_swap", swap))
                for swap in swaps[:6]
            ],
            "handover": getattr(shift, "handover", None),
            "may_change": may("rota.change_shift", shift),
            "may_swap": may("rota.ask_swap", shift),
            "may_hand_over": may("rota.hand_over", shift),
        },
    )


@require_http_methods(["GET", "POST"])
@admits("rota.plan_rota")
def new_shift(request: SignedInRequest) -> HttpResponse:
    """Plan one shift; a gap's own link brings its post and hours."""
    community = own_community(request)
    posts = Post.objects.filter(community=community, is_in_use=True)
    people = who_may_stand(community.pk, timezone.localdate())
    form = ShiftForm(request.POST or None, people=people, posts=posts, initial=_asked_for(request))
    if not form.is_valid():
        return render(request, "rota/form.html", {"form": form, "title": _("排一个班"), "button": _("排上")})
    given = form.cleaned_data
    planned = actions.plan_shift(given.pop("post"), by=request.user, at=timezone.now(), **given)
    return done(request, _("排上了。"), "rota:shift", planned.pk)


def _asked_for(request: SignedInRequest) -> dict[str, Any]:
    asked: dict[str, Any] = {"post": request.GET.get("post")}
    for name, key in (("starts_at", "since"), ("ends_at", "until")):
        try:
            asked[name] = timezone.localtime(datetime.fromisoformat(request.GET.get(key, "")))
        except ValueError:
            asked[name] = timezone.localtime().replace(hour=8, minute=0) + timedelta(days=1)
            if name == "ends_at":
                asked[name] += timedelta(hours=8)
    return asked


@require_http_methods(["GET", "POST"])
@admits("rota.change_shift", to=shift_in_url)
def shift_change(request: SignedInRequest, shift: Shift) -> HttpResponse:
    initial = {
        "person": shift.person_id,
        "backup": shift.backup_id,
        "starts_at": timezone.localtime(shift.starts_at),
        "ends_at": timezone.localtime(shift.ends_at),
    }
    people = who_may_stand(shift.community_id, timezone.localdate())
    form = ShiftForm(request.POST or None, people=people, initial=initial)
    if not form.is_valid():
        words = {"title": _("改这个班"), "button": _("改好"), "note": _("改了会告诉原来的人和新的人。")}
        return render(request, "rota/form.html", {"form": form, "shift": shift, **words})
    actions.change_shift(shift, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "rota:shift", shift.pk)


@require_POST
@admits("rota.change_shift", to=shift_in_url)
def shift_off(request: SignedInRequest, shift: Shift) -> HttpResponse:
    actions.take_off_shift(shift, by=request.user, at=timezone.now())
    return done(request, _("这个班撤了。"), "rota:week")
