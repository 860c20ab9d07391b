"""Who may do what where people decide together. Which bodies somebody sees is chosen by `queries.access`."""

import rules

from linli.accounts.models import Duty
from linli.accounts.rules import acts_as

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
