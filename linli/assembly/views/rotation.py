"""轮值: the order of units, and the terms along it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.queries import unit_ids_of, units_of

from .. import actions
from ..forms.rotation import ReasonForm, TermsForm, TurnForm
from ..models import Body, TurnOrder
from ..queries.rotation import next_term, open_swaps, strip_of, terms_of
from ..queries.turns import turns_of
from .doors import ask, body_in_url, done, turn_in_url


def _back(body: Body) -> tuple[str, str]:
    return reverse("assembly:rotation", args=[body.pk]), _("轮值会长")


@require_safe
@admits("assembly.view_bodies", to=body_in_url)
def rotation(request: SignedInRequest, body: Body) -> HttpResponse:
    """Past, current and next; every term; the order of units."""
    user, swaps = request.user, list(open_swaps(body))
    own = set(unit_ids_of(user))
    return render(
        request,
        "assembly/rotation.html",
        {
            "body": body,
            "strip": strip_of(body, timezone.now()),
            "terms": terms_of(body),
            "turns": turns_of(body),
            "swaps": [(swap, user.has_perm("assembly.answer_swap", swap)) for swap in swaps],
            "next": next_term(body),
            "own_units": own,
            "may_keep": user.has_perm("assembly.keep_rotation", body),
        },
    )


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_rotation", to=body_in_url)
def new_turn(request: SignedInRequest, body: Body) -> HttpResponse:
    units = units_of(body.community_id).exclude(pk__in=body.turns.values("unit"))
    form = TurnForm(request.POST or None, units=units)
    if not form.is_valid():
        note = _("新加的排在最后，可以再往上移。这里没有的单位，请先到驻区单位里登记。")
        return ask(request, form, title=_("加一个单位"), button=_("加进来"), back=_back(body), note=note)
    actions.add_turn(body, form.cleaned_data["unit"], by=request.user, at=timezone.now())
    return done(request, _("加进来了，排在最后。"), "assembly:rotation", body.pk)


@require_POST
@admits("assembly.keep_rotation", to=turn_in_url)
def turn_place(request: SignedInRequest, turn: TurnOrder) -> HttpResponse:
    actions.move_turn(turn, up=request.POST.get("to") != "down", by=request.user, at=timezone.now())
    return done(request, _("次序改了，已经排好的几任不变。"), "assembly:rotation", turn.body_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_rotation", to=turn_in_url)
def turn_leaving(request: SignedInRequest, turn: TurnOrder) -> HttpResponse:
    body = turn.body
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("排好的、还没到的任期会跳过，后面的单位依次往前补。")
        title = _("{unit}不再轮值").format(unit=turn.unit)
        return ask(request, form, title=title, button=_("移出轮值"), back=_back(body), note=note)
    n = actions.leave_turns(turn, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    sentence = ngettext("移出了，跳过 {n} 任。", "移出了，跳过 {n} 任。", n).format(n=n) if n else _("移出了。")
    return done(request, sentence, "assembly:rotation", body.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_rotation", to=body_in_url)
def new_terms(request: SignedInRequest, body: Body) -> HttpResponse:
    is_first = not body.terms.exclude(status="skipped").exists()
    form = TermsForm(request.POST or None, is_first=is_first)
    if not form.is_valid():
        note = _("按轮值的次序一任接一任往后排。会长先填单位登记的党组织书记，可以再改。")
        return ask(request, form, title=_("排下几任"), button=_("排好"), back=_back(body), note=note)
    made = actions.plan_terms(body, by=request.user, at=timezone.now(), **form.cleaned_data)
    sentence = ngettext("排好了 {n} 任。", "排好了 {n} 任。", len(made)).format(n=len(made))
    return done(request, sentence, "assembly:rotation", body.pk)
