"""The rules of a community as they stand, with what they did lately and what is wrong with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count

from linli.journal.models import Event
from linli.journal.record import sentence_of

from ..models import Dispatch, DispatchRule, Policy
from .preview import DAYS
from .rule_trouble import Trouble, troubles_of
from .rule_words import conditions_in_words, target_in_words

LINES_SHOWN = 10


@dataclass(frozen=True)
class RuleLine:
    rule: DispatchRule
    conditions: list[str]
    target: str
    used: int
    trouble: Trouble | None


def rulebook(community_id: int, at: datetime) -> list[RuleLine]:
    """Return the community's rules in order; in a fixed number of queries. `used` counts the last thirty days."""
    rules = list(DispatchRule.objects.filter(community=community_id).kept().select_related("category__parent"))
    lately = Dispatch.objects.filter(rule__in=rules, at__gte=at - timedelta(days=DAYS)).order_by()
    used = dict(lately.values_list("rule").annotate(n=Count("pk")))
    troubles = troubles_of([rule for rule in rules if rule.is_on], at)
    return [
        RuleLine(rule, conditions_in_words(rule), target_in_words(rule), used.get(rule.pk, 0), troubles.get(rule.pk))
        for rule in rules
    ]


@dataclass(frozen=True)
class Noted:
    at: datetime
    by: str
    sentence: str


def journal_of(model: type[DispatchRule | Policy], community_id: int) -> list[Noted]:
    """Return the newest journal lines about the rules or policies, those about removed rules among them."""
    kind = ContentType.objects.get_for_model(model)
    keys = list(model.objects.filter(community=community_id).values_list("pk", flat=True))
    events = Event.objects.filter(community=community_id, subject_type=kind, subject_id__in=keys)
    newest = events.select_related("actor").order_by("-at", "-pk")[:LINES_SHOWN]
    return [Noted(event.at, event.actor.name if event.actor else "", sentence_of(event)) for event in newest]
