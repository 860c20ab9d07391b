"""From hand to hand: offering, accepting, declining, handing on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import User
from linli.residents.queries import units_of

from ... import actions
from ...forms import HandOnForm, OfferForm, ReasonForm
from ...models import Case
from ..doors import case_in_url, case_to_act_on, done
from .page import people_of, verb_page


@require_http_methods(["GET", "POST"])
@admits("cases.offer_case", to=case_in_url)
def offer(request: SignedInRequest, case: Case) -> HttpResponse:
    units = list(units_of(case.community_id))
    form = OfferForm(request.POST or None, people=people_of(case), units=units)
    if not form.is_valid():
        return verb_page(request, case, form, verb="offer", title=_("派给谁？"), button=_("派出去"), icon="arrow")
    at, to = timezone.now(), form.cleaned_data["to"]
    if to is None:
        actions.offer_to_next(case, by=request.user, at=at)
    elif isinstance(to, User):
        actions.offer_to(case, to, by=request.user, at=at)
    else:
        offered = actions.offer_to_unit(case, to, by=request.user, at=at)
        if offered.is_by_link:
            messages.success(request, _("派出去了。这个单位没有账号，请把答复链接给它。"))
            return redirect("cases:offer_link", case.number, offered.pk)
    return done(request, case, _("派出去了，等对方接单。"))


@require_POST
@admits("cases.accept_case", to=case_to_act_on)
def acceptance(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.accept_case(case, by=request.user, at=timezone.now())
    return done(request, case, _("接单了。电话和地址在下面。"))


@require_http_methods(["GET", "POST"])
@admits("cases.decline_case", to=case_in_url)
def refusal(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("说明以后会马上转给下一位，时限照走。")
        return verb_page(
            request,
            case,
            form,
            verb="hand_on",
            title=_("现在去不了？"),
            button=_("说明原因"),
            icon="handover",
            note=note,
        )
    actions.decline_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("知道了，已转给下一位。"))


@require_http_methods(["GET", "POST"])
@admits("cases.hand_on_case", to=case_in_url)
def handover(request: SignedInRequest, case: Case) -> HttpResponse:
    people = [person for person in people_of(case) if person.pk != case.handler_id]
    form = HandOnForm(request.POST or None, people=people)
    if not form.is_valid():
        note = _("时钟不会停，对方会马上收到提醒。")
        return verb_page(
            request,
            case,
            form,
            verb="hand_on",
            title=_("把这件事转交给谁？"),
            button=_("转交"),
            icon="handover",
            note=note,
        )
    actions.hand_on_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("转交了，等对方接单。"))
