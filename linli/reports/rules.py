"""Who may see the figures: the office, the street, and those who supervise the community's affairs.

The figures count all of a community, also for readers who may see none of its cases; the rows behind a number then
show number, kind and reason, and nothing anybody told us.
"""

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import OFFICE, acts_as

READERS = (*OFFICE, Duty.Role.STREET_SUPERVISOR, Duty.Role.AFFAIRS_SUPERVISOR)

rules.add_perm("reports.view_figures", acts_as(*READERS))


def readable_community_ids(user: User) -> frozenset[int]:
    """Return the communities whose figures `user` may read now: those in which one of their duties is a reader's."""
    return frozenset(pk for pk in user.community_ids if user.acts_as(READERS, pk))
