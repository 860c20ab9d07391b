"""登记: a matter comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.accounts.models import Duty
from linli.files.arriving import Picked, take_in
from linli.territory.queries import lane_names

from .. import actions
from ..forms import EmergencyForm, IntakeForm, LookUpForm
from ..forms.choosing import choices_of
from ..models import Case, CaseFile, Channel, Outcome, Remark, Requester
from ..queries.categories import Line, categories_in_use
from ..queries.lookups import Found, look_up
from ..rules import handlers_of
from .doors import case_in_url


def channel_of(request: SignedInRequest) -> str:
    """Return how a matter usually reaches this person: the operator's phone rings, a keeper meets people."""
    return Channel.WALK_BY if request.duty.role == Duty.Role.ZONE_KEEPER else Channel.HOTLINE


@require_http_methods(["GET", "POST"])
@admits("cases.register_case")
def intake(request: SignedInRequest) -> HttpResponse:
    """Write the matter down. The button says how it goes on: register, join an open case, emergency, look first."""
    if request.method != "POST":
        return render(request, "cases/intake.html", {"sheet": empty_sheet(request)})
    picked = picked_at_intake(request)
    if request.POST.get("emergency"):
        return _emergency(request, picked)
    if request.POST.get("do") == "look":
        return _page(request, LookUpForm(request.POST, picked=picked), looked=True)
    form = IntakeForm(request.POST, picked=picked)
    if not form.is_valid():
        return _page(request, form, looked=True)
    if number := request.POST.get("join"):
        return _join(request, form, number)
    return _register(request, form)


def picked_at_intake(request: SignedInRequest) -> Picked:
    """Take in what came with the form, which stands on two pages."""
    return take_in(request, own_community(request), by=request.user, meant_for=reverse("cases:intake"))


def _attach(request: SignedInRequest, case: Case, picked: Picked, at: datetime) -> None:
    if picked.uploads:
        actions.attach_files(case, picked.uploads, step=CaseFile.Step.INTAKE, by=request.user, at=at)


def _register(request: SignedInRequest, form: IntakeForm) -> HttpResponse:
    """Write it down and, where nobody has to go, end it: with the very words, at the moment they were said."""
    at, given = timezone.now(), form.cleaned_data
    told_at = given["received_at"] or at
    ending = given["ending"] or IntakeForm.SEND
    case = actions.register_case(
        own_community(request),
        form.appeal,
        by=request.user,
        at=at,
        received_at=given["received_at"],
        key=given["key"],
        offer=ending == IntakeForm.SEND,
    )
    _attach(request, case, form.picked, at)
    if case.waits_at_the_door and ending == IntakeForm.ANSWERED:
        mode = Remark.Mode.PHONE if case.channel == Channel.HOTLINE else Remark.Mode.IN_PERSON
        actions.resolve_case(
            case, outcome=Outcome.DONE, done=given["told"], answer=given["told"], mode=mode, by=request.user, at=told_at
        )
    elif case.waits_at_the_door and ending != IntakeForm.SEND:
        actions.tell_at_the_door(case, outcome=Outcome(ending), told=given["told"], by=request.user, at=told_at)
    return redirect("cases:receipt", case.number)


def _emergency(request: SignedInRequest, picked: Picked) -> HttpResponse:
    """A life first: what is wrong with a photo stops nothing."""
    picked.complaints.clear()
    form = EmergencyForm(request.POST, picked=picked)
    if not form.is_valid():
        return _page(request, form)
    case = actions.hand_over_emergency(
        own_community(request),
        form.appeal,
        number=form.cleaned_data["emergency"],
        by=request.user,
        at=timezone.now(),
        key=form.cleaned_data["key"],
    )
    _attach(request, case, picked, timezone.now())
    messages.success(request, _("已记下：转 {number}。").format(number=form.cleaned_data["emergency"]))
    return redirect("cases:receipt", case.number)


def _join(request: SignedInRequest, form: IntakeForm, number: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), number=number)
    if not request.user.has_perm("cases.join_case", case):
        raise PermissionDenied
    requester = actions.join_case(case, form.appeal, by=request.user, at=timezone.now(), key=form.cleaned_data["key"])
    _attach(request, case, form.picked, timezone.now())
    return redirect("cases:joined_receipt", case.number, requester.pk)


