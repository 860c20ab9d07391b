"""Asking for more time, and standing still."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits

from ... import actions
from ...forms import DecisionForm, ExtensionForm, PauseForm
from ...models import Case, Extension
from ..doors import case_in_url, done, extension_in_url
from .page import second_look, verb_page


@require_http_methods(["GET", "POST"])
@admits("cases.ask_extension", to=case_in_url)
def extension(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ExtensionForm(request.POST or None)
    if not form.is_valid():
        note = _("延期要写原因、先告诉居民，由带班或书记批准后才算数。")
        return verb_page(
            request, case, form, verb="extend", title=_("延到什么时候？"), button=_("申请延期"), icon="clock", note=note
        )
    actions.ask_extension(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("申请已交，批准以前时限不变。"))


@require_http_methods(["GET", "POST"])
@admits("cases.decide_extension", to=extension_in_url)
def decision(request: SignedInRequest, asked: Extension) -> HttpResponse:
    form = DecisionForm(request.POST or None)
    if not form.is_valid():
        return verb_page(
            request,
            asked.case,
            form,
            title=_("同意延期吗？"),
            button=_("决定"),
            icon="check",
            note=asked.reason,
            asked=asked,
        )
    actions.decide_extension(asked, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, asked.case, _("同意延期了。") if form.cleaned_data["is_approved"] else _("没有同意延期。"))


@require_http_methods(["GET", "POST"])
@admits("cases.pause_case", to=case_in_url)
def pause(request: SignedInRequest, case: Case) -> HttpResponse:
    form = PauseForm(request.POST or None)
    if not form.is_valid():
        note = _("暂停要写清在等什么、等到什么时候，并先告诉居民。恢复时时限顺延。")
        return verb_page(
            request, case, form, verb="pause", title=_("为什么要暂停？"), button=_("暂停"), icon="pause", note=note
        )
    if advice := second_look(request, case, form.cleaned_data["reason"]):
        words: dict[str, Any] = {
            "title": _("为什么要暂停？"),
            "button": _("照样暂停"),
            "icon": "pause",
            "advice": advice,
        }
        return verb_page(request, case, form, **words)
    actions.pause_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("暂停了，记得按时恢复。"))


@require_POST
@admits("cases.resume_case", to=case_in_url)
def resumption(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.resume_case(case, by=request.user, at=timezone.now())
    return done(request, case, _("恢复办理，时限已顺延。"))
