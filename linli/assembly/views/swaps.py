"""换班: asked, answered, taken back."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms.rotation import SwapAnswerForm, SwapForm
from ..models import Body, ChairTerm, Swap
from ..queries.rotation import speaks_for
from .doors import ask, done, swap_in_url, term_in_url


def _back(body: Body) -> tuple[str, str]:
    return reverse("assembly:rotation", args=[body.pk]), _("轮值会长")


@require_http_methods(["GET", "POST"])
@admits("assembly.ask_swap", to=term_in_url)
def swap(request: SignedInRequest, term: ChairTerm) -> HttpResponse:
    others = term.body.terms.filter(status=ChairTerm.Status.PLANNED).exclude(unit=term.unit_id)
    form = SwapForm(request.POST or None, others=others.select_related("unit").order_by("starts_on"))
    if not form.is_valid():
        note = _("对方同意以后才换。对方的会长或联络员会收到提醒。")
        title = _("{unit}想换一任").format(unit=term.unit)
        return ask(request, form, title=title, button=_("去问"), back=_back(term.body), note=note)
    actions.ask_swap(term, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("问了，等对方答复。"), "assembly:rotation", term.body_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.answer_swap", to=swap_in_url)
def swap_answer(request: SignedInRequest, swap: Swap) -> HttpResponse:
    on_paper = not speaks_for(request.user, swap.asked)
    form = SwapAnswerForm(request.POST or None, on_paper=on_paper)
    if not form.is_valid():
        title = _("{unit}想和{other}换一任").format(unit=swap.asking.unit, other=swap.asked.unit)
        back = _back(swap.asking.body)
        return ask(request, form, title=title, button=_("答复"), back=back, note=swap.reason)
    actions.answer_swap(swap, on_paper=on_paper, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记好了。"), "assembly:rotation", swap.asking.body_id)


@require_POST
@admits("assembly.take_back_swap", to=swap_in_url)
def swap_withdrawal(request: SignedInRequest, swap: Swap) -> HttpResponse:
    actions.take_back_swap(swap, by=request.user, at=timezone.now())
    return done(request, _("收回了。"), "assembly:rotation", swap.asking.body_id)
