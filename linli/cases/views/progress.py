"""查进度: what a resident sees with a query code, without signing in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.middleware import name_place
from linli.files.arriving import take_in
from linli.files.serving import serve
from linli.web.doors import public

from .. import actions, lifecycle
from ..forms import AnswersForm, CodeForm, PhotosForm
from ..models import Case, CaseFile, Requester
from ..queries.behind_code import progress_of, requester_behind
from ..queries.gallery import files_for_resident, room_for_resident
from .drawn_timeline import draw_timeline

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
    return _progress_page(request, requester, code)


def _progress_page(request: HttpRequest, requester: Requester, code: str, **more: Any) -> HttpResponse:
    now = timezone.now()
    found = progress_of(requester, now)
    name_place(request, found.case.community)
    forms = {"form": AnswersForm(), "photo_form": PhotosForm() if may_send(found.case, now) else None}
    told = draw_timeline(found.lines, found.case.number, for_resident=True)
    shown = {"found": found, "case": found.case, "code": code, "timeline": told}
    return render(request, "cases/progress.html", shown | forms | more)


def may_send(case: Case, now: datetime) -> bool:
    return lifecycle.may("attach", case.status) and room_for_resident(case, now) > 0


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
        return _progress_page(request, requester, code, form=form)
    actions.record_callback(
        requester.case, requester=requester, reached=True, by=None, at=timezone.now(), **form.cleaned_data
    )
    return redirect("cases:progress_of", code)


@require_POST
@public
def sent_files(request: HttpRequest, code: str) -> HttpResponse:
    """The resident adds photos of the matter; the community looks at them, nobody else."""
    if _has_guessed_too_often(request):
        return _wait(request)
    requester = requester_behind(code)
    if requester is None:
        return _nobodys(request, code)
    case, at = requester.case, timezone.now()
    picked = take_in(request, case.community, by=None, room=room_for_resident(case, at))
    form = PhotosForm(request.POST, picked=picked)
    if not form.is_valid():
        return _progress_page(request, requester, code, photo_form=form)
    with translation.override(settings.LANGUAGE_CODE):  # kept in the row, whatever language this page is in
        whom = _("居民")
    actions.attach_files(case, picked.uploads, step=CaseFile.Step.RESIDENT, from_whom=whom, by=None, at=at)
    messages.success(request, _("收到您的照片了，只有社区的同志能看到。"))
    return redirect("cases:progress_of", code)


def _file_behind(request: HttpRequest, code: str, key: UUID, *, size: str) -> HttpResponseBase:
    """Serve what the code opens: photos shown to residents on purpose, of this one case."""
    if _has_guessed_too_often(request):
        return _wait(request)
    requester = requester_behind(code)
    if requester is None:
        return _nobodys(request, code)
    attached = get_object_or_404(files_for_resident(requester.case), file__key=key)
    return serve(request, attached.file, size=size)


@require_safe
@public
def picture(request: HttpRequest, code: str, key: UUID) -> HttpResponseBase:
    return _file_behind(request, code, key, size="full")


@require_safe
@public
def thumb(request: HttpRequest, code: str, key: UUID) -> HttpResponseBase:
    return _file_behind(request, code, key, size="thumb")
