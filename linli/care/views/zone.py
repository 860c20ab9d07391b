"""我的责任区: what a keeper opens in the morning; visits due; birthdays."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits

from ..queries.birthdays import birthdays_ahead
from ..queries.due import visits_due
from ..queries.zone import end_of_month, zone_home
from .doors import page_number

AHEAD = {"week": timedelta(days=7), "month": timedelta(days=31)}


@require_safe
@admits("care.view_zone")
def zone(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    place = next(duty.zone for duty in request.user.duties_meant if duty.zone)
    return render(request, "care/zone.html", {"home": zone_home(place, request.user, today), "today": today})


@require_safe
@admits("care.view_visits")
def due(request: SignedInRequest) -> HttpResponse:
    """Whom to visit: what is late, this month's, or everything within three months."""
    today = timezone.localdate()
    show = request.GET.get("show", "")
    until = today + timedelta(days=92) if show == "all" else end_of_month(today)
    page = visits_due(request.user, today, until=until, only_late=show == "late", number=page_number(request))
    return render(request, "care/due.html", {"page": page, "show": show, "today": today})


@require_safe
@admits("care.view_visits")
def birthdays(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    show = "month" if request.GET.get("show") == "month" else "week"
    found = birthdays_ahead(request.user, today, today + AHEAD[show])
    return render(request, "care/birthdays.html", {"birthdays": found, "show": show, "today": today})
