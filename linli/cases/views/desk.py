"""The desk, the keeper's tasks, and the list of everything."""

from datetime import datetime
from functools import cache

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.rota.models import Post
from linli.rota.queries import watch
from linli.territory.queries import zones_of
from linli.web.drawing import token_field
from linli.web.paging import leaf_through
from linli.web.pieces import render_live

from ..models import Case
from ..queries.filters import CaseFilter, in_words, standing
from ..queries.queue import tasks_of
from ..queries.rows import SHOWN, queue_rows, rows_of
from ..queries.rule_trouble import Trouble, troubled_rules
from ..queries.saved_filters import on_the_desk, shown_filters
from ..queries.tallies import tallies
from .drawn import drawn_list, drawn_queue
from .drawn_tasks import draw_tasks
from .intake import empty_sheet
from .narrowing import filters_of_list, words_field
from .search import results


@require_safe
@admits("cases.view_desk")
def desk(request: SignedInRequest) -> HttpResponse:
    now, community = timezone.localtime(), own_community(request)
    cases = Case.objects.visible_to(request.user)
    wanted = CaseFilter.read(request.GET)
    wanted = on_the_desk(wanted)
    may_do_in_bulk = request.user.has_perm("cases.do_in_bulk")
    choosing = may_do_in_bulk and "choose" in request.GET
    narrowed = cases.filter(wanted.but(state="").condition(request.user, now), in_words(wanted.q))
    return render_live(
        request,
        "cases/desk.html",
        {
            "sheet": cache(lambda: empty_sheet(request)),
            "now": now,
            "which": wanted.state,
            "address": wanted.address,
            "wanted_more": wanted != CaseFilter(state=wanted.state),
            "saved": cache(lambda: shown_filters(request.user, now)),
            "counts": tallies(narrowed, cases, now),
            "rows": (rows := queue_rows(narrowed.filter(standing(wanted.state, now)), now, besides=request.user)),
            "drawn_rows": drawn_queue(rows, choosing=choosing),
            "may_do_in_bulk": may_do_in_bulk,
            "choosing": choosing,
            "shown": SHOWN,
            "watch": cache(lambda: watch(community.pk, Post.Kind.HOTLINE, now)),
            "rule_troubles": lambda: rule_troubles(request, now),
        },
        pieces={
            "queue": "cases/desk.html#queue",
            "desk-head": "cases/desk.html#head",
            "duty": "cases/desk.html#duty",
        },
    )


def rule_troubles(request: SignedInRequest, now: datetime) -> list[Trouble]:
    """What whoever keeps the rules has to mend; nobody else is bothered with it."""
    keeps = request.user.has_perm("cases.keep_rules")
    return troubled_rules(request.user.community_ids, now) if keeps else []


@require_safe
@admits("cases.view_tasks")
def tasks(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    found, csrf = tasks_of(request.user, now), token_field(get_token(request))
    context = {
        "tasks": found,
        "drawn_asked": draw_tasks(found.asked, csrf, is_mine=False),
        "drawn_in_hand": draw_tasks(found.in_hand, csrf, is_mine=True),
        "now": now,
    }
    return render_live(request, "cases/tasks.html", context, pieces={"tasks": "cases/tasks.html#tasks"})


@require_safe
@admits("cases.list_cases")
def case_list(request: SignedInRequest) -> HttpResponse:
    now, wanted = timezone.localtime(), CaseFilter.read(request.GET)
    if wanted.q:
        return results(request, wanted)
    cases = Case.objects.visible_to(request.user).filter(wanted.condition(request.user, now))
    page = leaf_through(
        cases, request.GET, by="received_at", read=lambda some: rows_of(some, now, besides=request.user)
    )
    may_do_in_bulk = request.user.has_perm("cases.do_in_bulk")
    return render(
        request,
        "cases/list.html",
        {
            "words": words_field(request.GET),
            "filters": filters_of_list(request.GET, zones_of(request.user.community_ids)),
            "page": page,
            "rows": page.rows,
            "drawn_rows": drawn_list(page.rows, may_do_in_bulk=may_do_in_bulk),
            "is_filtered": any(request.GET.values()),
            "may_record_deed": request.user.has_perm("cases.record_deed"),
            "may_do_in_bulk": may_do_in_bulk,
            "may_bring_tables": request.user.has_perm("sheets.bring"),
            "filter_address": wanted.address,
        },
    )
