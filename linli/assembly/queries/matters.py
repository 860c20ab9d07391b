"""Matters as lists, one with its evidence, the cases behind it, and what the public may read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import User
from linli.cases.models import Case, CouncilCandidate, Merger, Requester
from linli.territory.models import Community
from linli.web.paging import Leaf

from ..models import Answered, Body, Matter, Meeting, Opinion, Resolution, Task, Told
from .access import bodies_read_by
from .ballots import Counted, counted
from .sitting import sits_in

A_PAGE = 30
LOOK_BACK = timedelta(days=731)
"""Who called within two years gets the answer, though their case was closed."""


def matters_read_by(user: User) -> QuerySet[Matter]:
    """Return the matters of the bodies `user` reads of, and those they were told of themselves."""
    told = Told.objects.filter(matter=OuterRef("pk"), user=user)
    bodies = bodies_read_by(user, timezone.localdate()).values("pk")
    return Matter.objects.visible_to(user).filter(Q(body__in=bodies) | Exists(told))


STAGES = {
    "new": Q(informed_at=None), "informed": Q(informed_at__isnull=False, discussed_at=None),
    "discussed": Q(discussed_at__isnull=False, acted_at=None), "acted": Q(acted_at__isnull=False, concluded_at=None),
}  # fmt: skip


def matters_page(user: User, *, show: str = "", words: str = "", number: int = 1) -> Leaf[Matter]:
    """Return a page of matters: under way, of one stage, concluded or withdrawn; the newest first."""
    rows = matters_read_by(user)
    if show == "concluded":
        rows = rows.filter(concluded_at__isnull=False)
    elif show == "withdrawn":
        rows = rows.filter(withdrawn_at__isnull=False)
    elif show != "all":
        rows = rows.filter(STAGES.get(show, Q()), concluded_at=None, withdrawn_at=None)
    if words := words.strip():
        rows = rows.filter(Q(title__contains=words) | Q(background__contains=words))
    begin = (number - 1) * A_PAGE
    found = list(rows.select_related("body").order_by("-proposed_at", "-pk")[begin : begin + A_PAGE + 1])
    return Leaf(found[:A_PAGE], number, len(found) > A_PAGE)


@dataclass(frozen=True)
class Telling:
    """How far 先知道 is: how many read it, were called or visited, and are left."""

    many: int
    page: int
    opened: int
    phone: int
    in_person: int
    left: int
    first_at: datetime | None
    last_at: datetime | None


def telling_of(matter: Matter) -> Telling:
    found = matter.told.aggregate(
        many=Count("pk"),
        page=Count("pk", filter=Q(mode="page")), opened=Count("pk", filter=Q(opened_at__isnull=False)),
        phone=Count("pk", filter=Q(mode="phone")), in_person=Count("pk", filter=Q(mode="in_person")),
        left=Count("pk", filter=Q(told_at=None)), first_at=Min("told_at"), last_at=Max("told_at"),
    )  # fmt: skip
    return Telling(**found)


def told_list(matter: Matter) -> list[Told]:
    """Return everybody it concerns, those still to be told first."""
    rows = matter.told.select_related("person", "told_by")
    return sorted(rows, key=lambda each: (each.told_at is not None, each.pk))


def tasks_of(matter: Matter) -> QuerySet[Task]:
    """Return its tasks: given straight, or by a resolution on it."""
    return Task.objects.filter(Q(matter=matter) | Q(resolution__matter=matter)).distinct()


def is_agreed_on(matter: Matter) -> bool:
    """Whether a resolution stands: by agreement, or by a vote that passed and was not annulled."""
    rows = Resolution.objects.filter(matter=matter)
    return rows.filter(Q(ballot=None) | Q(ballot__passed=True, ballot__annulled_at=None)).exists()


@dataclass(frozen=True)
class Evidence:
    """What the page of a matter shows of its three stages."""

    telling: Telling
    meeting: Meeting | None
    agenda_meeting: Meeting | None
    present: int
    expected: int
    leave: int
    ballots: list[Counted]
    resolutions: list[Resolution]
    tasks: list[Task]
    opinions: list[Opinion]
    opinion_count: int
    case_count: int

    @property
    def done(self) -> int:
        return sum(task.done_on is not None or task.dropped_at is not None for task in self.tasks)

    @property
    def left(self) -> int:
        return len(self.tasks) - self.done


def evidence_of(matter: Matter, *, most: int = 3) -> Evidence:
    """Return the evidence: as many questions for a long matter as for a short one."""
    ballots = [counted(each) for each in matter.ballots.select_related("meeting__rule").prefetch_related("choices")]
    on_agenda = Meeting.objects.filter(agenda__matter=matter, agenda__state="accepted", cancelled_at=None)
    meeting = matter.discussed_in
    latest = meeting or on_agenda.order_by("-starts_at").first()
    came = {"present": 0, "expected": 0, "leave": 0}
    if latest is not None:
        came = latest.invited.filter(is_voting=True).aggregate(
            expected=Count("pk"), present=Count("pk", filter=Q(presence="present")),
            leave=Count("pk", filter=Q(presence="leave")),
        )  # fmt: skip
    opinions = matter.opinions.select_related("by")
    return Evidence(
        telling=telling_of(matter), meeting=meeting, agenda_meeting=latest, **came, ballots=ballots,
        resolutions=list(matter.resolutions.select_related("meeting")),
        tasks=list(tasks_of(matter).select_related("unit", "user").order_by("due_on", "pk")),
        opinions=list(opinions[:most]), opinion_count=matter.opinions.count(), case_count=matter.matter_cases.count(),
    )  # fmt: skip


def hints_of(matter: Matter, evidence: Evidence) -> list[str]:
    """Say what should not be forgotten: art. 30 first the Party organisation, and what only the residents decide."""
    hints = []
    if matter.party_agreed_on is None and matter.discussed_at is None:
        hints.append(_("按《条例》第三十条，先由党组织讨论，再交议事会议。还没有记下党组织哪天讨论的。"))
    highest = {Matter.Level.REPRESENTATIVES, Matter.Level.ASSEMBLY}
    if matter.affects_all and matter.level not in highest:
        hints.append(_("涉及全体居民：议事会通过以后，还要交居民代表会议。"))
    if evidence.tasks and not evidence.left and matter.acted_at and not matter.concluded_at:
        hints.append(_("要做的事都办完了，可以办结，把结果答复给反映的居民。"))
    return hints


def cases_of_candidate(candidate: CouncilCandidate, at: datetime) -> list[Case]:
    """Return the cases a candidate stands for: its own, or all of the hot spot; for a merged one the case it is in.

    Those of the last two years before `at`, or since the day the candidate counts from, whichever is earlier.
    """
    if candidate.case_id:
        found = Case.objects.filter(pk=candidate.case_id)
    else:
        since = min(candidate.since_on, timezone.localdate(at - LOOK_BACK))
        found = Case.objects.filter(
            community=candidate.community_id, category=candidate.category_id, received_at__date__gte=since
        )
        where = Q(lane=candidate.lane_id) if candidate.lane_id else Q(lane=None, place_text=candidate.place_text)
        found = found.filter(where)
    keys = set(found.values_list("pk", flat=True))
    while into := dict(Merger.objects.filter(case__in=keys, undone_at=None).values_list("case", "into")):
        keys = {into.get(key, key) for key in keys}
    return list(Case.objects.filter(pk__in=keys).order_by("received_at", "pk"))


def linked_cases(matter: Matter) -> QuerySet[Case]:
    rows = Case.objects.filter(matters__matter=matter).select_related("category__parent", "lane")
    return rows.order_by("-received_at", "-pk")


def to_be_phoned(matter: Matter) -> QuerySet[Requester]:
    """Return the callers of answered cases who left a number and were not phoned yet; their numbers stay sealed."""
    done = Answered.objects.filter(matter=matter, requester=OuterRef("pk"))
    rows = Requester.objects.unopened().filter(case__matters__matter=matter, case__matters__answered_at__isnull=False)
    return rows.filter(~Exists(done)).exclude(phone_tail="").select_related("case").order_by("told_us_at", "pk")


def published(community: Community) -> QuerySet[Matter]:
    """Return what the public may read there, the newest first."""
    return Matter.objects.filter(community=community, published_at__isnull=False).order_by("-published_at", "-pk")


def draft_for_public(matter: Matter, evidence: Evidence) -> str:
    """Begin the text for the public with numbers alone: no names, no doors, nothing of who called."""
    lines = []
    if evidence.case_count:
        lines.append(
            ngettext("居民反映过 {n} 次。", "居民反映过 {n} 次。", evidence.case_count).format(n=evidence.case_count)
        )
    for ballot in (each.ballot for each in evidence.ballots):
        if ballot.passed is not None and ballot.annulled_at is None:
            said = _("通过") if ballot.passed else _("没有通过")
            lines.append(_("表决「{question}」：{said}。").format(question=ballot.question, said=said))
    lines += [each.text for each in evidence.resolutions]
    if matter.result:
        lines.append(matter.result)
    return "\n".join(lines)


def bodies_to_put_before(user: User, *, keeps: bool) -> list[Body]:
    """Return the bodies this person may put something before, the members' council first."""
    on = timezone.localdate()
    rows = bodies_read_by(user, on).standing(on)
    found = list(rows)
    if not keeps:
        found = [body for body in found if sits_in(user, body, on)]
    return sorted(found, key=lambda body: (body.kind != Body.Kind.MEMBER_COUNCIL, body.founded_on, body.pk))
