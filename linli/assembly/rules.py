"""Who may do what where people decide together. Which bodies somebody sees is chosen by `queries.access`."""

from typing import Any

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import acts_as
from linli.residents.queries import unit_ids_of

from .models import ChairTerm, Swap

Role = Duty.Role

KEEPERS = (Role.BRANCH_SECRETARY, Role.COMMUNITY_WORKER)
"""Who keeps the bodies: the secretary, and the community workers who help."""

READERS = (*KEEPERS, Role.DUTY_OFFICER, Role.ORGANIZATION_OFFICER, Role.AFFAIRS_SUPERVISOR, Role.STREET_SUPERVISOR)
"""Who reads of every body of the community; everybody else of those they sit in."""

SITTERS = (Role.PARTY_MEMBER, Role.ZONE_KEEPER, Role.UNIT_LIAISON, Role.DUTY_OPERATOR, Role.SUPPORT_HELPER)

keeps = acts_as(*KEEPERS)
leads = acts_as(Role.BRANCH_SECRETARY)
reads = acts_as(*READERS, *SITTERS)

# Bodies, rules and seats
rules.add_perm("assembly.view_bodies", reads)
rules.add_perm("assembly.start_body", leads)
rules.add_perm("assembly.change_rule", leads)
rules.add_perm("assembly.end_body", leads)
rules.add_perm("assembly.give_seat", keeps)
rules.add_perm("assembly.end_seat", keeps)


@rules.predicate
def speaks_for_its_unit(user: User, thing: Any = None) -> bool:
    """The chair of a term, or who signs in for its unit; of a swap, the one asked."""
    term = thing.asked if isinstance(thing, Swap) else thing
    if not isinstance(term, ChairTerm):
        return False
    return term.user_id == user.pk or term.unit_id in unit_ids_of(user)


@rules.predicate
def asked_for_it(user: User, thing: Any = None) -> bool:
    return isinstance(thing, Swap) and thing.asked_by_id == user.pk


# The rotating chair
rules.add_perm("assembly.keep_rotation", keeps)
rules.add_perm("assembly.hand_over", keeps | reads & speaks_for_its_unit)
rules.add_perm("assembly.change_term", keeps | reads & speaks_for_its_unit)
rules.add_perm("assembly.write_report", keeps | reads & speaks_for_its_unit)
rules.add_perm("assembly.ask_swap", keeps | reads & speaks_for_its_unit)
rules.add_perm("assembly.answer_swap", keeps | reads & speaks_for_its_unit)
rules.add_perm("assembly.take_back_swap", keeps | reads & asked_for_it)
# Meetings
PREPARERS = (*KEEPERS, Role.ORGANIZATION_OFFICER)
"""Who prepares meetings and keeps their papers."""

prepares = acts_as(*PREPARERS)


@rules.predicate
def is_invited(user: User, thing: Any = None) -> bool:
    """It is their own invitation, or that of the unit they sign in for."""
    if thing is None:
        return True
    return thing.user_id == user.pk or (thing.unit_id is not None and thing.unit_id in unit_ids_of(user))


@rules.predicate
def takes_the_minutes(user: User, thing: Any = None) -> bool:
    """The recorder or the chair of this meeting."""
    meeting = getattr(thing, "meeting", thing)
    return meeting is not None and user.pk in {
        getattr(meeting.chair, "user_id", None), getattr(meeting.recorder, "user_id", None)
    }  # fmt: skip


@rules.predicate
def chairs_it(user: User, meeting: Any = None) -> bool:
    return meeting is not None and meeting.chair is not None and meeting.chair.user_id == user.pk


@rules.predicate
def is_their_task(user: User, task: Any = None) -> bool:
    """Their own, or of the unit they sign in for."""
    return task is None or task.user_id == user.pk or (task.unit_id is not None and task.unit_id in unit_ids_of(user))


rules.add_perm("assembly.view_meetings", reads)
rules.add_perm("assembly.plan_meeting", prepares)
rules.add_perm("assembly.call_meeting", prepares)
rules.add_perm("assembly.answer_call", reads & is_invited)
rules.add_perm("assembly.propose_item", reads)
rules.add_perm("assembly.screen_items", prepares)
rules.add_perm("assembly.attach_papers", prepares)
rules.add_perm("assembly.record_meeting", prepares | (reads & takes_the_minutes))
rules.add_perm("assembly.approve_minutes", leads | (reads & chairs_it))
rules.add_perm("assembly.view_tasks", reads)
rules.add_perm("assembly.give_task", prepares)
rules.add_perm("assembly.report_task", prepares | (reads & is_their_task))


# Matters
MATTER_KEEPERS = (*KEEPERS, Role.ORGANIZATION_OFFICER)
"""Who keeps matters: puts them forward for others, tells people, writes down what comes of them."""

keeps_matters = acts_as(*MATTER_KEEPERS)
sits = acts_as(*SITTERS)
"""Of these roles one sees only the bodies one sits in."""

rules.add_perm("assembly.view_matters", reads)
rules.add_perm("assembly.put_forward", keeps_matters | sits)
rules.add_perm("assembly.say_opinion", keeps_matters | sits)
rules.add_perm("assembly.keep_matter", keeps_matters)
rules.add_perm("assembly.publish_matter", leads)
rules.add_perm("assembly.answer_callers", keeps_matters | acts_as(Role.DUTY_OPERATOR))


# Ballots
@rules.predicate
def runs_the_meeting(user: User, thing: Any = None) -> bool:
    """The chair or the recorder of the meeting."""
    meeting = getattr(thing, "meeting", thing)
    if meeting is None:
        return False
    return user.pk in {getattr(meeting.chair, "user_id", None), getattr(meeting.recorder, "user_id", None)}


rules.add_perm("assembly.view_ballots", reads)
rules.add_perm("assembly.cast_vote", reads)
rules.add_perm("assembly.run_ballot", keeps_matters | reads & runs_the_meeting)
rules.add_perm("assembly.annul_ballot", leads)
