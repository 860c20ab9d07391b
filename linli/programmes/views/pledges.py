"""Pledges: taken on, looked at, kept by records, ended."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.models import Person

from .. import actions, queries
from ..forms import ChangePledgeForm, EndPledgeForm, PledgeForm
from ..models import RECORDS, Item, Pledge, Theme
from .doors import done, form_page, pledge_in_url, theme_in_url


def _confirmed(theme: Theme) -> QuerySet[Item]:
    return theme.items.exclude(name="")


@require_http_methods(["GET", "POST"])
@admits("programmes.pledge", to=theme_in_url)
def new_pledge(request: SignedInRequest, theme: Theme) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    registered = Person.objects.visible_to(user).filter(merged_into=None, died_on=None)
    keeps = user.has_perm("programmes.begin_theme", theme)
    form = PledgeForm(
        request.POST or None,
        items=_confirmed(theme),
        units=queries.units_for(user, theme.community_id),
        people=registered.filter(member__isnull=False) if keeps else None,
        own=registered.filter(user=user, community=theme.community_id).first(),
        today=today,
        initial={"item": request.GET.get("item")},
    )
    if not form.is_valid():
        back = reverse("programmes:theme", args=[theme.pk])
        title = _("认领：{theme}").format(theme=theme.name)
        note = _("只写做什么。做了以后，把看望、活动、诉求的记录连上来就行，不用再写一遍。")
        return form_page(request, form, title=title, button=_("认领"), back=back, note=note)
    made = actions.pledge(theme, by=user, at=timezone.now(), **form.facts)
    return done(request, _("认领了。做了以后，在这里把记录连上来。"), "programmes:pledge", made.pk)


@require_safe
@admits("programmes.view_themes", to=pledge_in_url)
def pledge(request: SignedInRequest, made: Pledge) -> HttpResponse:
    lines = queries.lines_of(made, request.user)
    may_keep = made.ended_on is None and request.user.has_perm("programmes.keep_pledge", made)
    return render(request, "programmes/pledge.html", {"pledge": made, "lines": lines, "may_keep": may_keep})


@require_http_methods(["GET", "POST"])
@admits("programmes.keep_pledge", to=pledge_in_url)
def pledge_change(request: SignedInRequest, made: Pledge) -> HttpResponse:
    known = {name: getattr(made, name) for name in ("what", "item", "until_on")}
    form = ChangePledgeForm(request.POST or None, items=_confirmed(made.theme), initial=known)
    if not form.is_valid():
        return form_page(request, form, title=_("改认领的内容"), button=_("改好"), back=_back(made))
    actions.change_pledge(made, by=request.user, at=timezone.now(), **form.facts)
    return done(request, _("改好了。"), "programmes:pledge", made.pk)


@require_http_methods(["GET", "POST"])
@admits("programmes.keep_pledge", to=pledge_in_url)
def pledge_end(request: SignedInRequest, made: Pledge) -> HttpResponse:
    form = EndPledgeForm(request.POST or None, since=made.from_on, today=timezone.localdate())
    if not form.is_valid():
        note = _("连上的记录都还在。")
        return form_page(request, form, title=_("结束这份认领？"), button=_("结束"), back=_back(made), note=note)
    actions.end_pledge(made, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("结束了。"), "programmes:pledge", made.pk)


@require_POST
@admits("programmes.keep_pledge", to=pledge_in_url)
def pledge_withdrawal(request: SignedInRequest, made: Pledge) -> HttpResponse:
    actions.withdraw_pledge(made, by=request.user, at=timezone.now())
    return done(request, _("撤回了，当没认领过。"), "programmes:theme", made.theme_id)


@require_http_methods(["GET", "POST"])
@admits("programmes.keep_pledge", to=pledge_in_url)
def join(request: SignedInRequest, made: Pledge) -> HttpResponse:
    """Show records to choose from, and join the one chosen ("activity-12")."""
    if request.method == "POST":
        thing = _chosen(request)
        if thing is None:
            raise Http404
        kind, record = thing
        actions.join_record(made, kind=kind, thing=record, by=request.user, at=timezone.now())
        return done(request, _("连上了。"), "programmes:pledge", made.pk)
    kind = request.GET.get("kind", "")
    kind, words = kind if kind in RECORDS else "activity", request.GET.get("q", "").strip()[:40]
    shown = {
        "pledge": made,
        "kinds": queries.KIND_NAMES,
        "kind": kind,
        "q": words,
        "lines": queries.to_join(made, request.user, kind=kind, words=words),
    }
    return render(request, "programmes/join.html", shown)


@require_POST
@admits("programmes.keep_pledge", to=pledge_in_url)
def part(request: SignedInRequest, made: Pledge) -> HttpResponse:
    chosen = request.POST.get("kept", "")
    joined = made.kept.select_related("pledge", "visit", "activity", "case")
    for each in joined.filter(pk=int(chosen)) if chosen.isdigit() else []:
        actions.part_record(each, by=request.user, at=timezone.now())
    return done(request, _("取下了。记录本身没有动。"), "programmes:pledge", made.pk)


def _chosen(request: SignedInRequest) -> tuple[str, Any] | None:
    kind, _dash, key = request.POST.get("record", "").partition("-")
    found = queries.record_for(request.user, kind, int(key)) if key.isdigit() else None
    return (kind, found) if found else None


def _back(made: Pledge) -> str:
    return reverse("programmes:pledge", args=[made.pk])
