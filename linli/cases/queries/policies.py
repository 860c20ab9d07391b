"""Which policy a matter falls under."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.web.refusal import Refusal

from ..models import Category, Policy


class NoPolicy(Refusal):
    pass


def policy_for(community_id: int, *, category: Category, channel: str, urgency: str, at: datetime) -> Policy:
    """Return the most particular policy in force at `at`: category before channel before urgency."""
    policies = Policy.objects.filter(community=community_id).in_force(timezone.localdate(at))
    fitting = [
        policy
        for policy in policies
        if policy.category_id in (None, category.pk, category.parent_id)
        and policy.channel in ("", channel)
        and policy.urgency in ("", urgency)
    ]
    if not fitting:
        raise NoPolicy(_("没有适用的时限规则，这件事还不能登记。请书记先补上规则。"))
    return max(fitting, key=lambda policy: _particularity(policy, category))


def _particularity(policy: Policy, category: Category) -> tuple[int, bool, bool]:
    return (
        2 if policy.category_id == category.pk else 1 if policy.category_id else 0,
        bool(policy.channel),
        bool(policy.urgency),
    )
