"""Who may see the figures: the office, the street, and those who supervise the community's affairs.

The figures count all of a community, also for readers who may see none of its cases; the rows behind a number then
show number, kind and reason, and nothing anybody told us.
"""

import rules
from django.db.models.functions import Now, TruncDate

from linli.accounts.models import Duty, DutyQuerySet, User
from linli.accounts.rules import LEADERS, OFFICE, acts_as
from linli.worktime.arithmetic import BEIJING

HANDLERS = (*OFFICE, Duty.Role.ZONE_KEEPER, Duty.Role.UNIT_LIAISON)
"""Whose duty it is to handle cases; an administrator or a supervisor has none."""
READERS = (*OFFICE, Duty.Role.STREET_SUPERVISOR, Duty.Role.AFFAIRS_SUPERVISOR)

rules.add_perm("reports.view_figures", acts_as(*READERS))
rules.add_perm("reports.publish_figure", acts_as(*LEADERS))
rules.add_perm("reports.view_hot_spots", acts_as(*OFFICE, Duty.Role.STREET_SUPERVISOR))
rules.add_perm("reports.set_hot_spot_rule", acts_as(*LEADERS))
rules.add_perm("reports.choose_person", acts_as(Duty.Role.BRANCH_SECRETARY, Duty.Role.ZONE_KEEPER))


@rules.predicate
def is_oneself_or_their_lead(user: User, person: User | None = None) -> bool:
    """What one handled is seen by oneself and by one's lead: the 责任区 lead of its keepers, the secretary of all."""
    return person is not None and (person.pk == user.pk or person.pk in led_by(user))


def held_now() -> DutyQuerySet:
    today = TruncDate(Now(), tzinfo=BEIJING)
    return Duty.objects.held_on(today)  # type: ignore[arg-type]  # the database's own day


def led_by(user: User) -> set[int]:
    """Return whose lead `user` is now, in the duty they act in."""
    held = held_now()
    led: set[int] = set()
    for duty in user.duties_meant:
        there = held.filter(community__in=duty.community_ids)
        if duty.role == Duty.Role.BRANCH_SECRETARY:
            led |= set(there.values_list("user_id", flat=True))
        elif duty.role == Duty.Role.ZONE_KEEPER and duty.is_lead:
            led |= set(there.filter(zone=duty.zone_id).values_list("user_id", flat=True))
    return led


rules.add_perm("reports.view_persons_figures", is_oneself_or_their_lead)


def readable_community_ids(user: User) -> frozenset[int]:
    """Return the communities whose figures `user` may read now: those in which one of their duties is a reader's."""
    return frozenset(pk for pk in user.community_ids if user.acts_as(READERS, pk))
