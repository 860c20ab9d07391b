"""One's own page, and which of one's duties is meant."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.web.doors import public
from linli.web.menu import entries, open_to

from .. import actions
from ..doors import SignedInRequest, admits
from ..forms import DutyInUseForm
from ..middleware import SESSION_KEY


@require_safe
@admits("accounts.use")
def me(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/me.html", {"own_pages": entries(open_to(request.user), "me", request.path)})


@require_POST
@admits("accounts.use")
def duty_in_use(request: SignedInRequest) -> HttpResponse:
    """Act in another of one's own duties from now on. What another place shows may not exist here, so go home."""
    form = DutyInUseForm(request.POST, duties=request.duties)
    if form.is_valid():
        request.session[SESSION_KEY] = int(form.cleaned_data["duty"])
        label = next(duty.label for duty in request.duties if str(duty.pk) == form.cleaned_data["duty"])
        messages.success(request, _("现在以「{duty}」的身份办事。").format(duty=label))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe and back.rstrip("/") == "/accounts/me" else "/")


@require_POST
@admits("accounts.use")
def keys(request: SignedInRequest) -> HttpResponse:
    """Turn the single-letter keys on or off for oneself, on every device."""
    actions.choose_keys(request.user, uses_keys=request.POST.get("keys") == "on")
    messages.success(request, _("改好了。"))
    return redirect("accounts:me")


@require_safe
@public
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Say who gives a new one; nobody gets one by e-mail."""
    return render(request, "account/password_reset.html")


@public
def not_here(request: HttpRequest, _path: str) -> HttpResponse:
    raise Http404
