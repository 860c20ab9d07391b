"""The desk, the keeper's tasks, and the list of everything."""

from datetime import datetime, time

from django.db.models import QuerySet
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
from linli.web.pieces import render_live

from ..forms import CaseFilterForm, IntakeForm
from ..models import Case
from ..queries import queue
from ..queries.filters import CaseFilter, in_words, standing
from ..queries.rule_trouble import Trouble, troubled_rules
from ..queries.saved_filters import on_the_desk, shown_filters
from .intake import channel_of, picked_at_intake
from .search import results


@require_safe
@admits("cases.view_desk")
def desk(request: SignedInRequest) -> HttpResponse:
    now, community = timezone.localtime(), own_community(request)
    cases = Case.objects.visible_to(request.user)
    wanted = CaseFilter.read(request.GET)
    wanted = on_the_desk(wanted)
    narrowed = cases.filter(wanted.but(state="").condition(request.user, now), in_words(wanted.q))
    return render_live(
        request,
        "cases/desk.html",
        {
            "form": IntakeForm(channel=channel_of(request), picked=picked_at_intake(request)),
            "lanes": lambda: lane_names(community.pk),
            "now": now,
            "which": wanted.state,
            "address": wanted.address,
            "wanted_more": wanted != CaseFilter(state=wanted.state),
            "saved": lambda: shown_filters(request.user, now),
            "counts": queue.counts(narrowed, now),
            "rows": queue.desk_rows(narrowed.filter(standing(wanted.state, now)), now),
            "shown": queue.SHOWN,
            "shifts": lambda: shifts_now(community.pk, now),
            "next_operator": lambda: next_shift(community.pk, Post.Kind.HOTLINE, now),
            "today": lambda: _today(cases, now),
            "rule_troubles": lambda: rule_troubles(request, now),
        },
        pieces={"queue": "cases/desk.html#queue", "desk-head": "cases/desk.html#head"},
    )


def rule_troubles(request: SignedInRequest, now: datetime) -> list[Trouble]:
    """What whoever keeps the rules has to mend; nobody else is bothered with it."""
    keeps = request.user.has_perm("cases.keep_rules")
    return troubled_rules(request.user.community_ids, now) if keeps else []


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
    context = {"tasks": queue.tasks_of(request.user, now), "now": now}
    return render_live(request, "cases/tasks.html", context, pieces={"tasks": "cases/tasks.html#tasks"})


@require_safe
@admits("cases.list_cases")
def case_list(request: SignedInRequest) -> HttpResponse:
    now, wanted = timezone.localtime(), CaseFilter.read(request.GET)
    if wanted.q:
        return results(request, wanted)
    zones = list(Zone.objects.filter(community__in=request.user.community_ids))
    form = CaseFilterForm(request.GET, zones=zones)
    form.is_valid()
    cases = Case.objects.visible_to(request.user).filter(wanted.condition(request.user, now))
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
            "may_do_in_bulk": request.user.has_perm("cases.do_in_bulk"),
            "may_bring_tables": request.user.has_perm("sheets.bring"),
            "filter_address": wanted.address,
        },
    )
