"""查进度: what a resident sees with a query code, without signing in."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.middleware import name_place
from linli.web.doors import public

from .. import actions
from ..forms import AnswersForm, CodeForm
from ..queries.behind_code import progress_of, requester_behind

WRONG_CODES, SECONDS = 20, 3600
"""After so many wrong codes an address waits for an hour; eight digits are guessed only by trying millions.

allauth's own limiter never counts a GET.
"""


@require_http_methods(["GET", "POST"])
@public
def progress(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return render(request, "cases/progress_ask.html", {"form": form})
    return redirect("cases:progress_of", form.cleaned_data["code"])


@require_safe
@never_cache
@public
def progress_of_code(request: HttpRequest, code: str) -> HttpResponse:
    if _has_guessed_too_often(request):
        return _wait(request)
    requester = requester_behind(code)
    if requester is None:
        return _nobodys(request, code)
    found = progress_of(requester, timezone.now())
    name_place(request, found.case.community)
    return render(
        request, "cases/progress.html", {"found": found, "case": found.case, "code": code, "form": AnswersForm()}
    )


def _nobodys(request: HttpRequest, code: str) -> HttpResponse:
    """A code nobody has: say so kindly, and count the tries."""
    cache.set(_key(request), _tries(request) + 1, SECONDS)
    form = CodeForm({"code": code})
    form.is_valid()
    form.add_error("code", _("没有这个查询码。请对一对数字，或者打民声热线问。"))
    return render(request, "cases/progress_ask.html", {"form": form}, status=404)


def _key(request: HttpRequest) -> str:
    return f"wrong-query-codes:{get_adapter().get_client_ip(request)}"


def _tries(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _has_guessed_too_often(request: HttpRequest) -> bool:
    """Then even a right code is not looked up: a lucky guess must not be told from the others."""
    return _tries(request) >= WRONG_CODES


def _wait(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/progress_ask.html", {"form": CodeForm(), "is_too_often": True}, status=429)


@require_POST
@public
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """The resident says how it was, instead of being called."""
    if _has_guessed_too_often(request):
        return _wait(request)
    requester = requester_behind(code)
    if requester is None:
        return _nobodys(request, code)
    form = AnswersForm(request.POST)
    if not form.is_valid():
        found = progress_of(requester, timezone.now())
        name_place(request, found.case.community)
        return render(request, "cases/progress.html", {"found": found, "case": found.case, "code": code, "form": form})
    actions.record_callback(requester.case, reached=True, by=None, at=timezone.now(), **form.cleaned_data)
    return redirect("cases:progress_of", code)
