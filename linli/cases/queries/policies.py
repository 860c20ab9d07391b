"""Which policy a matter falls under."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.fence.straight import rows
from linli.web.refusal import Refusal

from ..models import Category, Policy


class NoPolicy(Refusal):
    pass


_MOST_PARTICULAR = """
    WHERE community_id = %(community)s
    AND effective_from <= %(on)s AND (effective_until IS NULL OR effective_until > %(on)s)
    AND (category_id IS NULL OR category_id IN (%(category)s, %(above)s))
    AND channel IN ('', %(channel)s) AND urgency IN ('', %(urgency)s)
    ORDER BY category_id IS NOT DISTINCT FROM %(category)s DESC, category_id IS NOT NULL DESC,
        channel <> '' DESC, urgency <> '' DESC
    LIMIT 1
"""


def policy_for(community_id: int, *, category: Category, channel: str, urgency: str, at: datetime) -> Policy:
    """Return the most particular policy in force at `at`: category before channel before urgency."""
    matter = {"category": category.pk, "above": category.parent_id, "channel": channel, "urgency": urgency}
    found = rows(Policy, _MOST_PARTICULAR, {"community": community_id, "on": timezone.localdate(at), **matter})
    if not found:
        raise NoPolicy(_("没有适用的时限规则，这件事还不能登记。请书记先补上规则。"))
    return found[0]
