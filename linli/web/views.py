"""The few pages the toolkit itself has. All of them are open to anybody."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from . import gallery as samples
from .context import MODE_COOKIE
from .doors import public
from .typed import is_ours

A_YEAR = 365 * 24 * 3600


@public
@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """长者模式 on or off, remembered on this device; the script does the same without a page load."""
    next_page = request.POST.get("next", "")
    response = redirect(next_page if is_ours(request, next_page) else "/")
    elder = request.POST.get("mode") == "elder"
    response.set_cookie(
        MODE_COOKIE, "elder" if elder else "standard", max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response


@public
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the icon of a page that names none."""
    return redirect(static("web/favicon.svg"), permanent=True)


@public
@require_GET
def ease(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/ease.html")


@public
def language(request: HttpRequest) -> HttpResponse:
    """Django's own, with our name on the door."""
    return set_language(request)


@public
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build: only while developing and in tests."""
    if not getattr(settings, "GALLERY_OPEN", settings.DEBUG):
        raise Http404
    return render(request, "web/data/gallery.html", samples.everything(request))
