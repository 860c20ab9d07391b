"""我的班: one's next shifts on a phone, what waits for one's word, and the note for the next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.actions import keep_phone
from linli.accounts.doors import SignedInRequest, admits
from linli.residents.phones import dialled

from .. import actions
from ..forms import HandoverForm, OwnPhoneForm
from ..models import Handover, Shift
from ..queries.mine import backing_up, following, handovers_for, own_absences, own_shifts, swaps_of
from .doors import done, handover_in_url, shift_in_url


@require_safe
@admits("rota.view_own_shifts")
def mine(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    shifts = own_shifts(request.user, now)
    swaps = swaps_of(request.user, now)
    return render(
        request,
        "rota/mine.html",
        {
            "now": now,
            "next": shifts[0] if shifts else None,
            "later": shifts[1:],
            "asked": [swap for swap in swaps if swap.taker_id == request.user.pk],
            "asking": [swap for swap in swaps if swap.giver_id == request.user.pk],
            "backing_up": backing_up(request.user, now),
            "handovers": handovers_for(request.user, now),
            "absences": own_absences(request.user, now),
        },
    )


@require_http_methods(["GET", "POST"])
@admits("rota.hand_over", to=shift_in_url)
def handover(request: SignedInRequest, shift: Shift) -> HttpResponse:
    written = Handover.objects.filter(shift=shift).first()
    form = HandoverForm(request.POST or None, initial={"body": written.body if written else ""})
    if not form.is_valid():
        after = following(shift)
        note = (
            _("下一班是{name}，写好会马上告诉对方。").format(name=after.person.name)
            if after
            else _("下一班还没有排，谁来接班谁就看到。")
        )
        words = {"title": _("交给下一班"), "button": _("交班"), "note": note}
        return render(request, "rota/form.html", {"form": form, "shift": shift, **words})
    actions.hand_over(shift, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("写好了，下一班会看到。"), "rota:shift", shift.pk)


@require_http_methods(["GET", "POST"])
@admits("rota.view_own_shifts")
def own_phone(request: SignedInRequest) -> HttpResponse:
    form = OwnPhoneForm(request.POST or None, initial={"phone": dialled(request.user.phone)})
    if not form.is_valid():
        words = {"title": _("同事打我哪个电话"), "button": _("记下"), "back": "rota:mine"}
        return render(request, "rota/form.html", {"form": form, **words})
    keep_phone(request.duty, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "rota:mine")


@require_POST
@admits("rota.read_handover", to=handover_in_url)
def handover_read(request: SignedInRequest, note: Handover) -> HttpResponse:
    actions.read_handover(note, by=request.user, at=timezone.now())
    return done(request, _("记下了：您看过了。"), "rota:mine")
