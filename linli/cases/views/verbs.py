"""One page for each thing done to a case. GET shows a small form, POST does it; refusals become pages by themselves."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of, keepers_of
from linli.residents.queries import units_of

from .. import actions
from ..forms import (
    AddedArrivalForm,
    CallbackForm,
    DecisionForm,
    ExtensionForm,
    HandOnForm,
    HelpForm,
    HelpReportForm,
    OfferForm,
    PauseForm,
    ReasonForm,
    RemarkForm,
    ResolutionForm,
)
from ..models import Case, CoHandling, Extension, Requester
from .doors import case_in_url, co_handling_in_url, done, extension_in_url, requester_in_url


def people_of(case: Case) -> list[User]:
    """Return who may be asked: the zone's keepers, then the office; nobody twice."""
    on, community = timezone.localdate(), case.community_id
    people = keepers_of(case.zone_id, on) if case.zone_id else []
    for role in (
        Duty.Role.COMMUNITY_WORKER,
        Duty.Role.DUTY_OFFICER,
        Duty.Role.DUTY_OPERATOR,
        Duty.Role.BRANCH_SECRETARY,
    ):
        people += holders_of(role, community, on)
    return list({person.pk: person for person in people}.values())


def verb_page(request: SignedInRequest, case: Case, form: forms.Form, **words: Any) -> HttpResponse:
    """Show the form of one verb: `title` asks, `button` repeats the verb, `note` says what follows."""
    return render(
        request, "cases/verb.html", {"case": case, "form": form, "next": request.GET.get("next", ""), **words}
    )


