"""答复链接 of a unit nobody signs in for: given, read out, printed, taken back."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.models import Unit

from ... import actions
from ...models import Case, CoHandling, Offer, UnitLink
from ...queries.behind_link import grouped
from ..doors import co_handling_in_url, of_visible_case

offer_in_url = of_visible_case(Offer)


@require_http_methods(["GET", "POST"])
@admits("cases.issue_link", to=co_handling_in_url)
def help_link(request: SignedInRequest, asked: CoHandling) -> HttpResponse:
    return _link_page(request, asked.case, asked.unit)


@require_http_methods(["GET", "POST"])
@admits("cases.issue_link", to=offer_in_url)
def offer_link(request: SignedInRequest, offer: Offer) -> HttpResponse:
    return _link_page(request, offer.case, offer.unit)


def _link_page(request: SignedInRequest, case: Case, unit: Unit | None) -> HttpResponse:
    """Show whether a link is out; give a new one, or take it back. Only the answer to giving shows the token."""
    if unit is None:
        return redirect("cases:detail", case.number)
    now = timezone.now()
    link = UnitLink.objects.live(now).filter(case=case, unit=unit).select_related("issued_by").first()
    if request.method != "POST":
        return render(request, "cases/link.html", {"case": case, "unit": unit, "link": link})
    if request.POST.get("do") == "revoke":
        if link:
            actions.revoke_link(link, by=request.user, at=now)
        messages.success(request, _("作废了，那个链接打不开了。"))
        return redirect(request.path)
    token = grouped(actions.issue_link(case, unit, by=request.user, at=now))
    address = request.build_absolute_uri(reverse("cases:unit", args=[token]))
    issued = UnitLink.objects.live(now).select_related("case__community").get(case=case, unit=unit)
    response = render(
        request,
        "cases/link_said.html",
        {
            "case": case,
            "unit": unit,
            "token": token,
            "address": address,
            "door": request.build_absolute_uri(reverse("cases:unit_door")),
            "link": issued,
            "picture": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
        },
    )
    response["Cache-Control"] = "no-store"
    return response
