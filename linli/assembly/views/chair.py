"""One term of the chair: who, what they mean to do, the hand-over, what was done, the report."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import User
from linli.files.arriving import take_in
from linli.files.serving import serve

from .. import actions
from ..forms.rotation import HandoverForm, ReasonForm, ReportForm, TermForm
from ..models import ChairTerm
from ..queries.rotation import active_term, deeds_of, doubt_about_chair, next_term
from .doors import ask, done, term_in_url

Status = ChairTerm.Status
COMING = {Status.PLANNED, Status.ACTIVE}
"""Terms of which something may still be said or done."""


def _back(term: ChairTerm) -> tuple[str, str]:
    return reverse("assembly:term", args=[term.pk]), _("第 {n} 任轮值会长").format(n=term.number)


@require_safe
@admits("assembly.view_bodies", to=term_in_url)
def term(request: SignedInRequest, term: ChairTerm) -> HttpResponse:
    """What this chair did, as the meetings and decisions of the term say."""
    user, is_planned = request.user, term.status == Status.PLANNED
    following = next_term(term.body) if term.status in COMING else None
    now = active_term(term.body) if is_planned else None
    is_next = following is not None and following.pk == term.pk
    may_hand = user.has_perm("assembly.hand_over", term) or (now and user.has_perm("assembly.hand_over", now))
    return render(
        request,
        "assembly/term.html",
        {
            "term": term,
            "body": term.body,
            "deeds": None if is_planned else deeds_of(term),
            "doubt": doubt_about_chair(term) if is_planned else "",
            "following": following if term.status == Status.ACTIVE else None,
            "may_hand_over": bool(is_next and may_hand),
            "may_change": term.status in COMING and user.has_perm("assembly.change_term", term),
            "may_keep": is_planned and user.has_perm("assembly.keep_rotation", term),
            "may_report": term.status in {Status.ACTIVE, Status.DONE} and user.has_perm("assembly.write_report", term),
        },
    )


@require_http_methods(["GET", "POST"])
@admits("assembly.change_term", to=term_in_url)
def term_change(request: SignedInRequest, term: ChairTerm) -> HttpResponse:
    keeps = request.user.has_perm("assembly.keep_rotation", term)
    users = User.objects.filter(duties__community=term.community_id, is_active=True).distinct().order_by("name")
    picked = take_in(request, term.community, by=request.user, room=1)
    form = TermForm(request.POST or None, term=term, users=users, keeps=keeps, picked=picked)
    if not form.is_valid():
        note = doubt_about_chair(term)
        return ask(request, form, title=_("会长和打算"), button=_("存好"), back=_back(term), note=note)
    plan = picked.uploads[0] if picked.uploads else None
    actions.change_term(term, by=request.user, at=timezone.now(), plan=plan, **form.cleaned_data)
    return done(request, _("存好了。"), "assembly:term", term.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_rotation", to=term_in_url)
def term_skip(request: SignedInRequest, term: ChairTerm) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("这一任的日子由下一家补上，后面的依次往前。")
        title = _("跳过{unit}这一任").format(unit=term.unit)
        return ask(request, form, title=title, button=_("跳过"), back=_back(term), note=note)
    actions.skip_term(term, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    return done(request, _("跳过了，后面的依次往前补。"), "assembly:rotation", term.body_id)


def handing_in_url(request: SignedInRequest, pk: int) -> ChairTerm | None:
    """Find the term to come by the door of whoever speaks for it, or for the one in office: both may hand over."""
    found, by_key = term_in_url(request, pk)
    after: ChairTerm | None = found.filter(**by_key).first()
    now = active_term(after.body) if after else None
    return now if now and request.user.has_perm("assembly.hand_over", now) else after


@require_http_methods(["GET", "POST"])
@admits("assembly.hand_over", to=handing_in_url)
def handover(request: SignedInRequest, speaking: ChairTerm) -> HttpResponse:
    """Close the term in office and open the one in the address."""
    key = request.resolver_match.kwargs["pk"] if request.resolver_match else speaking.pk
    after = ChairTerm.objects.select_related("body", "unit", "community").get(pk=key, body=speaking.body_id)
    picked = take_in(request, after.community, by=request.user, room=1)
    form = HandoverForm(request.POST or None, picked=picked, initial={"work_plan": after.work_plan})
    if not form.is_valid():
        title = _("交接给{unit}").format(unit=after.unit)
        name = after.chair_name
        note = doubt_about_chair(after) or _("按下以后，现任结束，{name}当会长，同时生效。").format(name=name)
        return ask(request, form, title=title, button=_("交接"), back=_back(after), note=note)
    plan = picked.uploads[0] if picked.uploads else None
    actions.hand_over(after.body, after=after, plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("交接好了。"), "assembly:term", after.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.write_report", to=term_in_url)
def report(request: SignedInRequest, term: ChairTerm) -> HttpResponse:
    begun = term.report or deeds_of(term).words
    form = ReportForm(request.POST or None, initial={"report": begun})
    if not form.is_valid():
        return ask(request, form, title=_("任期小结"), button=_("存好"), back=_back(term))
    actions.write_report(term, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。"), "assembly:term", term.pk)


@require_safe
@admits("assembly.view_bodies", to=term_in_url)
def plan_file(request: SignedInRequest, term: ChairTerm) -> HttpResponseBase:
    if term.work_plan_file is None:
        raise Http404
    return serve(request, term.work_plan_file, download=True)
