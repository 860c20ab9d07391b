"""How things of this room are found from their address, and where one goes after doing something."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from linli.accounts.doors import SignedInRequest

from ..models import Item, Pledge, Theme

Found = tuple[QuerySet[Any], dict[str, Any]]


def theme_in_url(request: SignedInRequest, pk: int) -> Found:
    return Theme.objects.visible_to(request.user).select_related("community"), {"pk": pk}


def item_in_url(request: SignedInRequest, pk: int) -> Found:
    return Item.objects.visible_to(request.user).select_related("theme"), {"pk": pk}


def pledge_in_url(request: SignedInRequest, pk: int) -> Found:
    return Pledge.objects.visible_to(request.user).select_related("theme", "item", "unit", "person"), {"pk": pk}


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(to, *args)


def form_page(request: SignedInRequest, form: Any, *, title: str, button: str, back: str, **more: Any) -> HttpResponse:
    """Draw a form on a page of its own. `back` is the address it came from."""
    return render(
        request, "programmes/form.html", {"form": form, "title": title, "button": button, "back": back, **more}
    )


def page_number(request: SignedInRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, min(int(asked), 10_000)) if asked.isdigit() else 1
