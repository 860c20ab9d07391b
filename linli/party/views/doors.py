"""How things of this room are found from their address, and where one goes after doing something.

Whoever may not see a member or an organisation finds nothing at its address (404); who sees it and may not do this is
told so (403).
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from linli.accounts.doors import SignedInRequest

from ..models import (
    Member,
    MobileRecord,
    OrganisationActivity,
    Post,
    QuarterNote,
    ReportIn,
    ServiceEntry,
)
from ..queries.access import organisations_read_by, readable_by

Found = tuple[QuerySet[Any], dict[str, Any]]


def _members(request: SignedInRequest) -> QuerySet[Member]:
    return readable_by(request.user, localdate())


def member_in_url(request: SignedInRequest, pk: int) -> Found:
    return _members(request).select_related("person", "community"), {"pk": pk}


def organisation_in_url(request: SignedInRequest, pk: int) -> Found:
    return organisations_read_by(request.user, localdate()).select_related("parent", "community"), {"pk": pk}


def post_in_url(request: SignedInRequest, pk: int) -> Found:
    posts = Post.objects.visible_to(request.user).filter(member__in=_members(request).values("pk"))
    return posts.select_related("member__person", "member__community", "organisation"), {"pk": pk}


def mobile_in_url(request: SignedInRequest, pk: int) -> Found:
    records = MobileRecord.objects.visible_to(request.user).filter(member__in=_members(request).values("pk"))
    return records.select_related("member__person", "member__community"), {"pk": pk}


def report_in_url(request: SignedInRequest, pk: int) -> Found:
    reports = ReportIn.objects.visible_to(request.user).filter(member__in=_members(request).values("pk"))
    return reports.select_related("member__person", "member__community", "unit"), {"pk": pk}


def note_in_url(request: SignedInRequest, pk: int) -> Found:
    notes = QuarterNote.objects.visible_to(request.user).filter(report_in__member__in=_members(request).values("pk"))
    related = ("report_in__member__person", "report_in__member__community", "report_in__unit")
    return notes.select_related(*related), {"pk": pk}


def service_in_url(request: SignedInRequest, pk: int) -> Found:
    entries = ServiceEntry.objects.visible_to(request.user).filter(member__in=_members(request).values("pk"))
    return entries.select_related("member__person", "member__community"), {"pk": pk}


def meeting_in_url(request: SignedInRequest, pk: int) -> Found:
    here = organisations_read_by(request.user, localdate())
    meetings = OrganisationActivity.objects.visible_to(request.user).filter(organisation__in=here.values("pk"))
    related = ("activity__host", "activity__recorder", "activity__door__lane", "organisation", "community")
    return meetings.select_related(*related), {"pk": pk}


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what happened and go on to `to`."""
    messages.success(request, sentence)
    return redirect(to, *args)


def ask(
    request: SignedInRequest, form: Any, *, title: str, button: str, back: tuple[str, str], note: str = ""
) -> HttpResponse:
    """Show a form on a page of its own; `back` is an address and how it is called."""
    words = {"title": title, "button": button, "back_url": back[0], "back": back[1], "note": note}
    return render(request, "party/form.html", {"form": form, **words})


def day_asked(request: SignedInRequest, name: str) -> date:
    """Return the day an address asks for; today when it asks for none, or for nonsense."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return localdate()
    return day if 1900 < day.year < 2200 else localdate()
