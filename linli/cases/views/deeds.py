"""办实事好事: what was done, listed and written down."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import DeedForm
from ..models import GoodDeed
from .doors import deed_in_url


@require_http_methods(["GET", "POST"])
@admits("cases.record_deed")
def new_deed(request: SignedInRequest) -> HttpResponse:
    form = DeedForm(request.POST or None)
    if not form.is_valid():
        return render(request, "cases/deed_form.html", {"form": form})
    deed = actions.record_deed(own_community(request), by=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("cases:deed", deed.number)


@require_safe
@admits("cases.view_deed", to=deed_in_url)
def deed(request: SignedInRequest, deed: GoodDeed) -> HttpResponse:
    return render(request, "cases/deed.html", {"deed": deed})
