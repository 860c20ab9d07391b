"""How things of this room are found from their address, and where one goes after doing something.

Whoever may not see a body finds nothing at its address (404); who sees it and may not do this is told so (403).
"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from linli.accounts.doors import SignedInRequest
from linli.cases.models import Case, CouncilCandidate

from ..models import AgendaItem, ChairTerm, Invited, Meeting, Opinion, Paper, Resolution, Seat, Swap, TurnOrder
from ..models.bodies import BodyQuerySet
from ..queries.access import bodies_read_by
from ..queries.ballots import ballots_read_by
from ..queries.matters import matters_read_by
from ..queries.meetings import meetings_read_by, own_call
from ..queries.tasks import tasks_read_by

Found = tuple[QuerySet[Any], dict[str, Any]]


def bodies_here(request: SignedInRequest) -> BodyQuerySet:
    return bodies_read_by(request.user, localdate())


def body_in_url(request: SignedInRequest, pk: int) -> Found:
    return bodies_here(request).select_related("organisation", "community"), {"pk": pk}


def seat_in_url(request: SignedInRequest, pk: int) -> Found:
    seats = Seat.objects.visible_to(request.user).filter(body__in=bodies_here(request).values("pk"))
    return seats.select_related("body", "person", "unit", "user", "community"), {"pk": pk}


def turn_in_url(request: SignedInRequest, pk: int) -> Found:
    turns = TurnOrder.objects.visible_to(request.user).filter(body__in=bodies_here(request).values("pk"))
    return turns.select_related("body", "unit"), {"pk": pk}


def term_in_url(request: SignedInRequest, pk: int) -> Found:
    terms = ChairTerm.objects.visible_to(request.user).filter(body__in=bodies_here(request).values("pk"))
    return terms.select_related("body", "unit", "user", "community", "handed_over", "taken_over"), {"pk": pk}


def swap_in_url(request: SignedInRequest, pk: int) -> Found:
    swaps = Swap.objects.visible_to(request.user).filter(asking__body__in=bodies_here(request).values("pk"))
    return swaps.select_related("asking__unit", "asking__body", "asked__unit"), {"pk": pk}


def matter_in_url(request: SignedInRequest, pk: int) -> Found:
    return matters_read_by(request.user).select_related("body", "community", "proposed_by", "discussed_in"), {"pk": pk}


def opinion_in_url(request: SignedInRequest, pk: int) -> Found:
    rows = Opinion.objects.visible_to(request.user).filter(matter__in=matters_read_by(request.user).values("pk"))
    return rows.select_related("matter"), {"pk": pk}


def ballot_in_url(request: SignedInRequest, pk: int) -> Found:
    return ballots_read_by(request.user), {"pk": pk}


def meeting_to_vote_in(request: SignedInRequest, pk: int) -> Found:
    rows = Meeting.objects.visible_to(request.user).filter(body__in=bodies_here(request).values("pk"))
    return rows.select_related("body", "rule", "chair", "recorder"), {"pk": pk}


def candidate_to_put_forward(request: SignedInRequest, pk: int) -> Found:
    return CouncilCandidate.objects.visible_to(request.user), {"pk": pk}


def case_to_put_forward(request: SignedInRequest, number: str) -> Found:
    return Case.objects.visible_to(request.user).select_related("category"), {"number": number}


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what happened and go on to `to`."""
    messages.success(request, sentence)
    return redirect(to, *args)


def ask(
    request: SignedInRequest, form: Any, *, title: str, button: str, back: tuple[str, str], note: str = ""
) -> HttpResponse:
    """Show a form on a page of its own; `back` is an address and how it is called. It may bring files."""
    words = {"title": title, "button": button, "back_url": back[0], "back": back[1], "note": note}
    return render(request, "assembly/form.html", {"form": form, **words})


def meeting_in_url(request: SignedInRequest, pk: int) -> Found:
    related = "body", "rule", "term__unit", "minutes__written_by", "minutes__approved_by", "chair__person"
    meetings = meetings_read_by(request.user).select_related(*related, "recorder__person", "community")
    return meetings, {"pk": pk}


def own_call_in_url(request: SignedInRequest, pk: int) -> Invited | None:
    """One's own invitation to the meeting of this key, or that of one's unit."""
    meeting = meetings_read_by(request.user).filter(pk=pk).first()
    return own_call(meeting, request.user) if meeting else None


def item_in_url(request: SignedInRequest, pk: int) -> Found:
    items = AgendaItem.objects.visible_to(request.user).filter(body__in=bodies_here(request).values("pk"))
    return items.select_related("body", "meeting__chair", "meeting__recorder", "meeting__body"), {"pk": pk}


def paper_in_url(request: SignedInRequest, pk: int) -> Found:
    meetings = meetings_read_by(request.user).values("pk")
    return Paper.objects.filter(meeting__in=meetings).select_related("file", "meeting"), {"pk": pk}


def resolution_in_url(request: SignedInRequest, pk: int) -> Found:
    meetings = meetings_read_by(request.user).values("pk")
    related = "meeting__chair", "meeting__recorder"
    return Resolution.objects.filter(meeting__in=meetings).select_related(*related), {"pk": pk}


def task_in_url(request: SignedInRequest, pk: int) -> Found:
    related = "unit", "user", "matter", "resolution__meeting__body", "given_by", "ended_by"
    return tasks_read_by(request.user).select_related(*related), {"pk": pk}


def page_number(request: SignedInRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, min(int(asked), 10_000)) if asked.isdigit() else 1
