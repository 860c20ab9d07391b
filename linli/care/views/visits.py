"""看望: written down in three fields, sent again without being doubled; corrected; a need made into a case."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.cases.queries.lookups import category_for
from linli.residents.models import Household, Person
from linli.web.paging import leaf_through

from .. import actions
from ..forms import CorrectionForm, NeedForm, TapForm, VisitForm, WithdrawalForm
from ..models import Pairing, ServicePlan, Visit
from ..queries.due import own_dues
from ..queries.people import people_of_groups, who_consents
from ..queries.visits import history_of
from ..queries.whom import Whom, key_of, reachable_people, who_they_are, whom
from .doors import Target, done, form_page, someone_in_url, target_of, visit_in_url


@require_safe
@admits("care.view_visits")
def visits(request: SignedInRequest) -> HttpResponse:
    seen = Visit.objects.visible_to(request.user).that_count().select_related("visited_by", "case")
    page = leaf_through(seen, request.GET, by="visited_at")
    named = whom(page.rows, request.user, timezone.localdate())
    lines = [(visit, named[key_of(visit)]) for visit in page]
    return render(request, "care/visits.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@admits("care.record_visit")
def new_visit(request: SignedInRequest) -> HttpResponse:
    """Write a visit down. Without `to` it is chosen first; a draft sent a second time is the visit it made before."""
    key = request.POST.get("to", request.GET.get("to", ""))
    if not key:
        return _choose(request)
    target = target_of(request, key)
    form = VisitForm(request.POST or None, to=key)
    if not form.is_valid():
        return render(request, "care/visit_form.html", {"form": form, "whom": _whom(request, target), "to": key})
    given, now = form.cleaned_data, timezone.now()
    went_at = given["visited_at"] or form.written_at(now)
    visit = actions.record_visit(target, form.report, key=given["key"], by=request.user, at=now, visited_at=went_at)
    if request.POST.get("do") == "register" and request.user.has_perm("care.register_need", visit):
        return _arrived(request, redirect("care:visit_need", visit.pk))
    return _arrived(request, done(request, _("已送到，记下了。"), "care:visit", visit.pk))


def _arrived(request: SignedInRequest, there: HttpResponse) -> HttpResponse:
    """Tell a phone that sends by itself (send-later.js) where to go on; everybody else is simply led there."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"url": there["Location"]})
    return there


def _whom(request: SignedInRequest, target: Target) -> Whom:
    today = timezone.localdate()
    if isinstance(target, Pairing | ServicePlan):
        return whom([target], request.user, today)[key_of(target)]
    people, homes = ([target.pk], []) if isinstance(target, Person) else ([], [target.pk])
    return next(iter(who_they_are(people, homes, request.user, today).values()))


def _choose(request: SignedInRequest) -> HttpResponse:
    """Choose whom: those one helps or keeps, or anybody one may visit, by name."""
    words, today = request.GET.get("q", "").strip()[:40], timezone.localdate()
    found = (
        people_of_groups(request.user, today, words=words, among=reachable_people(request.user)).rows if words else []
    )
    shown = {"dues": own_dues(request.user, today), "q": words, "found": found}
    return render(request, "care/visit_whom.html", shown)


@require_POST
@admits("care.record_visit")
def unchanged(request: SignedInRequest) -> HttpResponse:
    """情况没变，核对过了: one tap. The page makes the key, so that a double tap is one visit."""
    form = TapForm(request.POST)
    if not form.is_valid():
        raise Http404
    target = target_of(request, form.cleaned_data["to"])
    now = timezone.now()
    actions.record_visit(
        target, actions.Report(), key=form.cleaned_data["key"], by=request.user, at=now, visited_at=form.written_at(now)
    )
    return _arrived(request, done(request, _("记下了：情况没变，核对过。"), "care:due"))


@require_safe
@admits("care.view_visit", to=visit_in_url)
def visit(request: SignedInRequest, visit: Visit) -> HttpResponse:
    may = request.user.has_perm
    stands = visit.withdrawn_at is None
    shown = {
        "visit": visit,
        "whom": whom([visit], request.user, timezone.localdate())[key_of(visit)],
        "history": history_of(visit),
        "again": Visit.objects.filter(corrects=visit).first(),
        "may_correct": stands and may("care.correct_visit", visit),
        "may_register": stands and visit.case is None and may("care.register_need", visit),
        "sees_the_case": visit.case is not None and visit.case.is_visible_to(request.user),
    }
    return render(request, "care/visit.html", shown)


@require_http_methods(["GET", "POST"])
@admits("care.correct_visit", to=visit_in_url)
def visit_correction(request: SignedInRequest, visit: Visit) -> HttpResponse:
    form = CorrectionForm(request.POST or None, visit=visit)
    if not form.is_valid():
        back = reverse("care:visit", args=[visit.pk])
        note = _("原来写的不会丢，改过的前后都看得到。")
        return form_page(request, form, title=_("改这一次看望"), button=_("改好"), back=back, note=note)
    given = form.cleaned_data
    again = actions.correct_visit(
        visit, form.report, by=request.user, at=timezone.now(), visited_at=given["visited_at"]
    )
    return done(request, _("改好了，原来写的也还在。"), "care:visit", again.pk)


@require_http_methods(["GET", "POST"])
@admits("care.withdraw_visit", to=visit_in_url)
def visit_withdrawal(request: SignedInRequest, visit: Visit) -> HttpResponse:
    form = WithdrawalForm(request.POST or None)
    if not form.is_valid():
        back = reverse("care:visit", args=[visit.pk])
        return form_page(request, form, title=_("撤回这一次看望？"), button=_("撤回"), back=back)
    actions.withdraw_visit(visit, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("撤回了。记录还在，只是不再算数。"), "care:visit", visit.pk)


@require_http_methods(["GET", "POST"])
@admits("care.register_need", to=visit_in_url)
def visit_need(request: SignedInRequest, visit: Visit) -> HttpResponse:
    """由此登记: the visit's words, who and where stand in the form already; nothing is typed again."""
    if visit.case is not None:
        return redirect("care:visit", visit.pk)
    about = whom([visit], request.user, timezone.localdate())[key_of(visit)]
    form = NeedForm(
        request.POST or None, initial={"content": visit.needs or visit.situation, "place_text": about.place}
    )
    if not form.is_valid():
        return render(request, "care/need.html", {"form": form, "visit": visit, "whom": about})
    given = form.cleaned_data
    given["category"] = given["category"] or category_for(given["content"])
    case = actions.register_need(visit, by=request.user, at=timezone.now(), **given)
    return done(
        request, _("登记好了：{number}。办到哪一步，在这里看得到。").format(number=case.number), "care:visit", visit.pk
    )


@require_http_methods(["GET", "POST"])
@admits("care.show_phone", to=someone_in_url)
def phone(request: SignedInRequest, found: Person | Household) -> HttpResponse:
    """The whole number, to call before a visit. That somebody looked stays written where the person can read it."""
    person = who_consents(found)
    if person is None or not person.phone:
        raise Http404
    key = f"person-{found.pk}" if isinstance(found, Person) else f"home-{found.pk}"
    number = None
    if request.method == "POST":
        number = actions.show_phone(person, by=request.user, at=timezone.now())
    shown = {"person": person, "number": number, "back": reverse("care:person", args=[key])}
    response = render(request, "care/phone.html", shown)
    response["Cache-Control"] = "no-store"
    return response
