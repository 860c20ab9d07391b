"""Helpers: asking a colleague or a unit, and what they did."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.queries import liaisons_of, units_of

from ... import actions
from ...forms import HelperRefusalForm, HelperWordForm, HelpForm, HelpReportForm
from ...models import Case, CaseFile, CoHandling
from ..doors import case_in_url, co_handling_in_url, done
from ..files import attach, picked_for
from .page import people_of, verb_page


@require_http_methods(["GET", "POST"])
@admits("cases.ask_help", to=case_in_url)
def help_(request: SignedInRequest, case: Case) -> HttpResponse:
    people = [person for person in people_of(case) if person.pk != request.user.pk]
    form = HelpForm(request.POST or None, people=people, units=list(units_of(case.community_id)))
    if not form.is_valid():
        note = _("请人帮忙，责任不转走：首接人和经办人仍负责到底。")
        return verb_page(
            request,
            case,
            form,
            verb="ask_help",
            title=_("请谁来协办？"),
            button=_("请来协办"),
            icon="person",
            note=note,
        )
    at = timezone.now()
    asked = actions.ask_help(case, by=request.user, at=at, **form.cleaned_data)
    if asked.unit and not liaisons_of(asked.unit, timezone.localdate(at)):
        messages.success(request, _("已请来协办。这个单位没有账号，请把答复链接给它。"))
        return redirect("cases:help_link", case.number, asked.pk)
    return done(request, case, _("已请来协办。"))


@require_http_methods(["GET", "POST"])
@admits("cases.report_help", to=co_handling_in_url)
def help_report(request: SignedInRequest, asked: CoHandling) -> HttpResponse:
    picked = picked_for(request, asked.case)
    form = HelpReportForm(request.POST or None, picked=picked)
    if not form.is_valid():
        return _helpers_page(request, asked, form, title=_("协办办了什么？"), button=_("记下"), icon="check")
    actions.report_help(asked, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, asked.case, _("记下了。") + attach(request, asked.case, picked, CaseFile.Step.HELP))


@require_http_methods(["GET", "POST"])
@admits("cases.report_help", to=co_handling_in_url)
def help_word(request: SignedInRequest, asked: CoHandling) -> HttpResponse:
    """A helper says when it will be done, how far it is, or why it takes longer."""
    form = HelperWordForm(request.POST or None)
    if not form.is_valid():
        title = _("什么时候办好，办到哪一步？")
        return _helpers_page(request, asked, form, title=title, button=_("告诉他们"), icon="clock")
    actions.promise_help(asked, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, asked.case, _("记下了，首接人看得到。"))


@require_http_methods(["GET", "POST"])
@admits("cases.report_help", to=co_handling_in_url)
def help_refusal(request: SignedInRequest, asked: CoHandling) -> HttpResponse:
    form = HelperRefusalForm(request.POST or None)
    if not form.is_valid():
        title = _("为什么办不了？")
        return _helpers_page(request, asked, form, title=title, button=_("说明原因"), icon="handover")
    actions.decline_help(asked, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, asked.case, _("知道了，请您的人会另外想办法。"))


def _helpers_page(request: SignedInRequest, asked: CoHandling, form: forms.Form, **words: Any) -> HttpResponse:
    """Show a form for whoever helps, with what was wanted of them above it."""
    return verb_page(request, asked.case, form, verb="report_help", note=asked.wanted, **words)
