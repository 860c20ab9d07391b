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
