from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.drawing import token_field
from linli.web.paging import leaf_through

from .. import actions
from ..queries import notices_of, read_out
from .drawn import draw_notices


@require_safe
@admits("notices.read_notices")
def notice_list(request: SignedInRequest) -> HttpResponse:
    page = leaf_through(notices_of(request.user), request.GET, by="told_at")
    told, token = read_out(page.rows), get_token(request)
    lines = draw_notices(told, token_field(token))
    return render(request, "notices/list.html", {"page": page, "told": told, "lines": lines, "csrf_token": token})


@require_safe
@admits("notices.read_notices")
def counts(request: SignedInRequest) -> HttpResponse:
    """The numbers in the frame of a page, for one that is open and heard of news."""
    return render(request, "notices/counts.html")


@require_POST
@admits("notices.read_notices")
def all_read(request: SignedInRequest) -> HttpResponse:
    actions.read_notices(None, by=request.user, at=timezone.now())
    return redirect("notices:list")


@require_POST
@admits("notices.read_notices")
def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open what a notice is about, and note that it was seen."""
    actions.read_notices([pk], by=request.user, at=timezone.now())
    notice = notices_of(request.user).filter(pk=pk).first()
    return redirect(notice.link if notice and notice.link else "notices:list")
