"""How things of the rota are found from their address, and where one goes after doing something."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from linli.accounts.doors import SignedInRequest

from ..models import Absence, CalendarFeed, Handover, Pattern, Post, Shift, Swap


def _door(model: type[Any], *related: str) -> Any:
    def in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Any], dict[str, Any]]:
        return model.objects.visible_to(request.user).select_related(*related), {"pk": pk}

    return in_url


shift_in_url = _door(Shift, "post", "person", "backup")
swap_in_url = _door(Swap, "shift__post", "in_return", "giver", "taker")
handover_in_url = _door(Handover, "shift__post")
absence_in_url = _door(Absence, "person")
post_in_url = _door(Post)
pattern_in_url = _door(Pattern, "post")
feed_in_url = _door(CalendarFeed, "person", "post")


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what happened and go back to where the person came from (a form's `next`), or to `to`."""
    messages.success(request, sentence)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect(to, *args)
