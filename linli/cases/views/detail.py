"""One case: its clocks, its journal, its people, and the next step."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import User
from linli.files.arriving import take_in

from .. import events, lifecycle
from ..actions import is_unhappy
from ..forms import RemarkForm
from ..models import Case, Extension, Promise, Status
from ..queries.callbacks import still_to_ask
from ..queries.joining import beside, mergers_of
from ..queries.presence import others_on
from ..queries.queue import row_of_one, with_words
from ..queries.timeline import Line, timeline
from .doors import case_in_url
from .files import gallery_of

KEYS = {
    "acceptance": "a", "arrival": "v", "resolution": "e", "callback": "c", "filing": "f", "reopening": "o",
    "offer": "p", "refusal": "z", "handover": "t", "help": "h", "added_arrival": "b", "extension": "x", "pause": "s",
    "resumption": "r",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Something this person may do next. `posts` are done with one click; the others open a small form."""

    label: str
    url: str
    icon: str
    posts: bool = False

    @property
    def key(self) -> str:
        """The letter that reaches this step; a step done with one click is only reached by it, not done."""
        return KEYS.get(self.url.rstrip("/").rsplit("/", 1)[-1], "")


@require_safe
@admits("cases.view_case", to=case_in_url)
def detail(request: SignedInRequest, case: Case) -> HttpResponse:
    now = timezone.now()
    row = row_of_one(case, now)
    mergers = mergers_of(case)
    lines = timeline(case, mergers=mergers, for_resident=request.GET.get("reader") == "resident")
    callbacks = list(
        case.callbacks.filter(round=case.round).select_related("by", "requester").defer("requester__phone")
    )
    extension = case.extensions.filter(is_approved=None, promise__round=case.round).select_related("asked_by").first()
    promises = [promise for promise in case.promises.all() if promise.round == case.round]
    unhappy = any(is_unhappy(each) for each in callbacks)
    steps = next_steps(request.user, case, extension, promises, unhappy=unhappy, paused=row.is_paused)
    main = steps[0] if steps and is_natural(request.user, case) else None
    return render(
        request,
        "cases/detail.html",
        {
            "case": case,
            "row": row,
            "lines": lines,
            "chosen_why": chosen_why(lines),
            "reader": request.GET.get("reader", ""),
            "main_step": main,
            "steps": [step for step in steps if step != main],
            "extension": extension,
            "may_decide": extension
            and request.user.has_perm("cases.decide_extension", case)
            and extension.asked_by != request.user,
            "callbacks": callbacks,
            "closure": case.closures.filter(round=case.round).select_related("by").first(),
            "helpers": with_words(case.co_handlings.filter(round=case.round).select_related("helper", "unit")),
            "now": now,
            "may_issue_link": request.user.has_perm("cases.issue_link", case),
            "may_report_help": _may(request.user, "report_help", "cases.report_help", case),
            "requesters": case.requesters.unopened(),
            "promises": promises,
            **afterwards(request.user, case),
            "may_reveal": request.user.has_perm("cases.reveal_phone", case),
            "remark_form": RemarkForm(picked=take_in(request, case.community, by=request.user))
            if _may(request.user, "remark", "cases.add_remark", case)
            else None,
            **gallery_of(case),
            "may_attach": _may(request.user, "attach", "cases.attach_file", case),
            "beside": beside(case, mergers, request.user),
            "may_unlink": request.user.has_perm("cases.unlink_cases", case),
            "joining_steps": joining_steps(request.user, case),
        },
    )


@require_safe
@admits("cases.view_case", to=case_in_url)
def others(request: SignedInRequest, case: Case) -> HttpResponse:
    """Who else has this case open: a piece of its pages, fetched when somebody comes or goes."""
    there = others_on(case, request.user, timezone.now())
    return render(request, "cases/others.html", {"case": case, "others": there})


def afterwards(user: User, case: Case) -> dict[str, Any]:
    """What is said of a case afterwards: why it was late, that it does not count, that the council should see it."""
    return {
        "breaches": case.promises.filter(broken_at__isnull=False).select_related("breach_reason"),
        "may_explain": user.has_perm("cases.explain_breach", case),
        "uncounted": case.not_counted.filter(undone_at=None).first(),
        "may_uncount": user.has_perm("cases.leave_uncounted", case),
        "candidate": case.council_candidates.filter(taken_off_at=None).first(),
        "may_council": user.has_perm("cases.put_before_council", case),
    }


