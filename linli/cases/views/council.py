"""The list for the council: what should be talked about, and what was taken off it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.paging import leaf_through

from .. import actions
from ..forms import TakeOffForm
from ..models import CouncilCandidate
from ..registry import steps_on_candidate
from .doors import candidate_in_url


@require_safe
@admits("cases.view_council_list")
def council_list(request: SignedInRequest) -> HttpResponse:
    state = "off" if request.GET.get("state") == "off" else "on"
    rows = CouncilCandidate.objects.visible_to(request.user).filter(taken_off_at__isnull=state == "on")
    rows = rows.select_related("case", "category__parent", "lane", "put_by", "taken_off_by")
    may = request.user.has_perm("cases.put_before_council")
    page = leaf_through(rows, request.GET, by="put_at")
    steps = {each.pk: list(steps_on_candidate(each, request.user)) for each in page.rows} if state == "on" else {}
    lines = [(each, steps.get(each.pk, [])) for each in page.rows]
    shown = {"page": page, "lines": lines, "state": state, "may_take_off": may}
    return render(request, "cases/council_list.html", shown)


@require_http_methods(["GET", "POST"])
@admits("cases.take_off_council_list", to=candidate_in_url)
def council_removal(request: SignedInRequest, candidate: CouncilCandidate) -> HttpResponse:
    form = TakeOffForm(request.POST or None)
    if not form.is_valid():
        return render(request, "cases/council_removal.html", {"candidate": candidate, "form": form})
    actions.take_off_council_list(candidate, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("从名单上取下了。"))
    return redirect("cases:council_list")
