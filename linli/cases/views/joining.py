"""并案, 关联, 拆分, 改归类: what a case has to do with others, and what it is made of."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms import LinkForm, MergeForm, ReasonForm, RecategoriseForm, SplitForm
from ..models import Case, CaseLink, Merger
from ..queries.joining import why_not_merge
from ..queries.nearby import MONTHS, months_from, nearby
from .doors import case_in_url, done, link_in_url
from .verbs.page import verb_page


@require_safe
@admits("cases.view_case", to=case_in_url)
def related(request: SignedInRequest, case: Case) -> HttpResponse:
    """What else happened here and what else they brought; a piece of the case's page, or a page of its own."""
    is_piece = bool(request.headers.get("HX-Request"))
    months = months_from(request.GET.get("months", ""))
    found = nearby(case, request.user, timezone.now(), months=months, **({"shown": 4} if is_piece else {}))
    may = {
        "may_merge": case.is_open and request.user.has_perm("cases.merge_case", case),
        "may_link": request.user.has_perm("cases.link_cases", case),
    }
    page = "cases/related_piece.html" if is_piece else "cases/related.html"
    return render(request, page, {"case": case, "found": found, "choices": MONTHS, **may})


@require_http_methods(["GET", "POST"])
@admits("cases.merge_case", to=case_in_url)
def merger(request: SignedInRequest, case: Case) -> HttpResponse:
    """Ask which case, show what will happen or why not, and do it."""
    seen = Case.objects.visible_to(request.user).select_related("category__parent", "handler", "zone")
    if request.method == "POST":
        form = MergeForm(request.POST, seen=seen)
        if form.is_valid():
            into = form.cleaned_data["other"]
            actions.merge_case(
                case, into=into, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )  # fmt: skip
            return done(request, into, _("{number} 并进来了，两边的诉求人都在这一件上。").format(number=case.number))
    else:
        form = MergeForm(seen=seen, initial={name: request.GET.get(name, "") for name in ("other", "reason")})
    into = seen.filter(number=str(form["other"].value() or "").strip().upper()).first()
    context = {"case": case, "form": form, "into": into, "why_not": why_not_merge(case, into) if into else ""}
    if into is None:
        found = nearby(case, request.user, timezone.now(), months=months_from(""))
        context["maybe"] = {one.pk: one for one in [*found.door, *found.lane, *found.callers] if one.is_open}.values()
    return render(request, "cases/merge.html", context)


@require_http_methods(["GET", "POST"])
@admits("cases.undo_merger", to=case_in_url)
def merger_undone(request: SignedInRequest, case: Case) -> HttpResponse:
    running = get_object_or_404(Merger.objects.running().select_related("case", "into", "by"), case=case)
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        back = running.into.requesters.unopened().filter(came_with=running)
        return render(request, "cases/undo_merger.html", {"case": case, "form": form, "merger": running, "back": back})
    actions.undo_merger(running, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("拆回来了，单独办。并案期间的经过也留在这里。"))


@require_http_methods(["GET", "POST"])
@admits("cases.link_cases", to=case_in_url)
def link(request: SignedInRequest, case: Case) -> HttpResponse:
    seen = Case.objects.visible_to(request.user)
    form = LinkForm(request.POST or None, seen=seen, initial={"other": request.GET.get("other", "")})
    if not form.is_valid():
        note = _("关联只是放在一起看，各办各的，时限都不变。")
        return verb_page(
            request, case, form, verb="link", title=_("和哪件事相关？"), button=_("关联"), icon="list", note=note
        )
    actions.link_cases(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("关联好了。"))


@require_POST
@admits("cases.unlink_cases", to=link_in_url)
def unlink(request: SignedInRequest, link: CaseLink) -> HttpResponse:
    actions.unlink_cases(link, by=request.user, at=timezone.now())
    return done(request, link.case, _("不再关联了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.split_case", to=case_in_url)
def split(request: SignedInRequest, case: Case) -> HttpResponse:
    form = SplitForm(request.POST or None, initial={"key": uuid4()})
    if not form.is_valid():
        there = case.parts.order_by("number")
        return render(request, "cases/split.html", {"case": case, "form": form, "there": there})
    actions.split_case(case, form.parts, by=request.user, at=timezone.now(), key=form.cleaned_data["key"])
    return done(request, case, _("拆好了，每一部分都已派出去。都办完，整件才能办结。"))


@require_http_methods(["GET", "POST"])
@admits("cases.recategorise_case", to=case_in_url)
def category(request: SignedInRequest, case: Case) -> HttpResponse:
    form = RecategoriseForm(request.POST or None, initial={"category": case.category_id})
    if not form.is_valid():
        note = _("已经作出的承诺不变；统计按新的归类算。")
        return verb_page(
            request,
            case,
            form,
            verb="recategorise",
            title=_("应该归到哪一类？"),
            button=_("改归类"),
            icon="list",
            note=note,
        )
    if not actions.recategorise_case(case, by=request.user, at=timezone.now(), **form.cleaned_data):
        return redirect("cases:detail", case.number)
    return done(request, case, _("归类改好了。"))
