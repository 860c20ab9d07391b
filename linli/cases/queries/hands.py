"""Whom a case is put before, in order, and why them: the rule's people first, then up the ladder."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.fence.straight import rows
from linli.residents.models import Unit
from linli.residents.queries import liaisons_of
from linli.rota.queries import away, standing_on

from ..models import OPEN, Case, Chosen, Dispatch, DispatchRule, Offer
from .circle import Circle, circle_of

Rung = Offer.Rung
Reason = Literal["first", "only", "least", "longest", "listed", "all"]


@dataclass(frozen=True)
class Hand:
    """Somebody who may be asked. With a unit nobody signs in for, `person` is who answers for it."""

    rung: str
    person: User
    unit: Unit | None = None
    load: int | None = None
    reason: Reason = "first"
    by_link: bool = False

    @property
    def name(self) -> str:
        return str(self.unit) if self.by_link else self.person.name

    @property
    def key(self) -> tuple[int, int | None]:
        return self.person.pk, self.unit.pk if self.unit else None


@dataclass(frozen=True)
class Plan:
    """Everybody who may be asked for a case now, in order; the first `meant` of them are the rule's own choice.

    `choice` is the rule, or what it chose earlier this round; None is the built-in last rule. `found_nobody` says that
    the rule's people are all gone or absent, so that the built-in rule stands in for it.
    """

    hands: Sequence[Hand]
    meant: int
    choice: DispatchRule | Dispatch | None = None
    found_nobody: bool = False
    offers: Sequence[Offer] = field(default=())

    def next(self) -> list[Hand]:
        """Return whom to ask now: after the last asked, from the top again after the last rung.

        Those who gave a reason this round are not asked again, unless nobody else is left: then the last rung is.
        With 抢单 all of the rule's people are asked in one go.
        """
        declined = {offer_key(offer) for offer in self.offers if offer.answer == Offer.Answer.DECLINED}
        willing = [hand for hand in self.hands if hand.key not in declined] or list(self.hands[-1:])
        if not willing:
            return []
        order = [hand.key for hand in self.hands]
        last = next((order.index(offer_key(o)) for o in reversed(self.offers) if offer_key(o) in order), -1)
        one = next((hand for hand in willing if order.index(hand.key) > last), willing[0])
        if self.is_shared and order.index(one.key) < self.meant:
            return [hand for hand in willing if order.index(hand.key) < self.meant]
        return [one]

    @property
    def is_shared(self) -> bool:
        return self.choice is not None and not self.found_nobody and self.choice.mode == Chosen.Mode.GRAB

    @property
    def is_first(self) -> bool:
        return not self.offers


def offer_key(offer: Offer) -> tuple[int, int | None]:
    return offer.to_id, offer.unit_id


def plan_for(case: Case, at: datetime, *, ladder: str, offers: Sequence[Offer]) -> Plan:
    """Work out who is asked for `case` this round. `ladder` is the policy's; `offers` are this round's, in order.

    One query finds the rule, one the people. Nobody stands twice, and whoever is absent is left out.
    """
    choice = choice_of(case, at, is_first=not offers)
    circle = circle_of(case, at)
    meant = people_meant(choice, case, at, circle) if choice else []
    gone = circle.away | away_beside(meant, circle, at)
    meant = _here(meant, gone)
    found_nobody = choice is not None and not meant
    usual = _usual(case, circle) if choice is None or found_nobody or "zone" in ladder.split() else []
    if choice and choice.mode == Chosen.Mode.TURN:
        meant = in_turn(case, meant, offers)
    first = meant or _here(usual, gone)
    hands = _once([*first, *_here([*usual, *_leaders(circle, ladder)], gone)])
    return Plan(hands, len(first), choice, found_nobody, offers)


def away_beside(meant: Sequence[Hand], circle: Circle, at: datetime) -> set[int]:
    """Return who of a rule's people is absent; of the zone's own people the circle knows it already."""
    known = {person.pk for person in circle.keepers}
    others = [hand.person.pk for hand in meant if hand.person.pk not in known]
    return away(others, at) if others else set()


def choice_of(case: Case, at: datetime, *, is_first: bool) -> DispatchRule | Dispatch | None:
    """Return the rule that decides for the round: looked up at its first offer, remembered afterwards."""
    if not is_first:
        known = rows(Dispatch, _REMEMBERED, [case.community_id, case.pk, case.round])
        return known[0] if known else None
    return next((rule for rule in rules_for(case) if rule.is_its_time(at)), None)


_REMEMBERED = "WHERE community_id = %s AND case_id = %s AND round = %s"
_FITTING = """
    WHERE community_id = %(community)s AND removed_at IS NULL AND is_on
    AND (category_id IS NULL OR category_id = %(category)s
        OR category_id = (SELECT parent_id FROM cases_category WHERE id = %(category)s))
    AND (zone_id IS NULL OR zone_id = %(zone)s)
    AND channel IN ('', %(channel)s) AND urgency IN ('', %(urgency)s)
    ORDER BY "order"