@require_POST
@admits("cases.accept_case", to=case_in_url)
def acceptance(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.accept_case(case, by=request.user, at=timezone.now())
    return done(request, case, _("接单了。电话和地址在下面。"))


@require_POST
@admits("cases.record_arrival", to=case_in_url)
def arrival(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.record_arrival(case, by=request.user, at=timezone.now())
    return done(request, case, _("记下了：您到场了。"))


@require_POST
@admits("cases.resume_case", to=case_in_url)
def resumption(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.resume_case(case, by=request.user, at=timezone.now())
    return done(request, case, _("恢复办理，时限已顺延。"))


@require_POST
@admits("cases.archive_case", to=case_in_url)
def filing(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.archive_case(case, by=request.user, at=timezone.now())
    return done(request, case, _("归档了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.offer_case", to=case_in_url)
def offer(request: SignedInRequest, case: Case) -> HttpResponse:
    units = list(units_of(case.community_id))
    form = OfferForm(request.POST or None, people=people_of(case), units=units)
    if not form.is_valid():
        return verb_page(request, case, form, title=_("派给谁？"), button=_("派出去"), icon="arrow")
    at, to = timezone.now(), form.cleaned_data["to"]
    if to is None:
        actions.offer_to_next(case, by=request.user, at=at)
    elif isinstance(to, User):
        actions.offer_to(case, to, by=request.user, at=at)
    else:
        actions.offer_to_unit(case, to, by=request.user, at=at)
    return done(request, case, _("派出去了，等对方接单。"))


@require_http_methods(["GET", "POST"])
@admits("cases.decline_case", to=case_in_url)
def refusal(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("说明以后会马上转给下一位，时限照走。")
        return verb_page(request, case, form, title=_("现在去不了？"), button=_("说明原因"), icon="handover", note=note)
    actions.decline_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("知道了，已转给下一位。"))


@require_http_methods(["GET", "POST"])
@admits("cases.hand_on_case", to=case_in_url)
def handover(request: SignedInRequest, case: Case) -> HttpResponse:
    people = [person for person in people_of(case) if person.pk != case.handler_id]
    form = HandOnForm(request.POST or None, people=people)
    if not form.is_valid():
        note = _("时钟不会停，对方会马上收到提醒。")
        return verb_page(
            request, case, form, title=_("把这件事转交给谁？"), button=_("转交"), icon="handover", note=note
        )
    actions.hand_on_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("转交了，等对方接单。"))


@require_http_methods(["GET", "POST"])
@admits("cases.add_arrival", to=case_in_url)
def added_arrival(request: SignedInRequest, case: Case) -> HttpResponse:
    hands = [case.handler] if case.handler else []
    people = list({person.pk: person for person in [*hands, *people_of(case)]}.values())
    form = AddedArrivalForm(request.POST or None, people=people)
    if not form.is_valid():
        note = _("补记会写明是后来补的，统计里也会单独列出。")
        return verb_page(
            request, case, form, title=_("补记谁几点到场的？"), button=_("补记到场"), icon="pin", note=note
        )
    actions.add_arrival(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("补记好了。"))


@require_POST
@admits("cases.add_remark", to=case_in_url)
def remark(request: SignedInRequest, case: Case) -> HttpResponse:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return verb_page(request, case, form, title=_("添一条经过"), button=_("记下"), icon="check")
    actions.add_remark(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("记下了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.ask_help", to=case_in_url)
def help_(request: SignedInRequest, case: Case) -> HttpResponse:
    people = [person for person in people_of(case) if person.pk != request.user.pk]
    form = HelpForm(request.POST or None, people=people, units=list(units_of(case.community_id)))
    if not form.is_valid():
        note = _("请人帮忙，责任不转走：首接人和经办人仍负责到底。")
        return verb_page(request, case, form, title=_("请谁来协办？"), button=_("请来协办"), icon="person", note=note)
    actions.ask_help(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("已请来协办。"))


@require_http_methods(["GET", "POST"])
@admits("cases.report_help", to=co_handling_in_url)
def help_report(request: SignedInRequest, asked: CoHandling) -> HttpResponse:
    form = HelpReportForm(request.POST or None)
    if not form.is_valid():
        return verb_page(
            request, asked.case, form, title=_("协办办了什么？"), button=_("记下"), icon="check", note=asked.wanted
        )
    actions.report_help(asked, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, asked.case, _("记下了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.resolve_case", to=case_in_url)
def resolution(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ResolutionForm(request.POST or None)
    if not form.is_valid():
        note = _("办结以后，由没有经手的同事回访。")
        return verb_page(request, case, form, title=_("这件事办得怎样？"), button=_("办结"), icon="check", note=note)
    actions.resolve_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("办结了，等回访。"))


@require_http_methods(["GET", "POST"])
@admits("cases.ask_extension", to=case_in_url)
def extension(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ExtensionForm(request.POST or None)
    if not form.is_valid():
        note = _("延期要写原因、先告诉居民，由带班或书记批准后才算数。")
        return verb_page(request, case, form, title=_("延到什么时候？"), button=_("申请延期"), icon="clock", note=note)
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
        return verb_page(request, case, form, title=_("为什么要暂停？"), button=_("暂停"), icon="pause", note=note)
    actions.pause_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("暂停了，记得按时恢复。"))


@require_http_methods(["GET", "POST"])
@admits("cases.call_back", to=case_in_url)
def callback(request: SignedInRequest, case: Case) -> HttpResponse:
    form = CallbackForm(request.POST or None)
    if not form.is_valid():
        note = _("请照居民的原意记。不满意不扣谁的分，是为了把事办好。")
        return verb_page(
            request,
            case,
            form,
            title=_("居民怎么说？"),
            button=_("记下回访"),
            icon="phone",
            note=note,
            show_requesters=True,
        )
    row = actions.record_callback(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    if row.reached and actions.is_unhappy(row):
        return done(request, case, _("记下了。居民还不满意，请看要不要「重新办」。"))
    return done(request, case, _("记下了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.reopen_case", to=case_in_url)
def reopening(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("承诺从现在重新开始，以前的经过都留着。")
        return verb_page(request, case, form, title=_("为什么重新办？"), button=_("重新办"), icon="reopen", note=note)
    actions.reopen_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("重新办了，已再派出去。"))


@require_http_methods(["GET", "POST"])
@admits("cases.reveal_phone", to=requester_in_url)
def phone(request: SignedInRequest, requester: Requester) -> HttpResponse:
    """Ask why before the number is shown; whoever handles the case finds the usual reason written already."""
    usual = _("联系诉求人，办这件事") if requester.case.handler_id == request.user.pk else ""
    form = ReasonForm(request.POST or None, initial={"reason": usual})
    if not form.is_valid():
        note = _("看全号会留下记录：谁、什么时候、为什么看。")
        return verb_page(
            request, requester.case, form, title=_("为什么要看全号？"), button=_("看全号"), icon="eye", note=note
        )
    number = actions.reveal_phone(requester, by=request.user, at=timezone.now(), **form.cleaned_data)
    response = render(request, "cases/phone.html", {"case": requester.case, "requester": requester, "number": number})
    response["Cache-Control"] = "no-store"
    return response
