"""People who are looked after: the list, one person's or household's care, groups and service plans."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.actions import note_reading
from linli.residents.models import Household, Person, Reading
from linli.territory.queries import zones_of

from .. import actions
from ..forms import EndGroupForm, GroupForm, PeopleFilterForm, PlanForm
from ..models import GroupEntry, ServicePlan
from ..queries.people import care_of, people_of_groups, totals, who_consents
from ..queries.whom import key_of, who_they_are
from ..queries.workers import who_may_answer
from .doors import done, entry_in_url, form_page, page_number, plan_in_url, someone_in_url


@require_safe
@admits("care.view_people")
def people(request: SignedInRequest) -> HttpResponse:
    form = PeopleFilterForm(request.GET, zones=zones_of(request.user.community_ids))
    form.is_valid()
    given = form.cleaned_data
    page = people_of_groups(
        request.user,
        timezone.localdate(),
        group=given.get("group", ""),
        zone=int(given["zone"]) if given.get("zone") else None,
        words=given.get("q", ""),
        number=page_number(request),
    )
    is_narrowed = any(given.values())
    return render(request, "care/people.html", {"form": form, "page": page, "is_narrowed": is_narrowed})


@require_safe
@admits("care.view_people", to=someone_in_url)
def person(request: SignedInRequest, found: Person | Household) -> HttpResponse:
    """Everything of somebody's care; that it was read is written into their file."""
    now = timezone.localtime()
    care = care_of(found, request.user, now.date())
    if care.whom.person:
        note_reading(care.whom.person, Reading.Part.FILE, by=request.user, at=now)
    may = request.user.has_perm
    shown = {"care": care, "today": now.date(), "may_keep": may("care.enter_group"), "may_pair": may("care.pair")}
    return render(request, "care/person.html", shown)


def _name(found: Person | Household, request: SignedInRequest) -> tuple[str, str]:
    """Return what somebody is called and the address of their page."""
    key = f"person-{found.pk}" if isinstance(found, Person) else f"home-{found.pk}"
    people, homes = ([found.pk], []) if isinstance(found, Person) else ([], [found.pk])
    named = who_they_are(people, homes, request.user, timezone.localdate())[key]
    return named.name, reverse("care:person", args=[key])


@require_http_methods(["GET", "POST"])
@admits("care.enter_group", to=someone_in_url)
def new_group(request: SignedInRequest, found: Person | Household) -> HttpResponse:
    """Groups are of people: of a household, of whoever stands for it."""
    someone = who_consents(found)
    form = GroupForm(request.POST or None, today=timezone.localdate())
    name, back = _name(found, request)
    if someone is None or not form.is_valid():
        title = _("{name}列入哪一类？").format(name=someone.name if someone else name)
        return form_page(request, form, title=title, button=_("列入"), back=back)
    actions.enter_group(someone, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("列入了。"), "care:person", f"person-{someone.pk}")


@require_http_methods(["GET", "POST"])
@admits("care.end_group", to=entry_in_url)
def group_end(request: SignedInRequest, entry: GroupEntry) -> HttpResponse:
    form = EndGroupForm(request.POST or None, today=timezone.localdate())
    key = f"person-{entry.person_id}"
    if not form.is_valid():
        title = _("{name}不再列为「{group}」？").format(name=entry.person.name, group=entry.name)
        return form_page(request, form, title=title, button=_("不再列"), back=reverse("care:person", args=[key]))
    actions.end_group(entry, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了，原来的记录还在。"), "care:person", key)


@require_http_methods(["GET", "POST"])
@admits("care.make_plan", to=someone_in_url)
def new_plan(request: SignedInRequest, found: Person | Household) -> HttpResponse:
    today = timezone.localdate()
    form = PlanForm(request.POST or None, people=who_may_answer(found.community_id, today), today=today)
    name, back = _name(found, request)
    if not form.is_valid():
        title = _("为{name}做什么？").format(name=name)
        return form_page(request, form, title=title, button=_("定下来"), back=back)
    plan = actions.make_plan(found, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("定下来了。"), "care:person", key_of(plan))


@require_http_methods(["GET", "POST"])
@admits("care.end_plan", to=plan_in_url)
def plan_end(request: SignedInRequest, plan: ServicePlan) -> HttpResponse:
    back = reverse("care:person", args=[key_of(plan)])
    if request.method != "POST":
        title = _("「{what}」不再做了？").format(what=plan.what)
        return form_page(request, forms.Form(), title=title, button=_("不再做"), back=back)
    actions.end_plan(plan, by=request.user, at=timezone.now())
    return done(request, _("记下了，原来的记录还在。"), "care:person", key_of(plan))


@require_safe
@admits("care.view_totals")
def counts(request: SignedInRequest) -> HttpResponse:
    """How many belong to each group; too few are not told, and cannot be reckoned from the sum."""
    found, total = totals(request.user)
    shown: dict[str, Any] = {"totals": found, "total": total, "now": timezone.localtime()}
    return render(request, "care/totals.html", shown)
