"""A ballot: who may vote in it, by which numbers it passes, and how that is said."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User

from ..models import Ballot, BodyRule, Invited, Meeting, OpenVote, Urn
from .access import bodies_read_by
from .meetings import at_least, quorum_needed
from .wording import say_share

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
PRESENT = Invited.Presence.PRESENT


@dataclass(frozen=True)
class Bar:
    """What a ballot needs: `quorum` people there, `needed` votes for it."""

    expected: int
    present: int
    quorum: int
    needed: int

    @property
    def has_quorum(self) -> bool:
        return self.present >= self.quorum


def bar_of(rule: BodyRule, *, expected: int, present: int) -> Bar:
    """Return what a rule needs of so many expected and present; nothing passes with nobody for it."""
    whole = expected if rule.majority_of == BodyRule.Of.EXPECTED else present
    needed = at_least(rule.majority_num, rule.majority_den, whole, reached_at=rule.majority_reached_at)
    return Bar(expected, present, quorum_needed(rule, expected), max(1, needed))


def outcome_of(counts: dict[str, int], bar: Bar, *, is_motion: bool) -> bool:
    """Say whether it passed. Of several options: whether one alone has the most votes, and enough of them."""
    if not bar.has_quorum:
        return False
    if is_motion:
        return counts.get(FOR, 0) >= bar.needed
    votes = sorted((many for code, many in counts.items() if code != ABSTAIN), reverse=True)
    return bool(votes) and votes[0] >= bar.needed and (len(votes) == 1 or votes[0] > votes[1])


def voters_of(meeting: Meeting) -> QuerySet[Invited]:
    """Return who may vote there now: present with a vote; by proxy where the rule allows it and the proxy is there."""
    voting = Invited.objects.filter(meeting=meeting, is_voting=True)
    may = Q(presence=PRESENT)
    if meeting.rule and meeting.rule.takes_proxies:
        may |= Q(proxy__presence=PRESENT)
    return voting.filter(may).select_related("person", "unit", "proxy")


def own_votes(ballot: Ballot, user: User) -> list[Invited]:
    """Return for whom this person votes: themselves first, then who asked them to."""
    rows = voters_of(ballot.meeting).filter(Q(user=user, presence=PRESENT) | Q(proxy__user=user) & ~Q(presence=PRESENT))
    return sorted(rows, key=lambda each: each.user_id != user.pk)


def who_voted(ballot: Ballot) -> set[int]:
    """Return the keys of who voted: never what."""
    if ballot.is_secret:
        return set(Urn.objects.filter(ballot=ballot).values_list("voted", flat=True).first() or [])
    return set(OpenVote.objects.filter(ballot=ballot).values_list("voter", flat=True))


def ballots_read_by(user: User) -> QuerySet[Ballot]:
    """Return the ballots of meetings this person reads of, or is invited to."""
    called = Invited.objects.filter(meeting=OuterRef("meeting"), user=user)
    bodies = bodies_read_by(user, timezone.localdate()).values("pk")
    rows = Ballot.objects.visible_to(user).filter(Q(meeting__body__in=bodies) | Exists(called))
    return rows.select_related("meeting__body", "meeting__rule", "meeting__chair", "meeting__recorder", "matter")


@dataclass(frozen=True)
class Part:
    """A piece of the result bar: `x` and `width` in votes; `tone` is for, against or abstain."""

    label: str
    votes: int
    x: int
    tone: str


def parts_of(ballot: Ballot) -> list[Part]:
    """Return the result, piece by piece in the order of the choices."""
    parts, x = [], 0
    for choice in ballot.choices.all():
        votes = (ballot.counts or {}).get(choice.code, 0)
        tone = choice.code if choice.code in {FOR, AGAINST, ABSTAIN} else FOR
        parts.append(Part(choice.label, votes, x, tone))
        x += votes
    return parts


@dataclass(frozen=True)
class Counted:
    """A ballot as it is drawn: the pieces of its bar, and the rule in words."""

    ballot: Ballot
    parts: list[Part]
    words: str

    @property
    def votes(self) -> int:
        return sum(part.votes for part in self.parts)


def counted(ballot: Ballot) -> Counted:
    return Counted(ballot, parts_of(ballot), say_bar(ballot))


def say_bar(ballot: Ballot) -> str:
    """Say in plain words what it needed, with the number of votes where it is known."""
    rule = ballot.meeting.rule
    if rule is None:
        return ""
    quorum = say_share(rule.quorum_num, rule.quorum_den, reached_at=rule.quorum_reached_at)
    whole = _("应到") if rule.majority_of == BodyRule.Of.EXPECTED else _("到会")
    known = {(1, 2, False): _("超过{whole}的一半"), (1, 2, True): _("达到{whole}的一半")}
    how = known.get((rule.majority_num, rule.majority_den, rule.majority_reached_at))
    if how is None:
        share = say_share(rule.majority_num, rule.majority_den, reached_at=rule.majority_reached_at)
        how = _("达到{whole}的{share}").replace("{share}", share)
    how = how.format(whole=whole)
    if ballot.needed is None:
        return _("应到{quorum}可开会；赞成{how}为通过。").format(quorum=quorum, how=how)
    return _("应到{quorum}可开会；赞成{how}（{needed} 票）为通过。").format(
        quorum=quorum, how=how, needed=ballot.needed
    )


def is_running(ballot: Ballot) -> bool:
    return ballot.closed_at is None and ballot.annulled_at is None