@require_POST
@admits("cases.register_case")
def look(request: SignedInRequest) -> HttpResponse:
    """What is known so far, as pieces of the page (htmx)."""
    form = LookUpForm(request.POST)
    return render(
        request, "cases/intake_found.html", {"found": _found(request, form), "form": form, "is_partial": True}
    )


def _found(request: SignedInRequest, form: LookUpForm | IntakeForm) -> Found:
    form.is_valid()
    given = form.cleaned_data
    return look_up(
        request.user,
        own_community(request).pk,
        phone=given.get("phone", ""),
        place_text=given.get("place_text", ""),
        content=given.get("content", ""),
        category=given.get("category"),
        channel=given.get("channel", Channel.HOTLINE),
        now=timezone.now(),
    )


def _page(request: SignedInRequest, form: IntakeForm, *, looked: bool = False) -> HttpResponse:
    found = _found(request, form) if looked else None
    form = _unjudged(form) if isinstance(form, LookUpForm) else form
    sheet = _sheet_of(form, lane_names(own_community(request).pk))
    return render(request, "cases/intake.html", {"form": form, "sheet": sheet, "found": found})


@dataclass(frozen=True)
class Sheet:
    """An intake form on its page: what is typed in `form`, or the empty `fields` already drawn. `key` is hidden."""

    key: SafeString
    form: IntakeForm | None = None
    lanes: Sequence[str] = ()
    fields: SafeString | None = None


def _sheet_of(form: IntakeForm, lanes: Sequence[str]) -> Sheet:
    return Sheet(key=form["key"].as_hidden(), form=form, lanes=lanes)


def empty_sheet(request: SignedInRequest) -> Sheet:
    """Return a form nothing has been typed into; of what came in from this page earlier it tells."""
    picked, channel, lanes = picked_at_intake(request), channel_of(request), lane_names(own_community(request).pk)
    if picked.offered:
        return _sheet_of(IntakeForm(channel=channel, picked=picked), lanes)
    key = format_html('<input type="hidden" name="key" value="{}" id="id_key">', uuid4())
    return Sheet(key=key, fields=_empty_fields(channel, tuple(lanes), tuple(categories_in_use()), get_language()))


@lru_cache(maxsize=64)
def _empty_fields(
    channel: str, lanes: tuple[str, ...], categories: tuple[Line, ...], _language: str | None
) -> SafeString:
    """Draw the fields once for as long as lanes and categories are these: the desk has them on every page."""
    form = IntakeForm(channel=channel, picked=Picked(meant_for=reverse("cases:intake"), is_resumable=True))
    choices_of(form, "category").choices = [("", _("按内容自动归类")), *((line.pk, line.label) for line in categories)]
    return render_to_string("cases/intake_fields.html", {"form": form, "lanes": lanes})


def _unjudged(form: LookUpForm) -> IntakeForm:
    """Return the form with everything typed and nothing complained about: it is not being sent yet."""
    again = IntakeForm(channel=form.data.get("channel", Channel.HOTLINE), picked=form.picked)
    again.initial = {**again.initial, **{name: form.data.get(name) for name in again.fields if form.data.get(name)}}
    return again


@require_safe
@admits("cases.view_case", to=case_in_url)
def receipt(request: SignedInRequest, case: Case) -> HttpResponse:
    """The slip: what to tell the person now."""
    first = case.requesters.unopened().filter(is_first=True).first()
    if first is None:  # merged: its callers stand with the main case; a part: with the whole
        return redirect("cases:detail", case.number)
    return _receipt(request, case, first)


@require_safe
@admits("cases.list_cases")
def joined_receipt(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    seen = Case.objects.visible_to(request.user)
    visible = Requester.objects.unopened().filter(case__in=seen).select_related("case__zone")
    requester = get_object_or_404(visible, case__number=number, pk=pk)
    return _receipt(request, requester.case, requester)


def _receipt(request: SignedInRequest, case: Case, requester: Requester) -> HttpResponse:
    promises = {promise.kind: promise for promise in case.promises.filter(round=case.round)}
    offer = case.offers.filter(answer="").select_related("to", "unit").first()
    closure = case.closures.filter(round=case.round).select_related("answer").first()
    return render(
        request,
        "cases/receipt.html",
        {
            "case": case,
            "requester": requester,
            "promises": promises,
            "offer": offer,
            "closure": closure,
            # who handles may not verify: the code is what a resident answers with
            "may_see_code": request.user.pk not in handlers_of(case),
        },
    )
