"""The whole phone number, for somebody who says why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits

from ... import actions
from ...forms import ReasonForm
from ...models import Requester
from ..doors import requester_in_url
from .page import verb_page


@require_http_methods(["GET", "POST"])
@admits("cases.reveal_phone", to=requester_in_url)
def phone(request: SignedInRequest, requester: Requester) -> HttpResponse:
    """Ask why before the number is shown; whoever handles the case finds the usual reason written already."""
    usual = _("联系诉求人，办这件事") if requester.case.handler_id == request.user.pk else ""
    form = ReasonForm(request.POST or None, initial={"reason": usual})
    if not form.is_valid():
        note = _("看全号会留下记录：谁、什么时候、为什么看。")
        return verb_page(
            request, requester.case, form, title=_("为什么要看全号？"), button=_("看全号"), icon="eye", note=note
        )
    number = actions.reveal_phone(requester, by=request.user, at=timezone.now(), **form.cleaned_data)
    response = render(request, "cases/phone.html", {"case": requester.case, "requester": requester, "number": number})
    response["Cache-Control"] = "no-store"
    return response
