"""How things of the register are found from their address, and where one goes after doing something."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from linli.accounts.doors import SignedInRequest
from linli.fence.rows import open_fence
from linli.territory.queries import open_every_fence

from ..models import (
    Consent,
    Household,
    HouseholdMember,
    Person,
    Population,
    Relation,
    RetentionRun,
    RightsRequest,
    Unit,
    Work,
)
from ..queries import readable_by
from ..queries.retention import Kept, kept

Found = tuple[QuerySet[Any], dict[str, Any]]


def person_or_frozen_in_url(request: SignedInRequest, pk: int) -> Found:
    """A person one may read of; also one whose data is only kept, for who handles what people ask."""
    return readable_by(request.user, timezone.localdate(), with_frozen=True), {"pk": pk}


def consent_in_url(request: SignedInRequest, pk: int) -> Found:
    readable = readable_by(request.user, timezone.localdate(), with_frozen=True)
    return Consent.objects.filter(person__in=readable).select_related("person"), {"pk": pk}


def request_in_url(request: SignedInRequest, pk: int) -> Found:
    asked = RightsRequest.objects.visible_to(request.user)
    return asked.select_related("person", "received_by", "closed_by"), {"pk": pk}


def run_in_url(request: SignedInRequest, pk: int) -> Found:
    return RetentionRun.objects.visible_to(request.user).select_related("begun_by", "carried_out_by"), {"pk": pk}


def kept_in_url(request: SignedInRequest, population: str) -> Kept | None:
    """How long something is kept here; None for what nobody keeps, and where no community is meant."""
    if population not in Population.values or request.duty is None or request.duty.community_id is None:
        return None
    return kept(request.duty.community_id, Population(population))


def own_person(request: SignedInRequest) -> Person | None:
    """The person of the register who is signed in, with the fence of their community open: no duty is needed."""
    open_every_fence()
    person = Person.objects.filter(user=request.user, merged_into=None).select_related("community").first()
    open_fence([person.community_id] if person else [])
    return person


def _people(request: SignedInRequest) -> QuerySet[Person]:
    return readable_by(request.user, timezone.localdate())


def person_in_url(request: SignedInRequest, pk: int) -> Found:
    """A person this reader may read of; others are not there."""
    return _people(request), {"pk": pk}


def household_in_url(request: SignedInRequest, pk: int) -> Found:
    """A household some member of which this reader may read of, or, for who keeps the register, any."""
    households = Household.objects.visible_to(request.user).select_related(
        "dwelling__door__lane", "dwelling__door__zone", "verified_by"
    )
    if not request.user.has_perm("residents.change_household"):
        households = households.filter(dwelling__door__zone__in=request.user.zone_ids)
    return households, {"pk": pk}


def member_in_url(request: SignedInRequest, pk: int) -> Found:
    members = HouseholdMember.objects.visible_to(request.user)
    return members.select_related("household__dwelling__door__lane", "person"), {"pk": pk}


def relation_in_url(request: SignedInRequest, pk: int) -> Found:
    return Relation.objects.visible_to(request.user).filter(person__in=_people(request)).select_related("person"), {
        "pk": pk
    }


def work_in_url(request: SignedInRequest, pk: int) -> Found:
    return Work.objects.visible_to(request.user).filter(person__in=_people(request)).select_related("person"), {
        "pk": pk
    }


def unit_in_url(request: SignedInRequest, pk: int) -> Found:
    return Unit.objects.visible_to(request.user).select_related("door__lane"), {"pk": pk}


def done(request: SignedInRequest, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what happened and go on."""
    messages.success(request, sentence)
    return redirect(to, *args)