def joining_steps(user: User, case: Case) -> list[Step]:
    """Return what `user` may do about this case and others: merge, take apart, link, split, file elsewhere."""
    wanted = [
        ("merge", "cases.merge_case", "cases:merger", _("并案"), "arrow"),
        ("unmerge", "cases.undo_merger", "cases:merger_undone", _("拆回来单独办"), "reopen"),
        ("link", "cases.link_cases", "cases:link", _("关联"), "list"),
        ("split", "cases.split_case", "cases:split", _("拆分"), "plus"),
        ("recategorise", "cases.recategorise_case", "cases:category", _("改归类"), "note"),
    ]
    return [
        Step(label, reverse(url, args=[case.number]), icon)
        for verb, permission, url, label, icon in wanted
        if _may(user, verb, permission, case) and not (case.part_of_id and verb in {"merge", "split"})
    ]


def chosen_why(lines: list[Line]) -> str:
    """Return which rule chose for this round and why: what its first offer said."""
    began = max((n for n, line in enumerate(lines) if line.verb == events.REOPENED.name), default=0)
    return next((line.why for line in lines[began:] if line.why), "")


def is_natural(user: User, case: Case) -> bool:
    """Whether the first step is this person's to take: an office does not press a handler's button by habit."""
    if case.status in (Status.ACCEPTED, Status.ON_SITE):
        return case.handler_id == user.pk
    return case.status != Status.ARCHIVED


def _may(user: User, verb: str, permission: str, case: Case) -> bool:
    return lifecycle.may(verb, case.status) and user.has_perm(permission, case)


def next_steps(
    user: User, case: Case, extension: Extension | None, promises: list[Promise], *, unhappy: bool, paused: bool
) -> list[Step]:
    """Return what `user` may do with the case now, the most natural step first."""
    in_time = any(each.kind == Promise.Kind.RESOLVE and each.is_open and not each.paused_at for each in promises)
    reopen, archive = "cases:reopening", "cases:filing"
    wanted = [
        ("accept", "cases.accept_case", "cases:acceptance", _("接单"), "check", True),
        ("arrive", "cases.record_arrival", "cases:arrival", _("我到场了"), "pin", True),
        ("resolve", "cases.resolve_case", "cases:resolution", _("办结"), "check", False),
        ("call_back", "cases.call_back", "cases:callback", _("回访"), "phone", False),
        *(
            [
                ("reopen", "cases.reopen_case", reopen, _("重新办"), "reopen", False),
                ("archive", "cases.archive_case", archive, _("归档"), "archive", True),
            ]
            if unhappy
            else [
                ("archive", "cases.archive_case", archive, _("归档"), "archive", True),
                ("reopen", "cases.reopen_case", reopen, _("重新办"), "reopen", False),
            ]
        ),
        ("offer", "cases.offer_case", "cases:offer", _("派给别人"), "arrow", False),
        ("hand_on", "cases.decline_case", "cases:refusal", _("现在去不了，说明原因"), "handover", False),
        ("hand_on", "cases.hand_on_case", "cases:handover", _("转交"), "handover", False),
        ("ask_help", "cases.ask_help", "cases:help", _("请来协办"), "person", False),
        ("add_arrival", "cases.add_arrival", "cases:added_arrival", _("补记到场"), "pin", False),
        ("extend", "cases.ask_extension", "cases:extension", _("延期"), "clock", False),
        ("resume", "cases.resume_case", "cases:resumption", _("恢复办理"), "check", True),
        ("pause", "cases.pause_case", "cases:pause", _("暂停"), "pause", False),
    ]
    hidden = {
        "cases:pause": paused or not in_time,
        "cases:extension": paused or extension is not None or not in_time,
        "cases:resumption": not paused,
        "cases:arrival": case.status == Status.ON_SITE,
        "cases:refusal": case.status != Status.OFFERED or not case.offers.filter(answer="", to=user).exists(),
        "cases:handover": case.handler_id is None,
        "cases:filing": case.status == Status.RESOLVED
        and (case.callbacks.filter(round=case.round).count() < 3 or bool(still_to_ask(case))),
        "cases:reopening": case.part_of_id is not None,
        "cases:resolution": paused,
    }
    return [
        Step(label, reverse(url, args=[case.number]), icon, posts)
        for verb, permission, url, label, icon, posts in wanted
        if not hidden.get(url) and _may(user, verb, permission, case)
    ]
