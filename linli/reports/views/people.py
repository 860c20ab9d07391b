"""What one person handled: shown to that person and to their lead, never beside anybody else's."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import Duty, User
from linli.cases.models import Case
from linli.web.paging import leaf_through

from ..metrics import metric
from ..periods import Period, say_window
from ..queries.figures import figures
from ..queries.rows import lines, rows_to_show
from ..rules import HANDLERS, held_now, led_by
from .asked import asked, narrowed_to
from .rows import named

SHOWN = (
    ("appeals_total", "missed_promises", "not_handled_here"),
    ("arrived_on_time", "resolved_on_time", "response_rate"),
    ("callback_coverage", "resolution_rate", "satisfaction_rate"),
)


def person_in_url(request: SignedInRequest, pk: int, **_more: Any) -> tuple[QuerySet[User], dict[str, Any]]:
    duties = Duty.objects.filter(community__in=request.user.community_ids)
    return User.objects.filter(pk__in=[*duties.values_list("user_id", flat=True), request.user.pk]), {"pk": pk}


@require_safe
@admits("accounts.use")
def mine(request: SignedInRequest) -> HttpResponse:
    return redirect("reports:person", request.user.pk)


@require_safe
@admits("reports.choose_person")
def people(request: SignedInRequest) -> HttpResponse:
    """Whose lead one is, if they handle cases: names by surname, and nothing to compare them by."""
    here = request.user.community_ids
    duties = held_now().filter(user=OuterRef("pk"), role__in=HANDLERS, community__in=here)
    handled = Case.objects.filter(handler=OuterRef("pk"), community__in=here)
    led = User.objects.filter(Exists(duties) | Exists(handled), pk__in=led_by(request.user))
    return render(request, "reports/people.html", {"people": led.order_by("name", "pk")})


@require_safe
@admits("reports.view_persons_figures", to=person_in_url)
def person(request: SignedInRequest, about: User) -> HttpResponse:
    wanted = asked(request, person=about)
    context: dict[str, Any] = {"asked": wanted, "form": wanted.form, "periods": Period.choices, "person": about}
    if wanted.scope is not None:
        found = figures(wanted.scope, [metric(code) for group in SHOWN for code in (*group, "breach_reasons")])
        context |= {
            "window": say_window(wanted.scope.window, wanted.form.today),
            "as_of": wanted.scope.as_of,
            "groups": [[found[code] for code in group] for group in SHOWN],
            "reasons": found["breach_reasons"],
        }
    return render(request, "reports/person.html", context)


@require_safe
@admits("reports.view_persons_figures", to=person_in_url)
def person_rows(request: SignedInRequest, about: User) -> HttpResponse:
    code = request.resolver_match.kwargs["code"] if request.resolver_match else ""
    counted, part = named(code, request.GET.get("part", ""))
    wanted = asked(request, person=about)
    if wanted.scope is None:
        return redirect(reverse("reports:person", args=[about.pk]))
    if part.of.name == "deeds":
        raise Http404
    page = leaf_through(rows_to_show(part, wanted.scope), request.GET, by="counted_at")
    return render(
        request,
        "reports/rows.html",
        {
            "asked": wanted,
            "figure": figures(wanted.scope, [counted])[counted.code],
            "part": part,
            "page": page,
            "lines": lines(part, page, wanted.scope, request.user),
            "person": about,
            "window": say_window(wanted.scope.window, wanted.form.today),
            "narrowed_to": narrowed_to(wanted.scope),
        },
    )