"""


def rules_for(case: Case) -> list[DispatchRule]:
    """Return the rules in use whose kind of matter this case is; their hours are still to be looked at."""
    matter = {"category": case.category_id, "zone": case.zone_id, "channel": case.channel, "urgency": case.urgency}
    return rows(DispatchRule, _FITTING, {"community": case.community_id, **matter})


def people_meant(choice: Chosen, case: Case, at: datetime, circle: Circle) -> list[Hand]:
    """Return the people a rule means for this case: those who still are what the rule takes them for."""
    match choice.target:
        case Chosen.Target.ZONE:
            return [Hand(Rung.KEEPER, who) for who in circle.keepers]
        case Chosen.Target.POST:
            return [Hand(Rung.POST, who) for who in standing_on(choice.post_id or 0, at) if who.is_active]
        case Chosen.Target.UNIT:
            return hands_of_unit(choice.unit, case, at) if choice.unit else []
        case _:
            is_there = choice.person is not None and holds_a_duty(choice.person, case.community_id, at)
            return [Hand(Rung.COLLEAGUE, choice.person)] if choice.person and is_there else []


def hands_of_unit(unit: Unit, case: Case, at: datetime) -> list[Hand]:
    """Return who is asked for a unit: its liaison officers; without any, the first handler, who gives it a link."""
    on = timezone.localdate(at)
    if unit.left_on and unit.left_on <= on:
        return []
    liaisons = [who for who in liaisons_of(unit, on) if who.is_active]
    if liaisons:
        return [Hand(Rung.UNIT, who, unit) for who in liaisons]
    return [Hand(Rung.UNIT, case.first_handler, unit, by_link=True)]


def holds_a_duty(person: User, community_id: int, at: datetime) -> bool:
    duties = Duty.objects.in_force(timezone.localdate(at)).filter(user=person, community=community_id)
    return person.is_active and duties.exists()


def _usual(case: Case, circle: Circle) -> list[Hand]:
    """The built-in last rule: the zone's keepers (lead first), or the post on duty."""
    if case.zone_id:
        return [Hand(Rung.KEEPER, who) for who in circle.keepers]
    return [Hand(Rung.POST, who) for who in circle.centre]


def _leaders(circle: Circle, ladder: str) -> list[Hand]:
    in_charge = circle.in_charge if "officer" in ladder.split() else []
    hands = [Hand(Rung.OFFICER, who) for who in in_charge]
    return [*hands, *[Hand(Rung.SECRETARY, who) for who in circle.secretaries]]


def _here(hands: Sequence[Hand], gone: Set[int]) -> list[Hand]:
    """Leave out who is absent; a unit reached through a link is there whoever answers for it."""
    return [hand for hand in hands if hand.by_link or hand.person.pk not in gone]


def _once(hands: Sequence[Hand]) -> list[Hand]:
    """Leave out whoever stands there already: as a person, or the same person for the same unit."""
    kept: dict[tuple[int, int | None], Hand] = {}
    for hand in hands:
        kept.setdefault(hand.key, hand)
    return list(kept.values())


def in_turn(case: Case, hands: Sequence[Hand], offers: Sequence[Offer]) -> list[Hand]:
    """轮流: fewest open cases in hand first; of those, whoever was asked longest ago; of those, as they are listed.

    Whoever was asked this round keeps their place before the others, so that the next in turn follows.
    """
    if len(hands) < 2:
        return [_with(hand, load, "only") for hand, load in zip(hands, _loads(case, hands), strict=True)]
    asked = list(dict.fromkeys(offer_key(offer) for offer in offers))
    before = [hand for key in asked for hand in hands if hand.key == key]
    rest = [hand for hand in hands if hand not in before]
    return [*before, *take_turns(rest, standing_of([hand.person.pk for hand in rest], case.community_id))]


@dataclass(frozen=True)
class Standing:
    """How much one person has in hand, and when they were last asked (None: never)."""

    load: int
    asked_at: datetime | None


def take_turns(hands: Sequence[Hand], standing: dict[int, Standing]) -> list[Hand]:
    """Order hands for a turn, each with the reason for its place among the others."""
    places = {hand.key: n for n, hand in enumerate(hands)}

    def rank(hand: Hand) -> tuple[Any, ...]:
        of = standing[hand.person.pk]
        return of.load, of.asked_at is not None, of.asked_at or 0, places[hand.key]

    ordered = sorted(hands, key=rank)
    return [_with(hand, standing[hand.person.pk].load, _why(n, ordered, standing)) for n, hand in enumerate(ordered)]


def _why(n: int, ordered: Sequence[Hand], standing: dict[int, Standing]) -> Reason:
    if len(ordered) - n < 2:
        return "only" if len(ordered) == 1 else "listed"
    mine, following = standing[ordered[n].person.pk], standing[ordered[n + 1].person.pk]
    if mine.load != following.load:
        return "least"
    return "longest" if mine.asked_at != following.asked_at else "listed"


def standing_of(people: Sequence[int], community_id: int) -> dict[int, Standing]:
    """Return how each of `people` stands in the community, in one query."""
    in_hand = Case.objects.filter(community=community_id, handler=OuterRef("pk"), status__in=OPEN)
    counted = in_hand.order_by().values("handler").annotate(n=Count("pk")).values("n")
    last = Offer.objects.filter(community=community_id, to=OuterRef("pk")).order_by("-offered_at")
    rows = User.objects.filter(pk__in=people).values_list(
        "pk", Coalesce(Subquery(counted), 0), Subquery(last.values("offered_at")[:1])
    )
    return {pk: Standing(load, asked_at) for pk, load, asked_at in rows}


def _loads(case: Case, hands: Sequence[Hand]) -> list[int]:
    standing = standing_of([hand.person.pk for hand in hands], case.community_id)
    return [standing[hand.person.pk].load for hand in hands]


def _with(hand: Hand, load: int, reason: Reason) -> Hand:
    return replace(hand, load=load, reason=reason)
