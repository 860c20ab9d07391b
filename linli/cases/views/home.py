"""The front door: residents find the hotline and their query code, staff go to their first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from linli.territory.models import Community
from linli.web.doors import public
from linli.web.menu import entries, open_to

from ..forms import CodeForm


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in begins where their duty's work is: the first entry of their menu."""
    if request.user.is_authenticated:
        mine = entries(open_to(request.user), "masthead", "")
        return redirect(mine[0].url if mine else "accounts:me")
    return render(request, "cases/home.html", {"form": CodeForm(), "communities": Community.objects.order_by("pk")})
