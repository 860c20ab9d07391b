"""The desk, the keeper's tasks, and the list of everything."""

from datetime import datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.rota.models import Post
from linli.rota.queries import next_shift, shifts_now
from linli.territory.models import Zone
from linli.territory.queries import lane_names
from linli.web.paging import leaf_through

from ..forms import CaseFilterForm, IntakeForm
from ..models import OPEN, Case
from ..queries import queue
from .intake import channel_of


@require_safe
@admits("cases.view_desk")
def desk(request: SignedInRequest) -> HttpResponse:
    now, community = timezone.localtime(), own_community(request)
    cases = Case.objects.visible_to(request.user)
    which = request.GET.get("state", "open")
    which = which if which in queue.FILTERS else "open"
    counts = queue.counts(cases, now)
    return render(
        request,
        "cases/desk.html",
        {
            "form": IntakeForm(channel=channel_of(request)),
            "lanes": lane_names(community.pk),
            "now": now,
            "which": which,
            "counts": counts,
            "rows": queue.rows(queue.filtered(cases, which, now), now),
            "shown": queue.SHOWN,
            "shifts": shifts_now(community.pk, now),
            "next_operator": next_shift(community.pk, Post.Kind.HOTLINE, now),
            "today": _today(cases, now),
        },
    )


def _today(cases: QuerySet[Case], now: datetime) -> dict[str, int]:
    begins = datetime.combine(now.date(), time.min, now.tzinfo)
    return {
        "received": cases.filter(received_at__gte=begins).count(),
        "resolved": cases.filter(resolved_at__gte=begins).count(),
    }


@require_safe
@admits("cases.view_tasks")
def tasks(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    return render(request, "cases/tasks.html", {"tasks": queue.tasks_of(request.user, now), "now": now})


@require_safe
@admits("cases.list_cases")
def case_list(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    zones = list(Zone.objects.filter(community__in=request.user.community_ids))
    form = CaseFilterForm(request.GET, zones=zones)
    form.is_valid()
    cases = narrowed(Case.objects.visible_to(request.user), form.cleaned_data, now)
    page = leaf_through(queue.with_people(cases), request.GET, by="received_at")
    rows = [queue.row_of(case, now) for case in page]
    return render(
        request,
        "cases/list.html",
        {
            "form": form,
            "page": page,
            "rows": rows,
            "is_filtered": any(request.GET.values()),
            "may_record_deed": request.user.has_perm("cases.record_deed"),
        },
    )


def narrowed(cases: QuerySet[Case], wanted: dict[str, Any], now: datetime) -> QuerySet[Case]:
    """Apply the list's filters; those left blank or not understood change nothing."""
    if state := wanted.get("state"):
        cases = cases.exclude(status__in=OPEN) if state == "ended" else queue.filtered(cases, str(state), now)
    if channel := wanted.get("channel"):
        cases = cases.filter(channel=channel)
    if zone := wanted.get("zone"):
        cases = cases.filter(zone=zone)
    if since := wanted.get("since"):
        cases = cases.filter(received_at__date__gte=since)
    if until := wanted.get("until"):
        cases = cases.filter(received_at__date__lte=until)
    for word in str(wanted.get("q") or "").split():
        cases = cases.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(place_text__icontains=word))
    return cases
