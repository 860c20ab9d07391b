"""How a case is found from its URL, and where one goes after doing something to it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from linli.accounts.doors import SignedInRequest
from linli.fence.straight import rows

from ..models import Case, CaseLink, CoHandling, CouncilCandidate, Extension, GoodDeed, Requester


def case_in_url(request: SignedInRequest, number: str) -> tuple[QuerySet[Case], dict[str, Any]]:
    cases = Case.objects.visible_to(request.user)
    return cases.select_related("category__parent", "zone", "handler", "first_handler", "community"), {"number": number}


def case_to_act_on(request: SignedInRequest, number: str) -> Any:
    """The case of a verb: the page that asks about it reads all it shows, doing it reads the row alone."""
    if request.method != "POST":
        return case_in_url(request, number)
    mine = [number, list(request.user.community_ids)]
    case = next(iter(rows(Case, "WHERE number = %s AND community_id = ANY (%s)", mine)), None)
    if case is None or not case.is_visible_to(request.user):
        return None
    if request.duty.community and request.duty.community_id == case.community_id:
        case.community = request.duty.community
    return case


def of_visible_case(model: type[Any]) -> Any:
    """A door to something of a case one may see, named by the case's number and its own key."""

    def in_url(request: SignedInRequest, number: str, pk: int) -> tuple[QuerySet[Any], dict[str, Any]]:
        rows = model.objects.filter(case__in=Case.objects.visible_to(request.user)).select_related("case")
        return rows, {"case__number": number, "pk": pk}

    return in_url


co_handling_in_url = of_visible_case(CoHandling)
extension_in_url = of_visible_case(Extension)
requester_in_url = of_visible_case(Requester)


def candidate_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[CouncilCandidate], dict[str, Any]]:
    return CouncilCandidate.objects.visible_to(request.user), {"pk": pk}


def link_in_url(request: SignedInRequest, number: str, pk: int) -> tuple[QuerySet[CaseLink], dict[str, Any]]:
    """A link is named by either of its cases; both must be seen."""
    seen = Case.objects.visible_to(request.user)
    rows = CaseLink.objects.filter(case__in=seen, other__in=seen).filter(
        Q(case__number=number) | Q(other__number=number)
    )
    return rows.select_related("case", "other"), {"pk": pk}


def deed_in_url(request: SignedInRequest, number: str) -> tuple[QuerySet[GoodDeed], dict[str, Any]]:
    return GoodDeed.objects.visible_to(request.user).select_related("case"), {"number": number}


def done(request: SignedInRequest, case: Case, sentence: str) -> HttpResponse:
    """Say what happened and go back to where the person came from (a form's `next`), or to the case."""
    messages.success(request, sentence)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("cases:detail", case.number)
