"""Saved filters of the desk: one's own, and those shared with colleagues."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.accounts.models import Duty, User
from linli.residents.models import Unit
from linli.territory.models import Zone

from .. import actions
from ..forms import DeskFilterForm, SavedFilterForm, as_typed
from ..models import SavedFilter
from ..queries.filters import CaseFilter
from ..queries.saved_filters import on_the_desk, shown_filters


def filter_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[SavedFilter], dict[str, Any]]:
    kept = SavedFilter.objects.visible_to(request.user)
    return kept.filter(Q(owner=request.user) | Q(is_shared=True)), {"pk": pk}


def choices(request: SignedInRequest) -> dict[str, Any]:
    """What the filters of a desk are chosen from: the zones, people and units of the community."""
    places = request.user.community_ids
    held = Duty.objects.in_force(timezone.localdate()).filter(community__in=places)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")
    return {
        "zones": Zone.objects.filter(community__in=places),
        "people": people,
        "units": Unit.objects.visible_to(request.user).order_by("name"),
    }


@require_safe
@admits("cases.save_filter")
def saved_filters(request: SignedInRequest) -> HttpResponse:
    removed = request.GET.get("removed", "")
    gone = SavedFilter.objects.visible_to(request.user).filter(owner=request.user).exclude(removed_at=None)
    return render(
        request,
        "cases/filters.html",
        {
            "filters": [
                (each, request.user.has_perm("cases.change_filter", each.kept))
                for each in shown_filters(request.user, timezone.now())
            ],
            "removed": gone.filter(pk=int(removed)).first() if removed.isdecimal() else None,
        },
    )


@require_safe
@admits("cases.view_desk")
def pick(request: SignedInRequest) -> HttpResponse:
    """Where one chooses what the desk shows; the desk itself stays light."""
    form = DeskFilterForm(initial=as_typed(CaseFilter.read(request.GET)), **choices(request))
    return render(request, "cases/pick.html", {"form": form})


@require_http_methods(["GET", "POST"])
@admits("cases.save_filter")
def new_filter(request: SignedInRequest) -> HttpResponse:
    wanted = on_the_desk(CaseFilter.read(request.POST or request.GET))
    form = SavedFilterForm(request.POST or None, initial=as_typed(wanted), **choices(request))
    if not form.is_valid():
        return render(request, "cases/filter_form.html", {"form": form, "title": _("存成常用筛选")})
    given = form.cleaned_data
    kept = actions.save_filter(
        own_community(request),
        name=given["name"],
        wanted=wanted,
        is_shared=given["is_shared"],
        by=request.user,
        at=timezone.now(),
    )
    return _to_the_desk(kept)


@require_http_methods(["GET", "POST"])
@admits("cases.change_filter", to=filter_in_url)
def saved_filter(request: SignedInRequest, kept: SavedFilter) -> HttpResponse:
    now_kept = CaseFilter.read(QueryDict(kept.address))
    first = as_typed(now_kept) | {"name": kept.name, "is_shared": kept.is_shared}
    form = SavedFilterForm(request.POST or None, initial=first, **choices(request))
    if not form.is_valid():
        return render(request, "cases/filter_form.html", {"form": form, "title": _("改常用筛选"), "kept": kept})
    given = form.cleaned_data
    wanted = on_the_desk(CaseFilter.read(request.POST))
    actions.change_filter(
        kept, name=given["name"], wanted=wanted, is_shared=given["is_shared"], by=request.user, at=timezone.now()
    )
    return _to_the_desk(kept)


def _to_the_desk(kept: SavedFilter) -> HttpResponse:
    return redirect(f"{reverse('cases:desk')}?{kept.address}")


@require_POST
@admits("cases.change_filter", to=filter_in_url)
def filter_removal(request: SignedInRequest, kept: SavedFilter) -> HttpResponse:
    actions.remove_filter(kept, by=request.user, at=timezone.now())
    return redirect(f"{reverse('cases:filters')}?removed={kept.pk}")


@require_POST
@admits("cases.change_filter", to=filter_in_url)
def filter_return(request: SignedInRequest, kept: SavedFilter) -> HttpResponse:
    actions.restore_filter(kept, by=request.user, at=timezone.now())
    messages.success(request, _("「{name}」回来了。").format(name=kept.name))
    return redirect("cases:filters")
