"""派单规则: their order, their words, and who is told when one of them names somebody who is gone."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import DispatchRule
from ..queries.rule_trouble import troubles_of
from ..queries.rule_words import rule_in_words

TERMS = (
    "name", "category", "zone", "channel", "urgency", "weekdays", "from_time", "until_time", "target", "mode", "post",
    "unit", "person",
)  # fmt: skip


class RuleIsGone(Refusal):
    pass


def _locked(rule: DispatchRule) -> DispatchRule:
    """Return the rule as it stands, with all rules of its community locked: their order changes as a whole."""
    rules = DispatchRule.objects.select_for_update(of=("self",)).filter(community=rule.community_id).kept()
    found = next((each for each in rules if each.pk == rule.pk), None)
    if found is None:
        raise RuleIsGone(_("这条规则已经删除了。请回到规则表看看。"))
    return found


@transaction.atomic
def add_rule(draft: DispatchRule, *, by: User, at: datetime) -> DispatchRule:
    """Put a new rule at the end of the list: the earlier ones still decide first."""
    of_community = DispatchRule.objects.select_for_update().filter(community=draft.community_id, removed_at=None)
    last = max((rule.order or 0 for rule in of_community), default=0)
    draft.order = last + 1
    draft.save()
    record(events.RULE_ADDED, draft, by=by, at=at, order=draft.order, rule=draft.name, words=rule_in_words(draft))
    return draft


@transaction.atomic
def change_rule(rule: DispatchRule, draft: DispatchRule, *, by: User, at: datetime) -> DispatchRule:
    """Let a rule say what `draft` says. Cases it chose for before keep the sentence they got."""
    rule = _locked(rule)
    before = rule_in_words(rule)
    for term in TERMS:
        setattr(rule, term, getattr(draft, term))
    rule.warned_at = None
    rule.save(update_fields=[*TERMS, "warned_at"])
    record(
        events.RULE_CHANGED, rule, by=by, at=at, order=rule.order, rule=rule.name, before=before,
        words=rule_in_words(rule),
    )  # fmt: skip
    return rule


@transaction.atomic
def move_rule(rule: DispatchRule, *, up: bool, by: User, at: datetime) -> bool:
    """Let a rule change places with its neighbour; at the end of the list nothing happens."""
    rule = _locked(rule)
    order = rule.order or 0
    neighbour = DispatchRule.objects.filter(community=rule.community_id, order=order + (-1 if up else 1)).first()
    if neighbour is None:
        return False
    rule.order, neighbour.order = neighbour.order, rule.order
    DispatchRule.objects.bulk_update([rule, neighbour], ["order"])
    record(events.RULE_MOVED, rule, by=by, at=at, rule=rule.name, order=rule.order, was=order)
    return True


@transaction.atomic
def switch_rule(rule: DispatchRule, *, is_on: bool, by: User, at: datetime) -> None:
    rule = _locked(rule)
    if rule.is_on == is_on:
        return
    rule.is_on, rule.warned_at = is_on, None
    rule.save(update_fields=["is_on", "warned_at"])
    record(events.RULE_SWITCHED_ON if is_on else events.RULE_SWITCHED_OFF, rule, by=by, at=at, rule=rule.name)


@transaction.atomic
def remove_rule(rule: DispatchRule, *, by: User, at: datetime) -> None:
    """Take a rule out of the list; those behind it move up. What it chose before still names it."""
    rule = _locked(rule)
    order = rule.order or 0
    rule.order, rule.removed_at = None, at
    rule.save(update_fields=["order", "removed_at"])
    behind = DispatchRule.objects.filter(community=rule.community_id, order__gt=order)
    behind.update(order=F("order") - 1)
    record(events.RULE_REMOVED, rule, by=by, at=at, rule=rule.name, order=order)


@transaction.atomic
def warn_of_rules(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell once of each rule in use that names somebody who is gone, and note when it is in order again."""
    rules = list(DispatchRule.objects.select_for_update(of=("self",)).filter(community=community_id, is_on=True).kept())
    troubles = troubles_of(rules, at)
    told = 0
    for rule in rules:
        if rule.pk in troubles and rule.warned_at is None:
            rule.warned_at = at
            rule.save(update_fields=["warned_at"])
            record(events.RULE_NAMES_NOBODY, rule, by=by, at=at, rule=rule.name, why=troubles[rule.pk].code)
            told += 1
        elif rule.pk not in troubles and rule.warned_at is not None:
            rule.warned_at = None
            rule.save(update_fields=["warned_at"])
    return told
