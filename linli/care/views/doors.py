"""How things of care are found from their address, and where one goes after doing something."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from linli.accounts.doors import SignedInRequest
from linli.fence.rows import open_sealed
from linli.residents.models import Household, Person

from ..models import GroupEntry, Pairing, ServicePlan, Support, Visit
from ..queries.whom import key_of, one

Target = Pairing | ServicePlan | Person | Household


def _door(model: type[Any], *related: str) -> Any:
    def in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Any], dict[str, Any]]:
        return model.objects.visible_to(request.user).select_related(*related), {"pk": pk}

    return in_url


entry_in_url = _door(GroupEntry, "person")
plan_in_url = _door(ServicePlan, "person", "household")
pairing_in_url = _door(Pairing, "helper_person", "helper_unit", "consent", "person", "household")
visit_in_url = _door(Visit, "visited_by", "case", "pairing", "plan", "person", "household", "withdrawn_by")


def someone_in_url(request: SignedInRequest, key: str) -> Person | Household | None:
    return one(key, request.user)


def support_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Support], dict[str, Any]]:
    """Open the third wall for whoever asks, and for this page alone; whoever is not named meets 404."""
    open_sealed(request.user.pk)
    return Support.objects.visible_to(request.user).select_related("helper", "community"), {"pk": pk}


def target_of(request: SignedInRequest, key: str) -> Target:
    """Return what a visit is for, by its key ("pairing-3", "plan-4", "person-5", "home-6"); or 404.

    A draft may arrive when its pairing or plan has ended: it is then a visit to whom that was for.
    """
    kind, _dash, number = key.partition("-")
    found: Target | None = None
    if kind in {"pairing", "plan"} and number.isdigit():
        model: Any = Pairing if kind == "pairing" else ServicePlan
        meant = model.objects.visible_to(request.user).filter(pk=int(number))
        found = meant.running().first()
        if found is None and (ended := meant.first()):
            found = one(key_of(ended), request.user)
    else:
        found = one(key, request.user)
    if found is None:
        raise Http404
    return found


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what happened and go back to where the person came from (a form's `next`), or to `to`."""
    messages.success(request, sentence)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect(to, *args)


def form_page(request: SignedInRequest, form: Any, *, title: str, button: str, back: str, **more: Any) -> HttpResponse:
    """Draw a form on a page of its own. `back` is the address it came from."""
    return render(request, "care/form.html", {"form": form, "title": title, "button": button, "back": back, **more})


def page_number(request: SignedInRequest) -> int:
    """Return the page asked for; what cannot be read is the first."""
    asked = request.GET.get("page", "1")
    return max(1, min(int(asked), 10_000)) if asked.isdigit() else 1
