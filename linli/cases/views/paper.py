"""The order on A4: to be taken along, signed and filed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.downloads import PDF, file_answer

from .. import actions
from ..forms import ReasonForm
from ..models import Case
from ..paper import MOST_AT_ONCE, for_paper, print_orders
from ..queries.filters import CaseFilter
from ..tables import cases_wanted
from .doors import case_in_url


@require_http_methods(["GET", "POST"])
@admits("cases.print_order", to=case_in_url)
def order(request: SignedInRequest, case: Case) -> HttpResponse:
    """Ask which: covered, or with names and numbers for a reason that is kept with each number shown."""
    may_name = request.user.has_perm("cases.reveal_phone", case)
    form = ReasonForm(request.POST or None)
    if not may_name or not form.is_valid():
        return render(request, "cases/order.html", {"case": case, "form": form if may_name else None})
    at = timezone.now()
    numbers = {
        requester.pk: actions.reveal_phone(requester, reason=form.cleaned_data["reason"], by=request.user, at=at)
        for requester in case.requesters.select_related("case").exclude(phone_tail="")
    }
    made = print_orders(for_paper(Case.objects.filter(pk=case.pk)), at, phones_of=numbers)
    return file_answer(made, _("工单 {number}.pdf").format(number=case.number), PDF)


@require_safe
@admits("cases.print_order", to=case_in_url)
def order_file(request: SignedInRequest, case: Case) -> HttpResponse:
    made = print_orders(for_paper(Case.objects.filter(pk=case.pk)), timezone.now())
    return file_answer(made, _("工单 {number}.pdf").format(number=case.number), PDF)


@require_safe
@admits("cases.export_cases")
def order_files(request: SignedInRequest) -> HttpResponse:
    """The orders the list is narrowed to, the first fifty, in one file; names and numbers covered."""
    now = timezone.now()
    keys = cases_wanted(request.user, own_community(request).pk, CaseFilter.read(request.GET), now)
    made = print_orders(for_paper(Case.objects.filter(pk__in=keys[:MOST_AT_ONCE]).order_by("received_at", "pk")), now)
    printed = min(len(keys), MOST_AT_ONCE)
    name = ngettext("工单 {count} 件.pdf", "工单 {count} 件.pdf", printed)
    return file_answer(made, name.format(count=printed), PDF)
