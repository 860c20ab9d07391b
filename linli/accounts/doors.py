"""Every page of a signed-in person has a door, and the door says who may enter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from linli.fence.rows import open_fence
from linli.territory.models import Community
from linli.web.doors import View

from .models import Duty, User


class SignedInRequest(HttpRequest):
    """What a view behind a door receives: somebody signed in, with the duty they act in (DutyInUseMiddleware).

    A page whose permission no duty grants (one's own page, one's notices) may meet somebody without any duty.
    """

    user: User
    duty: Duty
    duties: list[Duty]


def own_community(request: SignedInRequest) -> Community:
    """Return the one community the duty in use is about; a duty of a whole street has none to write into."""
    if request.duty.community is None:
        raise PermissionDenied
    return request.duty.community


def admits(permission: str, *, to: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Open the fence of the person's communities, and the door of one page.

    `to(request, **url_kwargs)` gives the queryset and lookups that name one thing: whoever may not see it gets 404,
    whoever may see it but not do this gets 403; otherwise the view receives the thing in place of the URL's words.
    It may also find the thing itself, or None where this person sees none.
    Without `to` the page is about no single thing, and the view receives the URL's words unchanged.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: SignedInRequest, **kwargs: Any) -> HttpResponseBase:
            open_fence(request.user.community_ids)
            if to is None:
                if not request.user.has_perm(permission):
                    raise PermissionDenied(_("这一页不归您现在的身份看。请在右上角换一个身份再试，或找管这件事的人。"))
                return view(request, **kwargs)
            found = to(request, **kwargs)
            if found is None:
                raise Http404
            thing = get_object_or_404(found[0], **found[1]) if isinstance(found, tuple) else found
            if not request.user.has_perm(permission, thing):
                raise PermissionDenied
            return view(request, thing)

        enter.permission = permission  # type: ignore[attr-defined]
        return enter

    return decorate
