"""对外提供: what left the house, to whom, on what ground."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.paging import leaf_through

from .. import actions
from ..forms import SharingForm
from ..models import Sharing
from .doors import done


@require_safe
@admits("residents.view_sharings")
def sharings(request: SignedInRequest) -> HttpResponse:
    found = Sharing.objects.visible_to(request.user).select_related("by")
    return render(request, "residents/sharings.html", {"page": leaf_through(found, request.GET, by="at")})


@require_http_methods(["GET", "POST"])
@admits("residents.note_sharing")
def new_sharing(request: SignedInRequest) -> HttpResponse:
    """Something given on paper, by telephone or otherwise; exports write themselves down."""
    form = SharingForm(request.POST or None)
    if not form.is_valid():
        return render(request, "residents/new_sharing.html", {"form": form})
    given = dict(form.cleaned_data)
    given["fields"], given["basis"] = given.pop("fields_given"), Sharing.Basis(given["basis"])
    actions.note_sharing(own_community(request), by=request.user, at=timezone.now(), **given)
    return done(request, _("记下了，至少保存三年。"), "residents:sharings")
