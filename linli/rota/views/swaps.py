"""换班: ask, arrange, answer, withdraw, undo."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms import SwapForm
from ..models import Shift, Swap
from ..queries.duty import who_may_stand
from ..queries.mine import to_swap_with
from .doors import done, shift_in_url, swap_in_url


@require_http_methods(["GET", "POST"])
@admits("rota.ask_swap", to=shift_in_url)
def swap_ask(request: SignedInRequest, shift: Shift) -> HttpResponse:
    """One's own shift is offered and waits for the other; somebody else's is arranged at once by who may."""
    at, is_own = timezone.localtime(), shift.person_id == request.user.pk
    people = list(who_may_stand(shift.community_id, at.date()).exclude(pk=shift.person_id))
    form = SwapForm(request.POST or None, people=people, shifts=to_swap_with(shift, at), now=at)
    if not form.is_valid():
        words = {
            "title": _("这一班换给谁？") if is_own else _("替他们安排换班"),
            "button": _("问对方") if is_own else _("安排好"),
            "note": _("对方同意了才换；同意以前，这一班还是您的。")
            if is_own
            else _("您管排班，按下就换好，会马上告诉两个人。请先问过他们。"),
        }
        return render(request, "rota/form.html", {"form": form, "shift": shift, **words})
    if is_own:
        actions.ask_swap(shift, by=request.user, at=at, **form.cleaned_data)
        return done(request, _("问了，等对方答复。"), "rota:mine")
    actions.arrange_swap(shift, by=request.user, at=at, **form.cleaned_data)
    return done(request, _("换好了，已告诉两个人。"), "rota:shift", shift.pk)


@require_POST
@admits("rota.answer_swap", to=swap_in_url)
def swap_answer(request: SignedInRequest, swap: Swap) -> HttpResponse:
    agrees = request.POST.get("agrees") == "yes"
    actions.answer_swap(swap, agrees=agrees, by=request.user, at=timezone.now())
    return done(request, _("换好了，已告诉对方。") if agrees else _("告诉对方了：这次不换。"), "rota:mine")


@require_POST
@admits("rota.withdraw_swap", to=swap_in_url)
def swap_withdrawal(request: SignedInRequest, swap: Swap) -> HttpResponse:
    actions.withdraw_swap(swap, by=request.user, at=timezone.now())
    return done(request, _("撤回了，班不变。"), "rota:mine")


@require_POST
@admits("rota.undo_swap", to=swap_in_url)
def swap_undoing(request: SignedInRequest, swap: Swap) -> HttpResponse:
    actions.undo_swap(swap, by=request.user, at=timezone.now())
    return done(request, _("换回来了，已告诉两个人。"), "rota:shift", swap.shift_id)
