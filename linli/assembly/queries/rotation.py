"""Who has the chair, who had it and who comes; and what was done in a term, read from its meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import User
from linli.residents.queries import unit_ids_of

from ..models import Body, ChairTerm, Meeting, Resolution, Swap, Task
from .sitting import rule_on

Status = ChairTerm.Status


@dataclass(frozen=True)
class Strip:
    """The term before, the one that has the chair and the one to come.

    `share` is how much of the term is over (per cent), `late_days` counts once a hand-over is overdue, `done` what was
    brought about in the term before. `topics_by` is the last day for topics of `meeting`, the next one.
    """

    before: ChairTerm | None
    now: ChairTerm | None
    then: ChairTerm | None
    share: int
    days_left: int
    late_days: int
    done: int
    meeting: Meeting | None
    topics_by: date | None


def strip_of(body: Body, at: datetime) -> Strip | None:
    """Return the strip of a body with a rotating chair; None for others, and where no term is planned yet."""
    if not body.has_rotating_chair:
        return None
    on = localdate(at)
    terms = list(body.terms.exclude(status=Status.SKIPPED).select_related("unit", "handed_over"))
    now = next((term for term in terms if term.status == Status.ACTIVE), None)
    before = next((term for term in reversed(terms) if term.status == Status.DONE), None)
    then = next((term for term in terms if term.status == Status.PLANNED), None)
    if not terms:
        return None
    done = Task.objects.filter(resolution__meeting__term=before, done_on__isnull=False).count() if before else 0
    meeting = body.meetings.filter(cancelled_at=None, starts_at__gte=at).order_by("starts_at").first()
    return Strip(before, now, then, *_progress(now, on), done, meeting, _topics_by(body, meeting))


def _progress(term: ChairTerm | None, on: date) -> tuple[int, int, int]:
    """Return how much of a term is over, how many days are left of it, and how late its hand-over is."""
    if term is None:
        return 0, 0, 0
    length, gone = (term.ends_on - term.starts_on).days + 1, (on - term.starts_on).days
    share = max(0, min(100, round(100 * gone / length)))
    return share, max(0, (term.ends_on - on).days), max(0, (on - term.ends_on).days)


def _topics_by(body: Body, meeting: Meeting | None) -> date | None:
    if meeting is None:
        return None
    on = localdate(meeting.starts_at)
    rule = rule_on(body, on)
    return on - timedelta(days=rule.topic_days) if rule and rule.topic_days else None


def active_term(body: Body) -> ChairTerm | None:
    """Return who has the chair; meetings are called in their term."""
    return body.terms.filter(status=Status.ACTIVE).select_related("unit", "user").first()


def next_term(body: Body) -> ChairTerm | None:
    return body.terms.filter(status=Status.PLANNED).select_related("unit", "user").order_by("starts_on").first()


def terms_of(body: Body) -> list[ChairTerm]:
    """Return every term, latest first, the skipped ones where they were."""
    return list(body.terms.select_related("unit", "handed_over", "taken_over").order_by("-number"))


def open_swaps(body: Body) -> QuerySet[Swap]:
    swaps = Swap.objects.filter(asking__body=body, answer="")
    return swaps.select_related("asking__unit", "asked__unit", "asked_by").order_by("asked_at")


def speaks_for(user: User, term: ChairTerm) -> bool:
    """Say whether `user` is the chair of a term, or signs in for its unit."""
    return term.user_id == user.pk or term.unit_id in unit_ids_of(user)


def doubt_about_chair(term: ChairTerm) -> str:
    """Return what to look at before somebody takes the chair: it belongs to the head of the unit's Party organisation.

    A sentence, never a refusal: the register of units may be behind.
    """
    head = term.unit.party_secretary
    if not term.chair_name:
        return _("还没有写下会长是谁。会长应当是单位党组织的负责人。")
    if not head:
        return _("{unit}还没有登记党组织书记，请核对会长是不是单位党组织的负责人。").format(unit=term.unit)
    if head != term.chair_name:
        return _("{unit}登记的党组织书记是{head}，这里写的是{name}。会长应当是单位党组织的负责人，请核对。").format(
            unit=term.unit, head=head, name=term.chair_name
        )
    return ""


@dataclass(frozen=True)
class Deeds:
    """What was done in a term: its meetings, and what each decided with its tasks."""

    meetings: Sequence[Meeting]
    resolutions: Sequence[Resolution]
    tasks: int
    done: int

    @property
    def words(self) -> str:
        """The first lines of a report, to go on from."""
        met = ngettext("开会 {n} 次", "开会 {n} 次", len(self.meetings)).format(n=len(self.meetings))
        decided = ngettext("议定 {n} 件事", "议定 {n} 件事", len(self.resolutions)).format(n=len(self.resolutions))
        done = ngettext("办成 {n} 件", "办成 {n} 件", self.done).format(n=self.done)
        return _("任期内{met}，{decided}，交办的事{done}。").format(met=met, decided=decided, done=done)


def deeds_of(term: ChairTerm) -> Deeds:
    """Read what was done in a term from its meetings: three questions, however many there were."""
    meetings = list(term.meetings.filter(cancelled_at=None, opened_at__isnull=False).order_by("starts_at"))
    decided = Resolution.objects.filter(meeting__in=meetings).select_related("meeting").prefetch_related("tasks__unit")
    resolutions = list(decided.order_by("decided_at", "pk"))
    tasks = [task for resolution in resolutions for task in resolution.tasks.all()]
    return Deeds(meetings, resolutions, len(tasks), sum(task.done_on is not None for task in tasks))
