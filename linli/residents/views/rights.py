"""What people ask about their data: who read it, a copy, an answer; and the list of what is open."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.downloads import PDF, file_answer
from linli.web.paging import leaf_through

from .. import actions
from ..forms import AnswerForm, AskForm, ReasonForm
from ..models import Person, RightsRequest
from ..paper import print_copy
from ..queries.copies import as_json, everything_held
from ..queries.readings import readings_of
from ..queries.requests import answered_requests, due_of, open_requests, requests_of
from .doors import done, person_or_frozen_in_url, request_in_url

JSON = "application/json"
MOST_OPEN = 200


@require_safe
@admits("residents.view_readings", to=person_or_frozen_in_url)
def readings(request: SignedInRequest, person: Person) -> HttpResponse:
    page = leaf_through(readings_of(person), request.GET, by="last_at")
    return render(request, "residents/readings.html", {"person": person, "page": page})


@require_safe
@admits("residents.view_request")
def requests(request: SignedInRequest) -> HttpResponse:
    """What is open, the first due first; or what was answered."""
    now = timezone.now()
    if request.GET.get("show") == "answered":
        page = leaf_through(answered_requests(request.user.community_ids), request.GET, by="received_at")
        return render(request, "residents/requests.html", {"page": page, "show": "answered"})
    waiting = open_requests(request.user.community_ids).select_related("person")[:MOST_OPEN]
    lines = [(each, due_of(each, now)) for each in waiting]
    return render(request, "residents/requests.html", {"lines": lines, "show": "open"})


@require_http_methods(["GET", "POST"])
@admits("residents.receive_request")
def new_request(request: SignedInRequest) -> HttpResponse:
    """Somebody asks who may not be on the register."""
    return _receive(request, None)


@require_http_methods(["GET", "POST"])
@admits("residents.receive_request", to=person_or_frozen_in_url)
def new_request_of(request: SignedInRequest, person: Person) -> HttpResponse:
    return _receive(request, person)


def _receive(request: SignedInRequest, person: Person | None) -> HttpResponse:
    form = AskForm(request.POST or None, is_known=person is not None)
    if not form.is_valid():
        asked = list(requests_of(person)[:10]) if person else []
        return render(request, "residents/new_request.html", {"form": form, "person": person, "asked": asked})
    given: dict[str, Any] = dict(form.cleaned_data)
    given |= {"kind": RightsRequest.Kind(given["kind"]), "asker": RightsRequest.Asker(given["asker"])}
    given |= {"channel": RightsRequest.Channel(given["channel"])}
    community = person.community if person else own_community(request)
    made = actions.receive_request(community, person=person, by=request.user, at=timezone.now(), **given)
    return done(request, _("登记好了，请按期限答复。"), "residents:request", made.pk)


@require_http_methods(["GET", "POST"])
@admits("residents.view_request", to=request_in_url)
def request_one(request: SignedInRequest, asked: RightsRequest) -> HttpResponse:
    """One request, how it is done, and its answer."""
    now = timezone.now()
    may_answer = request.user.has_perm("residents.answer_request", asked)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and may_answer and form.is_valid():
        outcome = RightsRequest.Outcome(form.cleaned_data["outcome"])
        actions.answer_request(asked, outcome=outcome, answer=form.cleaned_data["answer"], by=request.user, at=now)
        return done(request, _("记下了答复。"), "residents:requests")
    context = {"asked": asked, "due": due_of(asked, now), "form": form if may_answer else None}
    return render(request, "residents/request.html", context)


@require_http_methods(["GET", "POST"])
@admits("residents.copy_person", to=person_or_frozen_in_url)
def copy(request: SignedInRequest, person: Person) -> HttpResponse:
    """Everything held of a person, in full, for that person; why it is made is kept and shown to them."""
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "residents/copy.html", {"form": form, "person": person})
    actions.note_copy(person, reason=form.cleaned_data["why"], by=request.user, at=timezone.now())
    return copy_answer(request, person)


def copy_answer(request: SignedInRequest, person: Person) -> HttpResponse:
    """The file asked for: for machines or for paper."""
    at = timezone.localtime()
    with translation.override(settings.LANGUAGE_CODE):  # a copy is kept, and read by others than whoever made it
        held = everything_held(person, request.user)
    if request.POST.get("form") == "json":
        name = _("个人信息副本 {number}.json").format(number=person.pk)
        return file_answer(as_json(person, held, at), name, JSON)
    return file_answer(print_copy(person, held, at), _("个人信息副本 {number}.pdf").format(number=person.pk), PDF)
