"""Rules that name somebody or something that is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import Duty
from linli.rota.models import Shift

from ..models import DispatchRule
from ..models.codes import Gone


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one rule; `code` is a Gone."""

    rule: DispatchRule
    code: str
    words: str


def troubles_of(rules: Iterable[DispatchRule], at: datetime) -> dict[int, Trouble]:
    """Return what is wrong with which of `rules`, by key; in two queries however many rules there are."""
    rules = list(rules)
    on = timezone.localdate(at)
    named = [rule.person_id for rule in rules if rule.person_id]
    holders = set(
        Duty.objects.in_force(on).filter(user__in=named, user__is_active=True).values_list("user_id", "community_id")
    )
    posts = [rule.post_id for rule in rules if rule.post_id]
    manned = set(Shift.objects.filter(post__in=posts, ends_at__gt=at).values_list("post_id", flat=True).distinct())
    found = {}
    for rule in rules:
        code = _gone(rule, holders, manned, at)
        if code:
            words = _("「{rule}」：{why}").format(rule=rule.name, why=_what(rule, code))
            found[rule.pk] = Trouble(rule, code, words)
    return found


def _gone(rule: DispatchRule, holders: set[tuple[int, int]], manned: set[int], at: datetime) -> str:
    on = timezone.localdate(at)
    if rule.person_id and (rule.person_id, rule.community_id) not in holders:
        return Gone.PERSON
    if rule.unit and rule.unit.left_on and rule.unit.left_on <= on:
        return Gone.UNIT
    if rule.post_id and rule.post_id not in manned:
        return Gone.POST
    if rule.zone and rule.zone.ended_on and rule.zone.ended_on <= on:
        return Gone.ZONE
    if rule.category and not rule.category.is_in_use:
        return Gone.CATEGORY
    return ""


def _what(rule: DispatchRule, code: str) -> str:
    named = {Gone.ZONE: rule.zone, Gone.CATEGORY: rule.category}.get(Gone(code)) or rule.target_words
    return f"{named}，{Gone(code).label}"


def troubled_rules(community_ids: Iterable[int], at: datetime) -> list[Trouble]:
    """Return the rules in use of these communities that name somebody who is gone."""
    rules = list(DispatchRule.objects.filter(community__in=community_ids, is_on=True).kept())
    return list(troubles_of(rules, at).values()) if rules else []
