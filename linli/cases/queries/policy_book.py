"""The policies of a community: what counts now, what is planned, what counted before; and what one changes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.worktime.arithmetic import Clock

from ..models import Policy
from .clocks import amount_words

PROMISED = (
    "arrive_within_minutes", "resolve_within", "resolve_clock", "offer_within_minutes", "ladder",
    "help_within_minutes", "source",
)  # fmt: skip
"""What a version says, whatever its matters and its days."""


def says_the_same(one: Policy, other: Policy) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in PROMISED)


def versions_of(policy: Policy) -> QuerySet[Policy]:
    """Return every version for the same matters, oldest first."""
    same = Policy.objects.filter(
        community=policy.community_id, category=policy.category_id, channel=policy.channel, urgency=policy.urgency
    )
    return same.select_related("category__parent").order_by("effective_from")


@dataclass(frozen=True)
class Version:
    policy: Policy
    words: str


@dataclass
class Kind:
    """The versions for one kind of matter."""

    words: str
    current: Version | None = None
    planned: list[Version] = field(default_factory=list)
    past: list[Version] = field(default_factory=list)

    @property
    def newest(self) -> Policy:
        return [*self.past, *([self.current] if self.current else []), *self.planned][-1].policy


def policy_book(community_id: int, on: date) -> list[Kind]:
    """Return all policies of the community by kind of matter, the particular ones first; in one query."""
    kinds: dict[tuple[Any, ...], Kind] = {}
    policies = Policy.objects.filter(community=community_id).select_related("category__parent")
    for policy in policies.order_by("category__order", "channel", "urgency", "effective_from"):
        key = (policy.category_id, policy.channel, policy.urgency)
        kind = kinds.setdefault(key, Kind(matters_in_words(policy)))
        version = Version(policy, promised_words(policy))
        if policy.effective_from > on:
            kind.planned.append(version)
        elif policy.effective_until is not None and policy.effective_until <= on:
            kind.past.append(version)
        else:
            kind.current = version
    return sorted(kinds.values(), key=lambda kind: (_breadth(kind.newest), kind.current is None))


def _breadth(policy: Policy) -> tuple[bool, bool, bool]:
    return policy.category_id is None, not policy.channel, not policy.urgency


def matters_in_words(policy: Policy) -> str:
    words = [str(policy.category or ""), str(policy.get_channel_display()), str(policy.get_urgency_display())]
    return " · ".join(word for word in words if word) or _("没有另定时限的事项")


def arrival_words(policy: Policy) -> str:
    return minutes_words(policy.arrive_within_minutes) if policy.arrive_within_minutes else _("不约到场")


def resolution_words(policy: Policy) -> str:
    return amount_words(policy.resolve_within, Clock(policy.resolve_clock))


def promised_words(policy: Policy) -> str:
    """Return the promise in one line: 10 分钟到场 · 30 分钟办结 · 2 分钟内接单."""
    arrives = _("{time}到场").format(time=arrival_words(policy)) if policy.arrive_within_minutes else ""
    resolves = _("{time}办结").format(time=resolution_words(policy))
    offers = _("{time}内接单").format(time=minutes_words(policy.offer_within_minutes))
    return " · ".join(words for words in (arrives, resolves, offers) if words)


def minutes_words(minutes: int) -> str:
    """Return an allowance in minutes as it is said: 10 分钟, 4 小时."""
    return amount_words(minutes, Clock.MINUTES)


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    now: str

    @property
    def is_changed(self) -> bool:
        return bool(self.before) and self.before != self.now


def compare(policy: Policy, before: Policy | None) -> list[Difference]:
    """Return what a version says beside what the one before it said."""
    told = _told(policy)
    earlier = dict(_told(before)) if before else {}
    return [Difference(label, earlier.get(label, ""), words) for label, words in told]


def _told(policy: Policy) -> list[tuple[str, str]]:
    helped = policy.help_within_minutes
    return [
        (_("到场"), arrival_words(policy)),
        (_("办结"), resolution_words(policy)),
        (_("接单"), minutes_words(policy.offer_within_minutes)),
        (_("没有人应再找谁"), str(policy.get_ladder_display())),
        (_("协办"), minutes_words(helped) if helped else _("与办结时限相同")),
        (_("依据"), policy.source),
    ]
