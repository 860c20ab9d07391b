"""Activities: what is coming, what was, one's own, a month of them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.paging import leaf_through

from ..forms import FilterForm
from ..models import Activity
from ..queries import counts_of
from ..queries.lists import A_PAGE, Narrowed, coming, month_of, of_user, seen_by


@require_safe
@admits("activities.view_activities")
def coming_list(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    narrowed = Narrowed.read(request.GET)
    page = coming(narrowed.of(seen_by(request.user)), now, _day(request.GET.get("from")))
    counted = counts_of([each.pk for each in page.activities])
    days = [(day, [(each, counted[each.pk], each.standing_at(now)) for each in those]) for day, those in page.days]
    return render(request, "activities/coming.html", {"days": days, "page": page, **_frame(request, narrowed)})


@require_safe
@admits("activities.view_activities")
def past_list(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    narrowed = Narrowed.read(request.GET)
    seen = narrowed.of(seen_by(request.user)).filter(ends_at__lte=now)
    return _leafed(request, seen, "activities/past.html", narrowed)


@require_safe
@admits("activities.view_activities")
def own_list(request: SignedInRequest) -> HttpResponse:
    """What somebody is on, is asked to or runs, past and to come."""
    narrowed = Narrowed.read(request.GET)
    mine = narrowed.of(of_user(request.user, seen_by(request.user)))
    return _leafed(request, mine, "activities/mine.html", narrowed)


def _leafed(request: SignedInRequest, rows: QuerySet[Activity], template: str, narrowed: Narrowed) -> HttpResponse:
    now = timezone.now()
    page = leaf_through(rows.select_related("door__lane", "series"), request.GET, by="starts_at", size=A_PAGE)
    counted = counts_of([each.pk for each in page])
    lines = [(each, counted[each.pk], each.standing_at(now)) for each in page]
    return render(request, template, {"lines": lines, "page": page, **_frame(request, narrowed)})


@require_safe
@admits("activities.view_activities")
def month(request: SignedInRequest) -> HttpResponse:
    """A month of activities, weeks from Monday; a phone shows the days that have some."""
    now = timezone.localtime()
    first = (_day(request.GET.get("from")) or now.date()).replace(day=1)
    narrowed = Narrowed.read(request.GET)
    weeks = month_of(narrowed.of(seen_by(request.user)), first)
    context: dict[str, Any] = {
        "weeks": weeks,
        "is_empty": not any(cell.activities for week in weeks for cell in week),
        "month": first,
        "now": now,
        "earlier": (first - timedelta(days=1)).replace(day=1),
        "later": (first + timedelta(days=31)).replace(day=1),
    }
    return render(request, "activities/month.html", context | _frame(request, narrowed))


def _frame(request: SignedInRequest, narrowed: Narrowed) -> dict[str, Any]:
    may_plan = request.user.has_perm("activities.plan_activity") and request.duty.community is not None
    form = FilterForm(initial={"q": narrowed.words, "kind": narrowed.kind})
    return {"form": form, "narrowed": narrowed, "may_plan": may_plan}


def _day(text: str | None) -> date | None:
    """Return the day an address asks for; None when it asks for none, or for nonsense."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 < day.year < 2100 else None
