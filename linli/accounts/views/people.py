"""账号与职务: who may sign in here, and as what. For the keeper of accounts, who sees no business."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions
from ..doors import SignedInRequest, admits, own_community
from ..forms import AccountForm, DutyForm
from ..models import Duty, User

SHOWN = 200
"""More people than any community employs; a search narrows the list."""


def people_of(request: SignedInRequest) -> QuerySet[User]:
    """Everybody who holds or held a duty in the communities one acts in."""
    duties = Duty.objects.filter(community__in=request.user.community_ids)
    here = Prefetch(
        "duties", duties.select_related("community", "street", "zone").order_by("-from_on"), to_attr="duties_here"
    )
    return User.objects.filter(pk__in=duties.values("user")).prefetch_related(here).order_by("name", "pk")


def person_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[User], dict[str, Any]]:
    return people_of(request), {"pk": pk}


def duty_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Duty], dict[str, Any]]:
    return Duty.objects.filter(community__in=request.user.community_ids).select_related("user", "zone", "community"), {
        "pk": pk
    }


@require_safe
@admits("accounts.keep_accounts")
def people(request: SignedInRequest) -> HttpResponse:
    word = request.GET.get("q", "").strip()
    found = people_of(request)
    if word:
        found = found.filter(Q(name__contains=word) | Q(username__contains=word))
    return render(
        request, "accounts/people.html", {"people": found[:SHOWN], "word": word, "today": timezone.localdate()}
    )


@require_http_methods(["GET", "POST"])
@admits("accounts.keep_accounts")
def new_account(request: SignedInRequest) -> HttpResponse:
    community = own_community(request)
    form = AccountForm(request.POST or None, community=community)
    if not form.is_valid():
        return render(request, "accounts/account_form.html", {"form": form})
    user, password = actions.open_account(community, by=request.user, at=timezone.now(), **form.cleaned_data)
    return _say_once(request, user, password)


@require_safe
@admits("accounts.keep_account", to=person_in_url)
def person(request: SignedInRequest, user: User) -> HttpResponse:
    form = DutyForm(community=own_community(request))
    return render(request, "accounts/person.html", {"person": user, "form": form, "today": timezone.localdate()})


@require_POST
@admits("accounts.keep_account", to=person_in_url)
def new_duty(request: SignedInRequest, user: User) -> HttpResponse:
    form = DutyForm(request.POST, community=own_community(request))
    if not form.is_valid():
        return render(request, "accounts/person.html", {"person": user, "form": form, "today": timezone.localdate()})
    actions.appoint(user, community=own_community(request), by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("职务给好了，今天起算。"))
    return redirect("accounts:person", user.pk)


@require_POST
@admits("accounts.keep_account", to=person_in_url)
def password(request: SignedInRequest, user: User) -> HttpResponse:
    """Give a new password; it is shown on this one page and nowhere else."""
    new = actions.reset_password(_a_duty(user), by=request.user, at=timezone.now())
    return _say_once(request, user, new)


@require_POST
@admits("accounts.keep_account", to=person_in_url)
def entry(request: SignedInRequest, user: User) -> HttpResponse:
    actions.let_in(_a_duty(user), is_let_in=request.POST.get("let_in") == "yes", by=request.user, at=timezone.now())
    messages.success(request, _("改好了。"))
    return redirect("accounts:person", user.pk)


@require_POST
@admits("accounts.keep_account", to=duty_in_url)
def duty_end(request: SignedInRequest, duty: Duty) -> HttpResponse:
    actions.end_duty(duty, until_on=timezone.localdate(), by=request.user, at=timezone.now())
    messages.success(request, _("职务今天结束了。"))
    return redirect("accounts:person", duty.user.pk)


def _a_duty(user: User) -> Duty:
    """Return the duty that made this person one of ours: what the journal line is about."""
    duties: list[Duty] = user.duties_here  # type: ignore[attr-defined]  # fetched by people_of
    return duties[0]


def _say_once(request: SignedInRequest, user: User, new: str) -> HttpResponse:
    response = render(request, "accounts/said_once.html", {"person": user, "password": new})
    response["Cache-Control"] = "no-store"
    return response
