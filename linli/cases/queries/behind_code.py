"""What a resident may know who has a query code and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.fence.rows import open_fence
from linli.fence.sealing import keyed_hash
from linli.web.clocks import Clock

from ..models import Case, CaseFile, Closure, Pause, QueryCode, Requester, Status
from .clocks import clock_of
from .gallery import files_for_resident
from .timeline import Line, timeline


@dataclass(frozen=True)
class Progress:
    """One case as its requester may see it: what happened, what comes next, by when; no names of ours in full.

    `came_from` is the case they were first written down with, when it was merged into this one.
    """

    requester: Requester
    case: Case
    clock: Clock
    lines: list[Line]
    answer: str
    may_answer: bool
    files: list[CaseFile]
    came_from: Case | None = None


def requester_behind(code: str) -> Requester | None:
    """Open the fence exactly as far as the code reaches, and return its requester; None when the code is nobody's."""
    digits = "".join(sign for sign in code if sign.isdigit())
    known = QueryCode.objects.filter(code_hash=keyed_hash("query code", digits)).first()
    if known is None:
        return None
    open_fence([known.community_id])
    return (
        Requester.objects.unopened()
        .select_related("case__community", "case__zone", "case__category__parent", "came_with__case")
        .get(pk=known.requester_id)
    )


def progress_of(requester: Requester, now: datetime) -> Progress:
    """Return what stands behind the code."""
    case = requester.case
    pause = Pause.objects.filter(case=case, ended_at=None).first()
    closure = Closure.objects.filter(case=case, round=case.round).select_related("answer").first()
    came_from = requester.came_with.case if requester.came_with else None
    return Progress(
        requester=requester,
        case=case,
        clock=clock_of(case, case.promises.all(), now, pause),
        lines=timeline(case, for_resident=True, came_from=came_from),
        answer=closure.answer.body if closure and closure.answer else "",
        may_answer=case.status == Status.RESOLVED
        and not case.callbacks.filter(
            Q(requester=requester) | Q(requester=None), round=case.round, reached=True
        ).exists(),
        files=list(files_for_resident(case)),
        came_from=came_from,
    )
