"""表决: opened in a meeting, each vote taken once, counted by the rule, then frozen; or annulled with a reason."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import AgendaItem, Ballot, BodyRule, Choice, Invited, Matter, Meeting, OpenVote, PaperCount
from ..queries.ballots import ABSTAIN, AGAINST, FOR, bar_of, outcome_of, voters_of
from . import urn
from .urn import VotedAlready

MOTION = ((FOR, gettext_lazy("赞成")), (AGAINST, gettext_lazy("反对")), (ABSTAIN, gettext_lazy("弃权")))


class CannotVoteNow(Refusal):
    pass


class BallotIsClosed(Refusal):
    pass


class NotToVote(Refusal):
    pass


class NoSuchChoice(Refusal):
    pass


class PapersDiffer(Refusal):
    pass


@transaction.atomic
def open_ballot(
    meeting: Meeting,
    *,
    question: str,
    by: User,
    at: datetime,
    is_secret: bool = False,
    options: Sequence[str] = (),
    matter: Matter | None = None,
    item: AgendaItem | None = None,
) -> Ballot:
    """Open a vote in a running meeting; open or secret as the rule says, or as the meeting wants where it is free."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("rule").get(pk=meeting.pk)
    if meeting.opened_at is None or meeting.closed_at is not None or meeting.rule is None:
        raise CannotVoteNow(_("会开着的时候才能表决。请先按「开会」，登记到会。"))
    secrecy = meeting.rule.secrecy
    is_secret = is_secret if secrecy == BodyRule.Secrecy.EITHER else secrecy == BodyRule.Secrecy.SECRET
    kind = Ballot.Kind.OPTIONS if options else Ballot.Kind.MOTION
    try:
        with transaction.atomic():
            ballot = Ballot.objects.create(
                community_id=meeting.community_id, meeting=meeting, item=item, question=question, kind=kind,
                matter=matter or (item.matter if item else None), is_secret=is_secret, opened_by=by, opened_at=at,
            )  # fmt: skip
    except IntegrityError as why:
        if "one_vote_is_taken_at_a_time" not in str(why):
            raise
        raise CannotVoteNow(_("上一项表决还没有结束。先计票，再开下一项。")) from why
    choices = [(f"o{n}", label) for n, label in enumerate(options, start=1)]
    labels = [*choices, (ABSTAIN, _("弃权"))] if options else [(code, str(label)) for code, label in MOTION]
    Choice.objects.bulk_create(
        Choice(community_id=meeting.community_id, ballot=ballot, code=code, label=label, order=n)
        for n, (code, label) in enumerate(labels)
    )
    if is_secret:
        urn.set_up_urn(ballot)
    record(events.BALLOT_OPENED, ballot, by=by, at=at, question=question)
    return ballot


@transaction.atomic
def cast_vote(ballot: Ballot, *, voter: int, choice: str, by: User, at: datetime) -> None:
    """Vote once, for oneself or for who asked one to. Of a secret vote nothing is written but the urn."""
    ballot = _running(ballot)
    who = _may_vote(ballot, [voter])[0]
    own = who.user_id == by.pk if who.presence == Invited.Presence.PRESENT else who.proxy and who.proxy.user_id == by.pk
    if not own:
        raise NotToVote(_("请用自己的账号投自己的票。"))
    chosen = _choices(ballot)
    if choice not in chosen:
        raise NoSuchChoice(_("请选一项。"), field="choice")
    if ballot.is_secret:
        urn.put_in(ballot, voters=[voter], slips=[choice])
        return
    try:
        with transaction.atomic():
            OpenVote.objects.create(
                community_id=ballot.community_id, ballot=ballot, voter=who, choice=chosen[choice], cast_by=by, at=at
            )
    except IntegrityError as why:
        if "one_open_vote_each" not in str(why):
            raise
        raise VotedAlready(_("已经投过了，每人只投一次。")) from why


@transaction.atomic
def take_hands(ballot: Ballot, *, votes: Mapping[int, str], by: User, at: datetime) -> int:
    """举手表决: the recorder ticks what each one present showed; ticking again puts a slip right while it is open."""
    ballot = _running(ballot)
    if ballot.is_secret:
        raise NotToVote(_("这是无记名投票，不能一个一个记。请用纸票，或者各人在手机上投。"))
    chosen = _choices(ballot)
    if unknown := set(votes.values()) - set(chosen):
        raise NoSuchChoice(_("没有这个选项：{code}").format(code="、".join(sorted(unknown))))
    _may_vote(ballot, list(votes))
    for voter, code in votes.items():
        OpenVote.objects.update_or_create(
            ballot=ballot, voter_id=voter,
            defaults={"community_id": ballot.community_id, "choice": chosen[code], "cast_by": by, "at": at},
        )  # fmt: skip
    record(events.HANDS_TAKEN, ballot, by=by, at=at, many=len(votes))
    return len(votes)


