"""结对: the list, a new one with its consent, one, its change and its end."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.models import Consent, Household, Person
from linli.residents.queries import allowed, units_of
from linli.residents.queries.minors import guardians_of, may_be_under_14

from .. import actions
from ..forms import ChangePairingForm, EndPairingForm, PairingForm
from ..models import Pairing
from ..queries.pairings import pairings_page
from ..queries.people import who_consents
from ..queries.whom import key_of, who_they_are, whom
from .doors import done, form_page, page_number, pairing_in_url, someone_in_url


@require_safe
@admits("care.view_pairings")
def pairings(request: SignedInRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    today = timezone.localdate()
    page = pairings_page(
        request.user, today, ended=show == "ended", words=request.GET.get("q", "")[:40], number=page_number(request)
    )
    shown = {"page": page, "show": show, "q": request.GET.get("q", "")[:40], "today": today}
    return render(request, "care/pairings.html", shown)


@require_http_methods(["GET", "POST"])
@admits("care.pair", to=someone_in_url)
def new_pairing(request: SignedInRequest, found: Person | Household) -> HttpResponse:
    key = f"person-{found.pk}" if isinstance(found, Person) else f"home-{found.pk}"
    back = reverse("care:person", args=[key])
    form = _form_for(request, found)
    if not form.is_valid():
        title = _("和{name}结对").format(name=_name_of(found, key, request))
        note = (
            _("{name}还没有同意过结对。问好了在下面记下，就一起办了。").format(name=form.missing)
            if form.missing
            else ""
        )
        return form_page(request, form, title=title, button=_("结对"), back=back, note=note)
    pairing = actions.pair(found, by=request.user, at=timezone.now(), **form.facts)
    return done(request, _("结好了。到看望的日子会提醒来帮的人。"), "care:pairing", pairing.pk)


def _name_of(found: Person | Household, key: str, request: SignedInRequest) -> str:
    people, homes = ([found.pk], []) if isinstance(found, Person) else ([], [found.pk])
    return who_they_are(people, homes, request.user, timezone.localdate())[key].name


def _form_for(request: SignedInRequest, found: Person | Household) -> PairingForm:
    """Ask for the consent only where none is running, and for the guardian only of a child."""
    today = timezone.localdate()
    person = who_consents(found)
    agreed = person is not None and person.pk in allowed([person.pk], Consent.Purpose.PAIRING)
    asks_guardian = person is not None and not agreed and may_be_under_14(person, today)
    return PairingForm(
        request.POST or None,
        people=Person.objects.visible_to(request.user).filter(merged_into=None, died_on=None),
        units=units_of(found.community_id),
        guardians=guardians_of(person, today) if person and asks_guardian else [],
        missing="" if agreed or person is None else person.name,
        today=today,
    )


@require_safe
@admits("care.view_pairing", to=pairing_in_url)
def pairing(request: SignedInRequest, pairing: Pairing) -> HttpResponse:
    today = timezone.localdate()
    may = request.user.has_perm
    visits = pairing.visits.select_related("visited_by", "case").order_by("-visited_at", "-pk")[:20]
    shown: dict[str, Any] = {
        "pairing": pairing,
        "whom": whom([pairing], request.user, today)[key_of(pairing)],
        "visits": visits,
        "today": today,
        "is_late": pairing.is_late(today),
        "reads_whole": may("care.read_pairing", pairing),
        "may_change": pairing.ends_on is None and may("care.change_pairing", pairing),
        "consent_is_gone": pairing.ends_on is None
        and pairing.consent is not None
        and pairing.consent.withdrawn_on is not None,
    }
    return render(request, "care/pairing.html", shown)


@require_http_methods(["GET", "POST"])
@admits("care.change_pairing", to=pairing_in_url)
def pairing_change(request: SignedInRequest, pairing: Pairing) -> HttpResponse:
    known = {name: getattr(pairing, name) for name in ("cause", "needs", "plan", "every_days")}
    form = ChangePairingForm(request.POST or None, initial=known)
    if not form.is_valid():
        back = reverse("care:pairing", args=[pairing.pk])
        return form_page(request, form, title=_("改结对的打算"), button=_("改好"), back=back)
    actions.change_pairing(pairing, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "care:pairing", pairing.pk)


@require_http_methods(["GET", "POST"])
@admits("care.end_pairing", to=pairing_in_url)
def pairing_end(request: SignedInRequest, pairing: Pairing) -> HttpResponse:
    form = EndPairingForm(request.POST or None, today=timezone.localdate())
    if not form.is_valid():
        back = reverse("care:pairing", args=[pairing.pk])
        note = _("结束以后不再提醒看望，以前的看望都还在。")
        return form_page(request, form, title=_("结束这份结对？"), button=_("结束"), back=back, note=note)
    actions.end_pairing(pairing, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("结束了。"), "care:pairing", pairing.pk)
