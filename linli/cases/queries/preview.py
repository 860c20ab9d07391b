"""What a rule would have done with the last month's cases, before it is saved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as SqlCase
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from linli.accounts.models import Duty
from linli.residents.queries import liaisons_of
from linli.rota.models import Absence, Shift

from ..models import Case, Chosen, DispatchRule, Offer
from .hands import Hand, Standing, take_turns

DAYS = 30
TRIED = 500
"""How many of the newest cases are acted out to see whom the rule would have chosen."""
SHOWN = 20


@dataclass(frozen=True)
class Tried:
    """One case of the last month that is of the rule's kind, and what would have happened to it."""

    case: Case
    earlier: DispatchRule | None
    hands: tuple[Hand, ...] = ()

    @property
    def names(self) -> str:
        return "、".join(hand.name for hand in self.hands)


@dataclass(frozen=True)
class Preview:
    """`caught` cases are of the rule's kind; `own` of them no earlier rule would have caught first."""

    since: datetime
    until: datetime
    caught: int
    own: int
    earlier: list[tuple[DispatchRule, int]]
    chosen: list[tuple[str, int]]
    nobody: int
    rows: list[Tried]
    is_sample: bool


def try_rule(draft: DispatchRule, earlier: Sequence[DispatchRule], cases: QuerySet[Case], at: datetime) -> Preview:
    """Act the last month out with `draft` standing behind the rules in `earlier`.

    Shifts, duties and absences are those of each case's own moment; load and turn are those the rule would have made.
    """
    since = at - timedelta(days=DAYS)
    caught = cases.filter(conditions(draft), community=draft.community_id, received_at__gte=since, received_at__lte=at)
    caught = caught.annotate(earlier=_first_of(earlier))
    counts = dict(caught.order_by().values_list("earlier").annotate(n=Count("pk")))
    own = caught.filter(earlier=0).select_related("first_handler").order_by("-received_at", "-pk")
    tried = _act_out(draft, list(own[:TRIED])[::-1], since, at)
    others = caught.exclude(earlier=0).order_by("-received_at", "-pk")[:SHOWN]
    rows = [*tried[::-1][:SHOWN], *[Tried(case, earlier[case.earlier - 1]) for case in others]]
    rows.sort(key=lambda each: each.case.received_at, reverse=True)
    names = Counter(hand.name for each in tried for hand in each.hands)
    return Preview(
        since=since,
        until=at,
        caught=sum(counts.values()),
        own=counts.get(0, 0),
        earlier=[(rule, counts[n]) for n, rule in enumerate(earlier, 1) if counts.get(n)],
        chosen=sorted(names.items()),
        nobody=sum(not each.hands for each in tried),
        rows=rows[:SHOWN],
        is_sample=counts.get(0, 0) > TRIED,
    )


def conditions(rule: DispatchRule) -> Q:
    """The rule's conditions as the database asks them, of the moment a case was received."""
    wanted = Q()
    if rule.category_id:
        wanted &= Q(category=rule.category_id) | Q(category__parent=rule.category_id)
    if rule.zone_id:
        wanted &= Q(zone=rule.zone_id)
    if rule.channel:
        wanted &= Q(channel=rule.channel)
    if rule.urgency:
        wanted &= Q(urgency=rule.urgency)
    days = [*rule.weekdays]
    if rule.from_time is None or rule.until_time is None:
        return wanted & _on(days)
    if rule.from_time < rule.until_time:
        return wanted & Q(received_at__time__gte=rule.from_time, received_at__time__lt=rule.until_time) & _on(days)
    next_days = [day % 7 + 1 for day in days]
    evening = Q(received_at__time__gte=rule.from_time) & _on(days)
    return wanted & (evening | Q(received_at__time__lt=rule.until_time) & _on(next_days))


def _on(days: list[int]) -> Q:
    return Q(received_at__iso_week_day__in=days) if days else Q()


def _first_of(rules: Sequence[DispatchRule]) -> SqlCase | Value:
    """Which of `rules` catches a case first, counted from 1; 0 is none. A rule without conditions catches all."""
    whens = []
    for n, rule in enumerate(rules, 1):
        asked = conditions(rule)
        whens.append(When(asked or Q(pk__isnull=False), then=Value(n)))
    if not whens:
        return SqlCase(When(pk__isnull=True, then=Value(1)), default=Value(0), output_field=IntegerField())
    return SqlCase(*whens, default=Value(0), output_field=IntegerField())


def _act_out(draft: DispatchRule, cases: Sequence[Case], since: datetime, until: datetime) -> list[Tried]:
    """Choose for each case, oldest first."""
    then = _Then(draft, since, until)
    asked_at: dict[int, datetime] = {}
    taken: dict[int, list[Case]] = {}
    tried = []
    for case in cases:
        hands = then.hands(case)
        if draft.mode == Chosen.Mode.TURN and hands:
            standing = {
                hand.person.pk: Standing(_still_open(taken.get(hand.person.pk, []), case), asked_at.get(hand.person.pk))
                for hand in hands
            }
            hands = take_turns(hands, standing)
        if draft.mode != Chosen.Mode.GRAB:
            hands = hands[:1]
        for hand in hands:
            asked_at[hand.person.pk] = case.received_at
            taken.setdefault(hand.person.pk, []).append(case)
        tried.append(Tried(case, None, tuple(hands)))
    return tried


def _still_open(taken: list[Case], case: Case) -> int:
    return sum(one.resolved_at is None or one.resolved_at > case.received_at for one in taken)


class _Then:
    """Who was there, at any moment of the month: everything fetched once."""

    def __init__(self, draft: DispatchRule, since: datetime, until: datetime) -> None:
        self.draft = draft
        self.duties = list(
            Duty.objects.filter(community=draft.community_id, user__is_active=True).select_related("user")
        )
        standing = Shift.objects.filter(post=draft.post_id, ends_at__gt=since, starts_at__lte=until)
        self.shifts = list(standing.with_people().order_by("starts_at", "pk")) if draft.post_id else []
        self.away = list(Absence.objects.filter(community=draft.community_id, ends_at__gt=since, starts_at__lte=until))
        self.liaisons = liaisons_of(draft.unit, timezone.localdate(until)) if draft.unit else []

    def hands(self, case: Case) -> list[Hand]:
        at = case.received_at
        gone = {absence.person_id for absence in self.away if absence.starts_at <= at < absence.ends_at}
        return [hand for hand in self._meant(case, at) if hand.by_link or hand.person.pk not in gone]

    def _meant(self, case: Case, at: datetime) -> list[Hand]:
        draft, on = self.draft, timezone.localdate(at)
        held = [duty for duty in self.duties if duty.from_on <= on and (duty.until_on is None or duty.until_on > on)]
        match draft.target:
            case Chosen.Target.ZONE:
                keepers = [duty for duty in held if duty.zone_id and duty.zone_id == case.zone_id]
                return [Hand(Offer.Rung.KEEPER, duty.user) for duty in keepers]
            case Chosen.Target.POST:
                there = [shift for shift in self.shifts if shift.starts_at <= at < shift.ends_at]
                return [Hand(Offer.Rung.POST, shift.person) for shift in there]
            case Chosen.Target.UNIT if draft.unit:
                if self.liaisons:
                    return [Hand(Offer.Rung.UNIT, who, draft.unit) for who in self.liaisons]
                return [Hand(Offer.Rung.UNIT, case.first_handler, draft.unit, by_link=True)]
            case Chosen.Target.PERSON if draft.person and any(duty.user_id == draft.person_id for duty in held):
                return [Hand(Offer.Rung.COLLEAGUE, draft.person)]
            case _:
                return []