@transaction.atomic
def count_papers(ballot: Ballot, *, counts: Mapping[str, int], voters: Sequence[int], by: User, at: datetime) -> bool:
    """Write down what one person counted; say whether the papers were taken in: once a second counted the same.

    Until then a count is sealed with the ballot's own key; taken in, both counts are gone.
    """
    ballot = _running(ballot)
    if not ballot.is_secret:
        raise NotToVote(_("记名表决不数纸票：请在「举手」那一页一个一个记。"))
    clean = {code: counts.get(code, 0) for code in _choices(ballot)}
    _may_vote(ballot, voters)
    if sum(clean.values()) != len(set(voters)) or not voters:
        raise PapersDiffer(_("票数和投票的人数对不上：每人一张票。请再数一遍。"))
    said = json.dumps([sorted(set(voters)), sorted(clean.items())])
    others = PaperCount.objects.filter(ballot=ballot).exclude(by=by)
    waiting = [urn.unseal_with(ballot, each.counts["sealed"]) for each in others]
    if not waiting:
        PaperCount.objects.update_or_create(
            ballot=ballot, by=by,
            defaults={
                "community_id": ballot.community_id, "at": at, "counts": {"sealed": urn.seal_with(ballot, said)},
            },
        )  # fmt: skip
        return False
    if said not in waiting:
        raise PapersDiffer(_("和另一位数的不一样，没有收进来。请两个人一起再数一遍，谁数错了谁重新填。"))
    slips = [code for code, many in clean.items() for _n in range(many)]
    urn.put_in(ballot, voters=sorted(set(voters)), slips=slips)
    PaperCount.objects.filter(ballot=ballot).delete()
    record(events.PAPERS_TAKEN, ballot, by=by, at=at, many=len(slips))
    return True


@transaction.atomic
def close_ballot(ballot: Ballot, *, by: User, at: datetime) -> Ballot:
    """计票: count by the rule, and freeze. What is written now the database never lets change."""
    ballot = _running(ballot)
    if PaperCount.objects.filter(ballot=ballot).exists():
        raise PapersDiffer(_("纸票只有一个人数过。请第二个人也数一遍，或者让数的人撤回，再计票。"))
    rule = ballot.meeting.rule
    assert rule is not None  # noqa: S101 - a meeting is called by its rule, and only a running one votes
    expected = Invited.objects.filter(meeting=ballot.meeting_id, is_voting=True).count()
    bar = bar_of(rule, expected=expected, present=voters_of(ballot.meeting).count())
    if ballot.is_secret:
        found = urn.count_and_empty(ballot)
    else:
        found = {}
        for code in OpenVote.objects.filter(ballot=ballot).values_list("choice__code", flat=True):
            found[code] = found.get(code, 0) + 1
    ballot.counts = {code: found.get(code, 0) for code in _choices(ballot)}
    ballot.expected, ballot.present, ballot.has_quorum = bar.expected, bar.present, bar.has_quorum
    ballot.needed, ballot.closed_at, ballot.closed_by = bar.needed, at, by
    ballot.passed = outcome_of(ballot.counts, bar, is_motion=ballot.kind == Ballot.Kind.MOTION)
    ballot.save()
    record(events.BALLOT_CLOSED, ballot, by=by, at=at, question=ballot.question)
    return ballot


@transaction.atomic
def withdraw_papers(ballot: Ballot, *, by: User, at: datetime) -> None:
    """Take back what one counted and nobody counted after."""
    ballot = _running(ballot)
    if PaperCount.objects.filter(ballot=ballot, by=by).delete()[0]:
        record(events.PAPERS_WITHDRAWN, ballot, by=by, at=at)


@transaction.atomic
def annul_ballot(ballot: Ballot, *, reason: str, by: User, at: datetime) -> Ballot:
    """作废: it counts for nothing and says why; what was in its urn is thrown away unread."""
    ballot = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
    if ballot.annulled_at is not None:
        raise BallotIsClosed(_("这次表决已经作废了。"))
    if hasattr(ballot, "resolution"):
        raise BallotIsClosed(_("按这次表决已经写下了决议，不能再作废。"))
    if ballot.closed_at is None:
        urn.throw_away(ballot)
        PaperCount.objects.filter(ballot=ballot).delete()
    ballot.annulled_at, ballot.annulled_by, ballot.annulled_because = at, by, reason
    ballot.save(update_fields=["annulled_at", "annulled_by", "annulled_because"])
    record(events.BALLOT_ANNULLED, ballot, by=by, at=at, question=ballot.question, reason=reason)
    return ballot


def _running(ballot: Ballot) -> Ballot:
    rows = Ballot.objects.select_for_update(of=("self",)).select_related("meeting__rule")
    ballot = rows.get(pk=ballot.pk)
    if ballot.closed_at is not None or ballot.annulled_at is not None:
        raise BallotIsClosed(_("表决已经结束了，不能再投。"))
    return ballot


def _choices(ballot: Ballot) -> dict[str, Choice]:
    return {each.code: each for each in ballot.choices.all()}


def _may_vote(ballot: Ballot, voters: Sequence[int]) -> list[Invited]:
    found = list(voters_of(ballot.meeting).filter(pk__in=voters))
    if len(found) != len(set(voters)):
        raise NotToVote(_("只有到会、有表决权的人才能投票。请先登记到会。"))
    return found
