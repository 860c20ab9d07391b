"""查找: the list of cases when words are looked for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.accounts.doors import SignedInRequest
from linli.territory.queries import zones_of
from linli.web.paging import OLDER, Page

from ..queries.categories import categories_in_use
from ..queries.filters import CaseFilter
from ..queries.found import FoundCase
from ..queries.hits import hits
from ..queries.search import SHOWN, Found, TooShort, cursor_from, cursor_text, search
from .drawn_hits import drawn_hits
from .narrowing import filters_of_search, words_field


def results(request: SignedInRequest, wanted: CaseFilter) -> HttpResponse:
    """Show the newest cases in which every word stands; a single sign is refused kindly."""
    now = timezone.localtime()
    try:
        found = search(request.user, wanted, now, cursor_from(request.GET.get(OLDER, "")))
    except TooShort:
        found = None
    rows = hits(found.cases, found.words) if found else []
    may_do_in_bulk = request.user.has_perm("cases.do_in_bulk")
    return render(
        request,
        "cases/search.html",
        {
            "words": words_field(request.GET),
            "filters": filters_of_search(request.GET, zones_of(request.user.community_ids), categories_in_use()),
            "wanted": wanted,
            "found": found,
            "rows": rows,
            "drawn_rows": drawn_hits(rows, now, may_do_in_bulk=may_do_in_bulk),
            "page": _page(request, wanted, found),
            "shown": SHOWN,
            "now": now,
            "may_bring_tables": request.user.has_perm("sheets.bring"),
            "filter_address": wanted.address,
            "may_do_in_bulk": may_do_in_bulk,
            "is_narrowed": bool(wanted.but(q="")),
        },
    )


def _page(request: SignedInRequest, wanted: CaseFilter, found: Found | None) -> Page[FoundCase]:
    older = f"?{wanted.address}&{OLDER}={cursor_text(found.after)}" if found and found.after else None
    first = f"?{wanted.address}" if request.GET.get(OLDER) else None
    return Page(found.cases if found else [], first, older)
