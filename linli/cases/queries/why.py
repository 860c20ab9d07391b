"""Why somebody was asked, in words: told from what the journal kept when they were asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..models import Case, Chosen, Offer
from .hands import Hand, Plan


def why_facts(plan: Plan, hands: list[Hand], case: Case) -> dict[str, Any]:
    """Return what the journal keeps of a choice, so that it reads the same when the rule has long changed."""
    first = plan.hands.index(hands[0]) < plan.meant
    if not first:
        return {"how": "ladder"}
    if not plan.is_first:
        return {"how": "next"} if plan.meant > 1 else {"how": "again"}
    if plan.choice is None:
        return {"how": "zone" if case.zone_id else "post"}
    rule: Any = plan.choice
    facts = {"order": rule.order, "rule": rule.name}
    if plan.found_nobody:
        return facts | {"how": "stand_in", "zone": case.zone_id is not None}
    reason = hands[0].reason if rule.mode == Chosen.Mode.TURN else "only" if plan.meant == 1 else "first"
    return facts | {"how": "rule", "mode": rule.mode, "reason": reason, "load": hands[0].load}


def why(facts: Mapping[str, Any]) -> str:
    """Return the sentence for the facts of an offer's journal line; blank for lines written before there were rules."""
    told: Mapping[str, Any] = facts.get("why") or {}
    words = {"to": facts.get("to", ""), "order": told.get("order", ""), "rule": told.get("rule", "")}
    match told.get("how", ""):
        case "rule":
            return _by_rule(told, words)
        case "stand_in" if told.get("zone"):
            return _("第 {order} 条规则「{rule}」指的人现在都不在，先按责任区派给{to}").format(**words)
        case "stand_in":
            return _("第 {order} 条规则「{rule}」指的人现在都不在，先派给值班岗的{to}").format(**words)
        case "zone":
            return _("没有规则管到这件事，按责任区派给{to}").format(**words)
        case "post":
            return _("没有规则管到这件事，也没有责任区，派给值班岗的{to}").format(**words)
        case "next":
            return _("前一位没有接，按次序轮到{to}").format(**words)
        case "again":
            return _("没有人接，再问一次{to}").format(**words)
        case "ladder":
            rung = Offer.Rung(facts["rung"]).label if facts.get("rung") else ""
            return _("前面的人没有接，往上找到{rung}{to}").format(rung=rung, **words)
        case "hand":
            return _("由同事直接派给{to}").format(**words)
        case _:
            return ""


def _by_rule(told: Mapping[str, Any], words: dict[str, Any]) -> str:
    if told.get("mode") == Chosen.Mode.GRAB:
        return _("按第 {order} 条规则「{rule}」请{to}抢单：谁先接归谁").format(**words)
    if told.get("mode") == Chosen.Mode.ASSIGN:
        if told.get("reason") == "only":
            return _("按第 {order} 条规则「{rule}」指派给{to}").format(**words)
        return _("按第 {order} 条规则「{rule}」指派给{to}：在岗的里面排在最前").format(**words)
    words["load"] = told.get("load") or 0
    match told.get("reason"):
        case "least":
            return _("按第 {order} 条规则「{rule}」轮流派给{to}：手上 {load} 件，比别人少").format(**words)
        case "longest":
            return _("按第 {order} 条规则「{rule}」轮流派给{to}：手上 {load} 件，最久没派过").format(**words)
        case "only":
            return _("按第 {order} 条规则「{rule}」轮流派给{to}：手上 {load} 件，现在只有这一位").format(**words)
        case _:
            return _("按第 {order} 条规则「{rule}」轮流派给{to}：手上 {load} 件，按名单轮到").format(**words)
