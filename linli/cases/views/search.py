"""查找: the list of cases when words are looked for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.accounts.doors import SignedInRequest
from linli.territory.models import Zone
from linli.web.paging import OLDER, Page

from ..forms import SearchForm
from ..models import Case
from ..queries.filters import CaseFilter
from ..queries.hits import hits
from ..queries.search import SHOWN, Found, TooShort, cursor_from, cursor_text, search


def results(request: SignedInRequest, wanted: CaseFilter) -> HttpResponse:
    """Show the newest cases in which every word stands; a single sign is refused kindly."""
    now = timezone.localtime()
    try:
        found = search(request.user, wanted, now, cursor_from(request.GET.get(OLDER, "")))
    except TooShort:
        found = None
    zones = list(Zone.objects.filter(community__in=request.user.community_ids))
    return render(
        request,
        "cases/search.html",
        {
            "form": SearchForm(request.GET, zones=zones),
            "wanted": wanted,
            "found": found,
            "rows": hits(found.cases, found.words) if found else [],
            "page": _page(request, wanted, found),
            "shown": SHOWN,
            "now": now,
            "may_bring_tables": request.user.has_perm("sheets.bring"),
            "filter_address": wanted.address,
            "may_do_in_bulk": request.user.has_perm("cases.do_in_bulk"),
            "is_narrowed": bool(wanted.but(q="")),
        },
    )


def _page(request: SignedInRequest, wanted: CaseFilter, found: Found | None) -> Page[Case]:
    older = f"?{wanted.address}&{OLDER}={cursor_text(found.after)}" if found and found.after else None
    first = f"?{wanted.address}" if request.GET.get(OLDER) else None
    return Page(found.cases if found else [], first, older)
