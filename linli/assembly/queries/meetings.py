"""Meetings as lists, one as its page shows it, and how far a quorum is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.residents.queries import unit_ids_of
from linli.web.paging import Leaf

from ..models import AgendaItem, BodyRule, Invited, Meeting
from .access import bodies_read_by
from .wording import quorum_words

A_PAGE = 30
PRESENT = Invited.Presence.PRESENT


def meetings_read_by(user: User) -> QuerySet[Meeting]:
    """Return the meetings `user` may open: of the bodies they read, and those they are invited to."""
    called = own_calls(user).filter(meeting=OuterRef("pk"))
    bodies = bodies_read_by(user, timezone.localdate()).values("pk")
    return Meeting.objects.visible_to(user).filter(Q(body__in=bodies) | Exists(called))


def meetings_page(
    user: User, now: datetime, *, show: str = "", words: str = "", body: int | None = None, number: int = 1
) -> Leaf[Meeting]:
    """Return a page of meetings: to come (the next first), or past and called off (the newest first)."""
    rows = meetings_read_by(user)
    if show == "past":
        rows = rows.filter(Q(closed_at__isnull=False) | Q(cancelled_at__isnull=False)).order_by("-starts_at", "-pk")
    else:
        rows = rows.filter(closed_at=None, cancelled_at=None).order_by("starts_at", "pk")
    if body:
        rows = rows.filter(body=body)
    if words := words.strip():
        rows = rows.filter(
            Q(title__contains=words) | Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"), title__contains=words))
        )
    begin = (number - 1) * A_PAGE
    found = list(rows.select_related("body", "term__unit", "minutes")[begin : begin + A_PAGE + 1])
    return Leaf(found[:A_PAGE], number, len(found) > A_PAGE)


def next_meetings(user: User, *, most: int = 5, body: int | None = None) -> list[Meeting]:
    rows = meetings_read_by(user).filter(closed_at=None, cancelled_at=None)
    rows = rows.filter(body=body) if body else rows
    return list(rows.select_related("body").order_by("starts_at", "pk")[:most])


@dataclass(frozen=True)
class Quorum:
    """`needed` is the smallest number present that is a meeting."""

    expected: int
    present: int
    leave: int
    needed: int
    words: str

    @property
    def is_there(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


def at_least(num: int, den: int, of: int, *, reached_at: bool) -> int:
    """Return the smallest whole number that is num/den of `of`, or more than that where it must be exceeded."""
    return -(-num * of // den) if reached_at else num * of // den + 1


def quorum_needed(rule: BodyRule, expected: int) -> int:
    return max(1, at_least(rule.quorum_num, rule.quorum_den, expected, reached_at=rule.quorum_reached_at))


def quorum_of(meeting: Meeting) -> Quorum:
    """Return how many are expected, there and needed, by the rule the meeting was called under."""
    counted = meeting.invited.filter(is_voting=True).aggregate(
        expected=Count("pk"),
        present=Count("pk", filter=Q(presence=PRESENT)),
        leave=Count("pk", filter=Q(presence=Invited.Presence.LEAVE)),
    )
    rule = meeting.rule
    needed = quorum_needed(rule, counted["expected"]) if rule else 0
    share = quorum_words(rule) if rule else ""
    words = _("应到 {expected}，要到{share}（{needed} 人）才能开，现在到了 {present}").format(
        share=share, needed=needed, expected=counted["expected"], present=counted["present"]
    )
    return Quorum(counted["expected"], counted["present"], counted["leave"], needed, words)


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the agenda in order, with papers, resolutions and their tasks: four questions however long it is."""
    items = meeting.agenda.filter(state=AgendaItem.State.ACCEPTED).select_related("proposed_by", "matter", "said_by")
    return list(items.prefetch_related("papers__file", "resolutions__tasks__unit", "resolutions__tasks__user"))


def proposed_for(meeting: Meeting) -> list[AgendaItem]:
    """Return the topics that wait: proposed for this meeting, or for the next one of its body."""
    waiting = AgendaItem.objects.filter(body=meeting.body_id, state=AgendaItem.State.PROPOSED)
    waiting = waiting.filter(Q(meeting=meeting) | Q(meeting=None))
    return list(waiting.select_related("proposed_by", "matter").order_by("proposed_at", "pk")[:50])


def invited_to(meeting: Meeting) -> Sequence[Invited]:
    return list(meeting.invited.select_related("person", "unit", "user").order_by("-is_voting", "pk"))


def own_calls(user: User) -> QuerySet[Invited]:
    """Return the invitations of `user`, and of the units they sign in for."""
    return Invited.objects.visible_to(user).filter(Q(user=user) | Q(unit__in=unit_ids_of(user)))


def own_call(meeting: Meeting, user: User) -> Invited | None:
    return own_calls(user).filter(meeting=meeting).select_related("meeting").order_by("-user", "pk").first()
