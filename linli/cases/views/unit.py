"""What a unit without an account sees behind its link: one case, and what it can say about it. No sign-in, no scripts.

The token stands in the address; it is written to no log (linli.web.requests) and sent to nobody (Referrer-Policy).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.accounts.middleware import name_place
from linli.accounts.tries import count_try, place_of, tries
from linli.files.arriving import Picked, take_in
from linli.territory.models import Community
from linli.web.doors import View, public

from .. import actions
from ..forms import HelperRefusalForm, HelperReportForm, HelperWordForm, TakeForm, TokenForm
from ..models import CaseFile, UnitLink
from ..queries.behind_link import Asked, asked_of_unit, grouped, link_behind, plain
from ..queries.gallery import room_for_files

WRONG_TOKENS = 20
"""After so many wrong tokens an address waits for an hour."""
ANSWERS = 40
"""So many answers an hour are more than a unit has to say about one case."""


def unseen(view: View) -> View:
    """Keep the page out of caches, search engines, and its address out of what other pages are told."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = never_cache(view)(*args, **kwargs)
        # the origin alone: with "no-referrer" a browser would send the form from nowhere, which is refused
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@require_http_methods(["GET", "POST"])
@public
@unseen
def unit_door(request: HttpRequest) -> HttpResponse:
    """Where a token that was read out is typed in."""
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "cases/unit_door.html", {"form": form})
    return redirect("cases:unit", grouped(plain(form.cleaned_data["token"])) or "-")


@require_http_methods(["GET", "POST"])
@public
@unseen
def unit(request: HttpRequest, token: str) -> HttpResponse:
    """The page of one link. GET shows it and changes nothing; a form's `do` says what the unit answers."""
    if tries("wrong-unit-links", place_of(request)) >= WRONG_TOKENS:
        return _no_link(request, "often", 429)
    link, now = link_behind(token), timezone.now()
    if link is None:
        count_try("wrong-unit-links", place_of(request))
        return _no_link(request, "wrong", 404)
    name_place(request, link.case.community)
    if link.revoked_at is not None or link.expires_at <= now:
        return _no_link(request, "over", 410, link.case.community)
    if request.method == "POST":
        if tries("unit-answers", str(link.pk)) >= ANSWERS:
            return _no_link(request, "often", 429, link.case.community)
        count_try("unit-answers", str(link.pk))
        return _answered(request, token, link)
    return _page(request, link)


def _no_link(request: HttpRequest, why: str, status: int, community: Community | None = None) -> HttpResponse:
    """Say kindly what is wrong with the link, and whom to ring."""
    communities = [community] if community else Community.objects.order_by("pk")
    return render(request, "cases/unit_no_link.html", {"why": why, "communities": communities}, status=status)


NOT_ASKED = gettext_lazy("这件事已经不用再答复了，谢谢。")

FORMS: dict[str, type[Any]] = {
    "take": TakeForm,
    "say": HelperWordForm,
    "report": HelperReportForm,
    "refuse": HelperRefusalForm,
}


def _page(request: HttpRequest, link: UnitLink, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    asked = asked_of_unit(link, timezone.now())
    drawn = {name: (bound or {}).get(name) or form(auto_id=f"{name}_%s") for name, form in FORMS.items()}
    return render(request, "cases/unit.html", {"asked": asked, "case": asked.case, "link": link, "forms": drawn})


def _answered(request: HttpRequest, token: str, link: UnitLink) -> HttpResponse:
    do = request.POST.get("do", "")
    if do not in FORMS:
        return redirect("cases:unit", token)
    case, picked = link.case, Picked()
    if do == "report":
        picked = take_in(request, case.community, by=None, room=room_for_files(case))
    more = {"picked": picked} if do == "report" else {}
    form = FORMS[do](request.POST, auto_id=f"{do}_%s", **more)
    if not form.is_valid():
        return _page(request, link, {do: form})
    step, whom = CaseFile.Step.HELP, str(link.unit)[:60]
    actions.attach_files(case, picked.uploads, step=step, from_whom=whom, by=None, at=timezone.now())
    asked = asked_of_unit(link, timezone.now())
    messages.success(request, NOT_ASKED if asked.is_over else ANSWERS_OF[do](link, asked, **form.cleaned_data))
    return redirect("cases:unit", token)


def _take(link: UnitLink, asked: Asked, *, expected_at: Any) -> str:
    at = timezone.now()
    if asked.offer or not asked.awaits:
        actions.accept_by_link(link, at=at)
        asked = asked_of_unit(link, at)
    elif asked.awaits:
        actions.accept_help_by_link(link, asked.awaits, at=at)
    if asked.awaits and expected_at:
        actions.promise_help(asked.awaits, expected_at=expected_at, by=None, at=at)
    return _("接了，谢谢。联系电话在下面。")


def _refuse(link: UnitLink, asked: Asked, *, reason: str) -> str:
    if asked.offer or not asked.awaits:
        actions.decline_by_link(link, reason=reason, at=timezone.now())
    else:
        actions.decline_help(asked.awaits, reason=reason, by=None, at=timezone.now())
    return _("知道了，我们马上另外找人。")


def _say(link: UnitLink, asked: Asked, *, words: str, expected_at: Any) -> str:
    if asked.awaits:
        actions.promise_help(asked.awaits, words=words, expected_at=expected_at, by=None, at=timezone.now())
        return _("记下了，社区的同志马上看得到。")
    return str(NOT_ASKED)


def _report(link: UnitLink, asked: Asked, *, report: str) -> str:
    if asked.awaits:
        actions.report_help(asked.awaits, report=report, by=None, at=timezone.now())
        return _("谢谢！社区的同志会去核实，再答复居民。")
    return str(NOT_ASKED)


ANSWERS_OF: dict[str, Callable[..., str]] = {"take": _take, "refuse": _refuse, "say": _say, "report": _report}
