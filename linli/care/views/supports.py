"""帮教联络: pages behind the third wall. Every door here opens it for one person and one page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.accounts.models import User
from linli.fence.rows import open_sealed

from .. import actions
from ..forms import EndSupportForm, MilestoneForm, ReaderForm, SupportForm
from ..models import Support
from ..queries.supports import journal_of, milestones_of, named_on, supports_of, who_may_be_named
from .doors import done, form_page, support_in_url


@require_safe
@never_cache
@admits("care.view_supports")
def supports(request: SignedInRequest) -> HttpResponse:
    open_sealed(request.user.pk)
    return render(request, "care/supports.html", {"supports": supports_of(request.user)})


@require_http_methods(["GET", "POST"])
@never_cache
@admits("care.open_support")
def new_support(request: SignedInRequest) -> HttpResponse:
    open_sealed(request.user.pk)
    community, today = own_community(request), timezone.localdate()
    form = SupportForm(request.POST or None, people=who_may_be_named(community.pk, today), today=today)
    if not form.is_valid():
        note = _("立了以后，只有您和联络人看得到；别的人、别的页面，连有没有这一份都不知道。")
        back = reverse("care:supports")
        return form_page(request, form, title=_("立一份帮扶"), button=_("立好"), back=back, note=note, is_sealed=True)
    given = {name: value for name, value in form.cleaned_data.items() if name != "is_adult"}
    support = actions.open_support(community, by=request.user, at=timezone.now(), **given)
    return redirect("care:support", support.pk)


@require_safe
@never_cache
@admits("care.view_support", to=support_in_url)
def support(request: SignedInRequest, support: Support) -> HttpResponse:
    now = timezone.now()
    actions.read_support(support, by=request.user, at=now)
    today = timezone.localdate(now)
    others = [each for each in who_may_be_named(support.community_id, today) if each.pk not in support.readers]
    shown = {
        "support": support,
        "named": named_on(support),
        "milestones": milestones_of(support),
        "lines": journal_of(support),
        "reader_form": ReaderForm(people=others) if others and support.ends_on is None else None,
        "milestone_form": MilestoneForm(today=today) if support.ends_on is None else None,
    }
    return render(request, "care/support.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@admits("care.keep_support", to=support_in_url)
def support_change(request: SignedInRequest, support: Support) -> HttpResponse:
    known = {name: getattr(support, name) for name in ("name", "phone", "kind", "agreement_number", "plan")}
    known["needs"] = [code for code in support.needs.split(",") if code]
    today = timezone.localdate()
    form = SupportForm(request.POST or None, people=[], today=today, is_new=False, initial=known)
    if not form.is_valid():
        back = reverse("care:support", args=[support.pk])
        return form_page(request, form, title=_("改打算"), button=_("改好"), back=back, is_sealed=True)
    actions.change_support(support, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "care:support", support.pk)


@require_http_methods(["GET", "POST"])
@never_cache
@admits("care.keep_support", to=support_in_url)
def new_milestone(request: SignedInRequest, support: Support) -> HttpResponse:
    form = MilestoneForm(request.POST or None, today=timezone.localdate())
    if not form.is_valid():
        back = reverse("care:support", args=[support.pk])
        return form_page(request, form, title=_("记一步"), button=_("记下"), back=back, is_sealed=True)
    actions.add_milestone(support, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "care:support", support.pk)


@require_POST
@never_cache
@admits("care.keep_support", to=support_in_url)
def support_readers(request: SignedInRequest, support: Support) -> HttpResponse:
    """Let one more know, or one no longer (`strike`)."""
    now = timezone.now()
    if struck := request.POST.get("strike", ""):
        user = get_object_or_404(User, pk=int(struck) if struck.isdigit() else 0)
        actions.strike_reader(support, user=user, by=request.user, at=now)
        return done(request, _("去掉了，从现在起看不到了。"), "care:support", support.pk)
    form = ReaderForm(request.POST, people=who_may_be_named(support.community_id, timezone.localdate()))
    if form.is_valid():
        actions.name_reader(support, user=form.cleaned_data["user"], by=request.user, at=now)
        return done(request, _("加上了，从现在起看得到。"), "care:support", support.pk)
    return redirect("care:support", support.pk)


@require_http_methods(["GET", "POST"])
@never_cache
@admits("care.keep_support", to=support_in_url)
def support_end(request: SignedInRequest, support: Support) -> HttpResponse:
    form = EndSupportForm(request.POST or None, today=timezone.localdate())
    if not form.is_valid():
        back = reverse("care:support", args=[support.pk])
        return form_page(request, form, title=_("结束这一份？"), button=_("结束"), back=back, is_sealed=True)
    actions.end_support(support, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("结束了。"), "care:support", support.pk)
