"""A rule in plain words, with where each number comes from."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import BodyRule


class RuleLine(NamedTuple):
    label: str
    text: str
    source: str


def say_share(num: int, den: int, *, reached_at: bool) -> str:
    """Return a share as statutes say it: 过半数, 三分之二以上."""
    known = {(1, 2, False): _("过半数"), (2, 3, True): _("三分之二以上"), (1, 1, True): _("全部")}
    if said := known.get((num, den, reached_at)):
        return said
    share = f"{num}/{den}"
    return _("{share} 以上（含）").format(share=share) if reached_at else _("超过 {share}").format(share=share)


def quorum_words(rule: BodyRule) -> str:
    return say_share(rule.quorum_num, rule.quorum_den, reached_at=rule.quorum_reached_at)


def majority_words(rule: BodyRule) -> str:
    share = say_share(rule.majority_num, rule.majority_den, reached_at=rule.majority_reached_at)
    return _("{of}的{share}").format(of=rule.get_majority_of_display(), share=share)


def _days(n: int) -> str:
    return ngettext("{n} 天", "{n} 天", n).format(n=n) if n else _("没有规定")


def _months(n: int | None) -> str:
    return ngettext("{n} 个月至少一次", "{n} 个月至少一次", n).format(n=n) if n else _("没有规定")


def say_rule(rule: BodyRule) -> list[RuleLine]:
    """Return every line of a rule, each with its source."""
    lines = [
        ("quorum", _("多少人到会才能开"), _("应到人数的{share}").format(share=quorum_words(rule))),
        ("majority", _("多少人赞成才通过"), majority_words(rule)),
        ("notice_days", _("提前几天通知"), _days(rule.notice_days)),
        ("topic_days", _("议题提前几天提交"), _days(rule.topic_days)),
        ("meets_every_months", _("多久开一次"), _months(rule.meets_every_months)),
        ("secrecy", _("表决方式"), str(rule.get_secrecy_display())),
        ("takes_proxies", _("委托别人投票"), _("可以") if rule.takes_proxies else _("不可以")),
        ("takes_anonymous_opinions", _("意见不署名"), _("可以") if rule.takes_anonymous_opinions else _("不可以")),
    ]
    return [RuleLine(label, text, rule.sources.get(name, "")) for name, label, text in lines]
