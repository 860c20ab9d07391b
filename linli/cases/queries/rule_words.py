"""A rule as people say it: 夜间 22:00–6:00 · 排水 → 24 小时民声热线（轮流）."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Chosen, DispatchRule


def conditions_in_words(rule: DispatchRule) -> list[str]:
    """Return what a matter must be for the rule to fit; nothing means every matter."""
    words = []
    if rule.category:
        words.append(str(rule.category))
    if rule.zone:
        words.append(str(rule.zone))
    if rule.channel:
        words.append(str(rule.get_channel_display()))
    if rule.urgency:
        words.append(str(rule.get_urgency_display()))
    if rule.weekdays:
        words.append(weekdays_in_words(rule.weekdays))
    if rule.from_time and rule.until_time:
        words.append(f"{rule.from_time:%H:%M}–{rule.until_time:%H:%M}")
    return words


def weekdays_in_words(days: list[int]) -> str:
    """Return 周一至周五, 周六、周日 or the like."""
    names = weekday_names()
    days = sorted(set(days))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("{first}至{last}").format(first=names[days[0] - 1], last=names[days[-1] - 1])
    return "、".join(names[day - 1] for day in days)


def weekday_names() -> list[str]:
    return [
        pgettext("星期", "周一"), pgettext("星期", "周二"), pgettext("星期", "周三"), pgettext("星期", "周四"),
        pgettext("星期", "周五"), pgettext("星期", "周六"), pgettext("星期", "周日"),
    ]  # fmt: skip


def target_in_words(rule: Chosen) -> str:
    return _("{target}（{mode}）").format(target=rule.target_words, mode=rule.get_mode_display())


def rule_in_words(rule: DispatchRule) -> str:
    """Return the whole rule in one line; what an unnamed rule is called."""
    conditions = " · ".join(conditions_in_words(rule)) or _("所有事项")
    return f"{conditions} → {target_in_words(rule)}"


def short_name(rule: DispatchRule) -> str:
    """Return a name for a rule nobody named."""
    conditions = " ".join(conditions_in_words(rule)) or _("所有事项")
    return f"{conditions} → {rule.target_words}"[:40]
