"""One case: its clocks, its journal, its people, and the next step."""

from functools import cache
from html import escape
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.files.arriving import Picked, take_in
from linli.web.drawing import token_field

from .. import events
from ..forms import RemarkForm
from ..models import BreachReason, Case
from ..queries.clocks import clock_of
from ..queries.joining import NOTHING_BESIDE, beside, mergers_of
from ..queries.one_case import OneCase, one_case
from ..queries.presence import others_on
from ..queries.timeline import Line, timeline_of_one
from ..registry import steps_on_case
from .doors import case_in_url
from .drawn_case import draw_head, draw_people, draw_requesters, draw_steps
from .drawn_timeline import draw_timeline
from .files import gallery_of
from .steps import Permissions, joining_steps, main_step, next_steps


def one_case_in_url(request: SignedInRequest, number: str) -> OneCase | None:
    return one_case(number, request.user, page=request.path)


@require_safe
@admits("cases.view_case", to=one_case_in_url)
def detail(request: SignedInRequest, one: OneCase) -> HttpResponse:
    now = timezone.now()
    case, user, promises = one.case, request.user, one.own_promises
    reader = request.GET.get("reader", "")
    for_resident = reader == "resident"
    mergers = mergers_of(case) if one.has_mergers else []
    took_in = any(each.into_id == case.pk and each.undone_at is None for each in mergers)
    lines = timeline_of_one(one, mergers, for_resident=for_resident)
    may = Permissions(user, case)
    steps = next_steps(one, may, paused=one.pause is not None)
    main = main_step(steps, user, case)
    others = [step for step in steps if step != main]
    token, keys = get_token(request), user.uses_keys
    csrf = token_field(token)
    return render(
        request,
        "cases/detail.html",
        {
            "case": case,
            "csrf_token": token,
            "head": draw_head(case, clock_of(case, promises, now, one.pause), promises, paused=one.pause is not None),
            "main_step": main,
            "steps": others,
            "drawn_main": draw_steps([main], csrf, uses_keys=keys, kind="main") if main else "",
            "drawn_steps": draw_steps(others, csrf, uses_keys=keys),
            "timeline": draw_timeline(lines, case.number, for_resident=False),
            "reader": reader,
            "extension": one.extension,
            "may_decide": one.extension and may("cases.decide_extension") and one.extension.asked_by_id != user.pk,
            "people": draw_people(
                case,
                chosen_why=chosen_why(lines),
                offers=one.offers_waiting,
                helpers=one.helpers,
                may_issue_link=may("cases.issue_link"),
                may_report_help=may("cases.report_help", verb="report_help"),
                now=now,
            ),
            "requesters": one.requesters,
            "drawn_requesters": draw_requesters(case, one.requesters, may_reveal=may("cases.reveal_phone"))
            if one.requesters
            else "",
            "callbacks": one.callbacks,
            **afterwards(one, may),
            "upper_steps": list(steps_on_case(case, user)),
            "remark_fields": draw_remark_fields(request, one) if may("cases.add_remark", verb="remark") else None,
            **(gallery_of(case, user, took_in=took_in) if one.has_files or took_in else {}),
            "may_attach": may("cases.attach_file", verb="attach"),
            "beside": beside(case, mergers, user) if one.has_company else NOTHING_BESIDE,
            "may_unlink": one.is_linked and may("cases.unlink_cases"),
            "joining_steps": draw_steps(joining_steps(one, may), csrf, uses_keys=keys),
        },
    )


@require_safe
@admits("cases.view_case", to=case_in_url)
def others(request: SignedInRequest, case: Case) -> HttpResponse:
    """Who else has this case open: a piece of its pages, fetched when somebody comes or goes."""
    there = others_on(case, request.user, timezone.now())
    return render(request, "cases/others.html", {"case": case, "others": there})


def afterwards(one: OneCase, may: Permissions) -> dict[str, Any]:
    """What is said of a case afterwards: why it was late, that it does not count, that the council should see it."""
    return {
        "breaches": [(each, *_reason(one, each.pk)) for each in one.promises if each.broken_at],
        "may_explain": may("cases.explain_breach"),
        "uncounted": one.uncounted,
        "may_uncount": may("cases.leave_uncounted"),
        "candidate": one.candidate,
        "may_council": may("cases.put_before_council"),
    }


def _reason(one: OneCase, promise: int) -> tuple[str, str]:
    code, note = one.reasons.get(promise, ("", ""))
    return (str(BreachReason.Code(code).label), note) if code else ("", "")


PAGE = "\ue000page\ue001"


def draw_remark_fields(request: SignedInRequest, one: OneCase) -> SafeString:
    """The empty form for a remark, the same on every page but for its address; with what was sent and not used yet."""
    if one.has_uploads:
        form = RemarkForm(picked=take_in(request, one.case.community, by=request.user))
        return render_to_string("cases/remark_fields.html", {"remark_form": form})
    return mark_safe(_remark_fields(get_language()).replace(PAGE, escape(request.path)))  # noqa: S308 - drawn safely


@cache
def _remark_fields(_language: str | None) -> SafeString:
    form = RemarkForm(picked=Picked(meant_for=PAGE, is_resumable=True))
    return render_to_string("cases/remark_fields.html", {"remark_form": form})


def chosen_why(lines: list[Line]) -> str:
    """Return which rule chose for this round and why: what its first offer said."""
    began = max((n for n, line in enumerate(lines) if line.verb == events.REOPENED.name), default=0)
    return next((line.why for line in lines[began:] if line.why), "")
