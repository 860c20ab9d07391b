"""批量: choose cases, choose what to do, see what would happen to each, do it, see what came of each."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of

from .. import actions, jobs
from ..forms import BulkForm
from ..models import BulkItem, BulkRun, Case
from ..queries.bulk import foresee
from ..queries.joining import numbered

AT_ONCE = 20
"""So many are done while one waits; more are the worker's, and the page shows how far it is."""


@require_http_methods(["GET", "POST"])
@admits("cases.do_in_bulk")
def bulk(request: SignedInRequest) -> HttpResponse:
    """Cases are named by `n` again and again. Asking and previewing change nothing and are a GET; POST does it."""
    asked = request.POST if request.method == "POST" else request.GET
    cases = [case for case in _chosen(request.user, asked) if case.community_id == own_community(request).pk]
    verb = asked.get("verb", "")
    if not cases or verb not in BulkRun.Verb.values:
        return render(request, "cases/bulk.html", {"cases": cases, "verbs": BulkRun.Verb.choices})
    form = BulkForm(
        asked if "ready" in asked else None,
        verb=verb,
        people=_people(own_community(request).pk),
        seen=Case.objects.visible_to(request.user),
    )
    if not form.is_valid():
        return _page(request, cases, verb, form)
    if request.method == "POST":
        return _begin(request, cases, verb, form)
    foreseen = [foresee(verb, case, form.given, request.user) for case in cases]
    return _page(request, cases, verb, form, foreseen=foreseen, doable=sum(not one.why_not for one in foreseen))


def _chosen(user: User, asked: QueryDict) -> list[Case]:
    found = numbered(user, asked.getlist("n")[: actions.MOST_AT_ONCE])
    wanted = Case.objects.filter(pk__in=[case.pk for case in found])
    fetched = wanted.select_related("category__parent", "handler").in_bulk()
    return [fetched[case.pk] for case in found]


def _people(community_id: int) -> list[User]:
    on = timezone.localdate()
    people = [person for role in Duty.Role if role in _MAY_HANDLE for person in holders_of(role, community_id, on)]
    return list({person.pk: person for person in people}.values())


_MAY_HANDLE = (
    Duty.Role.ZONE_KEEPER, Duty.Role.COMMUNITY_WORKER, Duty.Role.DUTY_OFFICER, Duty.Role.DUTY_OPERATOR,
    Duty.Role.BRANCH_SECRETARY,
)  # fmt: skip


def _page(request: SignedInRequest, cases: list[Case], verb: str, form: BulkForm, **more: Any) -> HttpResponse:
    label = BulkRun.Verb(verb).label
    given = [(name, form.data.get(name, "")) for name in form.fields] if form.is_bound else []
    context = {"cases": cases, "verb": verb, "label": label, "form": form, "typed": given, "key": uuid4(), **more}
    return render(request, "cases/bulk_verb.html", context)


def _begin(request: SignedInRequest, cases: list[Case], verb: str, form: BulkForm) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    run, is_new = actions.begin_bulk(
        cases, verb=verb, given=form.given, duty=request.duty, key=key, by=request.user, at=timezone.now()
    )
    work = {"run_id": run.pk, "community_id": run.community_id}
    if is_new and len(cases) > AT_ONCE:
        jobs.work_through.defer(**work)
    elif is_new:
        transaction.on_commit(lambda: jobs.work_through(**work))
    return redirect("cases:bulk_run", run.pk)


@require_safe
@admits("cases.do_in_bulk")
def bulk_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """What came of it, case by case; while it is under way, how far it is."""
    run = get_object_or_404(BulkRun.objects.visible_to(request.user).select_related("by"), pk=pk)
    items = list(BulkItem.objects.filter(run=run).select_related("case"))
    counts = {
        "all": len(items),
        "done": sum(item.outcome == BulkItem.Outcome.DONE for item in items),
        "refused": sum(item.outcome == BulkItem.Outcome.REFUSED for item in items),
    }
    return render(request, "cases/bulk_run.html", {"run": run, "items": items, "counts": counts})
