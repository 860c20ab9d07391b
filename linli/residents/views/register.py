"""居民: the register as a list, and entering somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.territory.queries import zones_of

from .. import actions
from ..forms import EntryForm, RegisterForm
from ..models import Household, Person
from ..queries import homes_of, readable_by
from ..queries.doubles import likes
from ..queries.register import look_up


@require_safe
@admits("residents.view_register")
def register(request: SignedInRequest) -> HttpResponse:
    """Everybody the reader may read of, by their words; the first page is everybody, by name."""
    community, today = own_community(request), timezone.localdate()
    form = RegisterForm(request.GET or None, zones=zones_of([community.pk]))
    wanted = form.cleaned_data if form.is_valid() else {}
    start = request.GET.get("start", "")
    first = int(start) if start.isdigit() else 0
    found = look_up(request.user, wanted, community_id=community.pk, on=today, start=first)
    kept = request.GET.copy()
    kept.pop("start", None)
    return render(
        request,
        "residents/register.html",
        {
            "form": form,
            "found": found,
            "today": today,
            "is_narrowed": any(wanted.values()),
            "kept": kept.urlencode(),
            "may_enter": request.user.has_perm("residents.enter_person"),
            "may_tidy": request.user.has_perm("residents.merge_people"),
            "may_view_units": request.user.has_perm("residents.view_units"),
        },
    )


@require_http_methods(["GET", "POST"])
@admits("residents.enter_person")
def new_person(request: SignedInRequest) -> HttpResponse:
    """Somebody new. Who may be meant already is shown first; entering them all the same is one more press."""
    community = own_community(request)
    form = EntryForm(request.POST or None, community=community, initial={"name": request.GET.get("name", "")})
    if not form.is_valid():
        return _entry(request, form)
    given = form.cleaned_data
    alike = likes(readable_by(request.user, timezone.localdate()), name=given["name"], phone=given["phone"])
    if alike and not given["is_new"]:
        return _entry(request, form, alike)
    person = _enter(request, form)
    if form.doubt:
        messages.warning(request, form.doubt)
    messages.success(request, _("登记好了：{name}。").format(name=person.name))
    return redirect("residents:person", person.pk)


def _entry(request: SignedInRequest, form: EntryForm, alike: list[Person] | None = None) -> HttpResponse:
    today = timezone.localdate()
    homes = homes_of([person.pk for person in alike or ()], today)
    lines = [(person, homes.get(person.pk)) for person in alike or ()]
    return render(request, "residents/entry.html", {"form": form, "alike": lines, "today": today})


def _enter(request: SignedInRequest, form: EntryForm) -> Person:
    """Enter the person, and let them live where it was said: with who lives there, or as a household of their own."""
    now = timezone.localtime()
    by: dict[str, Any] = {"by": request.user, "at": now}
    facts = form.facts
    person = actions.enter_person(own_community(request), name=facts.pop("name"), **facts, **by)
    if form.home is not None:
        door, label = form.home
        living = Household.objects.filter(dwelling__door=door, dwelling__label=label, until_on=None).first()
        if living is not None:
            actions.join_household(living, person=person, from_on=now.date(), **by)
        else:
            actions.form_household(door, label=label, head=person, from_on=now.date(), **by)
    return person


@require_POST
@admits("residents.enter_person")
def alike(request: SignedInRequest) -> HttpResponse:
    """Who may be meant by the name and phone typed so far; sent, not asked: a phone number belongs in no address."""
    today, given = timezone.localdate(), request.POST
    everybody = readable_by(request.user, today)
    people = likes(everybody, name=given.get("name", "")[:50], phone=given.get("phone", "")[:40])
    homes = homes_of([person.pk for person in people], today)
    return render(request, "residents/alike.html", {"alike": [(person, homes.get(person.pk)) for person in people]})
