"""Pages for what went wrong: what happened, why, what to do now. Named in config/urls.py and in the settings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .context import page_mode
from .refusal import is_partial, notice
from .requests import behind_fence, request_number
from .typed import way_back, what_was_typed


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "ui/400.html", 400, _("没看懂这次提交，请回到上一页再试。"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the thing may be seen, but this is not for this person to do. A reason given with the refusal is shown."""
    reason = str(exception or "")
    return _answer(request, "ui/403.html", 403, reason or _("这一步不归您做。"), reason=reason)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not theirs to know about. The two look the same on purpose."""
    return _answer(request, "ui/404.html", 404, _("没有这一页，或者这件事不在您的社区。"))


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: tried too often. The word for it is patience, not blame."""
    return _answer(request, "ui/429.html", 429, _("试得太密了，请过一会儿再来。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without asking the database who is reading, because that may be what broke."""
    if is_partial(request):
        return notice(_our_fault(), status=500, tone="amber")
    return HttpResponse(render_to_string("ui/500.html", _bare(request)), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long, or was not ours. What was typed is shown; it is not sent again by itself."""
    if is_partial(request):
        return notice(_("这一页开得太久了，请刷新后再点一次。"), status=403, tone="amber")
    return HttpResponse(render_to_string("ui/csrf_failed.html", _bare(request), request=request), status=403)


def _answer(request: HttpRequest, template: str, status: int, sentence: str, **context: Any) -> HttpResponse:
    if is_partial(request):
        return notice(sentence, status=status)
    typed = {"typed": what_was_typed(request), "back": way_back(request)}
    with behind_fence(request):
        return render(request, template, context | typed, status=status)


def _bare(request: HttpRequest) -> dict[str, Any]:
    return {
        "mode": page_mode(request),
        "number": request_number(),
        "typed": what_was_typed(request),
        "back": way_back(request),
    }


def _our_fault() -> str:
    return _("我们这边出了错，没有办成。编号 %(number)s，打电话时报给我们就行。") % {"number": request_number()}
