"""Cases taken away as a table, and a sender's orders answered in the sender's own layout."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.sheets import actions as sheets
from linli.sheets import jobs
from linli.sheets.models import ExportRun
from linli.sheets.registry import export_kind

from ..actions.orders import mark_answered
from ..forms import ExportForm, SendBackForm
from ..paper import MOST_AT_ONCE
from ..queries.filters import CaseFilter
from ..queries.orders import sendings
from ..tables import answers_wanted, cases_wanted

MADE_AT_ONCE = 300
"""A table of at most so many rows is made while the person waits; a longer one by the worker."""


@require_http_methods(["GET", "POST"])
@admits("cases.export_cases")
def export(request: SignedInRequest) -> HttpResponse:
    """Everything the list is narrowed to, as Excel or as orders on paper."""
    wanted, now, community = CaseFilter.read(request.GET), timezone.now(), own_community(request)
    may_name = request.user.has_perm("cases.export_personal")
    form = ExportForm(request.POST, may_name=may_name) if request.method == "POST" else ExportForm(may_name=may_name)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        run = sheets.begin_export(
            community,
            export_kind("cases"),
            title=_("{place}事项台账 {day}").format(place=community, day=timezone.localdate(now).isoformat()),
            wanted={"filter": wanted.address},
            is_personal=given.get("personal", False),
            reason=given.get("reason", ""),
            by=request.user,
            at=now,
        )
        return _make(run)
    count = len(cases_wanted(request.user, community.pk, wanted, now))
    context = {"form": form, "count": count, "wanted": wanted, "most_on_paper": MOST_AT_ONCE}
    return render(request, "cases/export.html", context)


def _make(run: ExportRun) -> HttpResponse:
    if run.total <= MADE_AT_ONCE:
        sheets.make_export(run.pk, run.community_id, at=timezone.now())
    else:
        jobs.make.defer(run_id=run.pk, community_id=run.community_id)
    return redirect("sheets:export", run.pk)


@require_http_methods(["GET", "POST"])
@admits("cases.answer_sender")
def senders(request: SignedInRequest) -> HttpResponse:
    """Who sent orders, how many are settled and not sent back; one press makes the file in their layout."""
    community, now = own_community(request), timezone.now()
    if request.method == "POST":
        return _send_back(request)
    return render(request, "cases/senders.html", {"sendings": sendings(community.pk), "now": now})


def _send_back(request: SignedInRequest) -> HttpResponse:
    community, now = own_community(request), timezone.now()
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    wanted: dict[str, Any] = {"sender": given["sender"], "which": given["which"] or "new"}
    if given["since"]:
        wanted["since"] = given["since"].isoformat()
    orders = answers_wanted(community.pk, wanted)
    wanted["keys"] = list(orders.values_list("pk", flat=True))
    run = sheets.begin_export(
        community,
        export_kind("answers"),
        title=_("{sender} 回填 {day}").format(sender=given["sender"], day=timezone.localdate(now).isoformat()),
        wanted=wanted,
        is_personal=True,
        reason=_("回填给{sender}").format(sender=given["sender"]),
        by=request.user,
        at=now,
    )
    run.total = len(wanted["keys"])
    mark_answered(orders, by=request.user, at=now)
    return _make(run)
