"""Who may do what with the register. A permission has the name of its action."""

import rules

from linli.accounts.models import Duty
from linli.accounts.rules import LEADERS, OFFICE, acts_as

Role = Duty.Role

REGISTER = (*OFFICE, Role.ORGANIZATION_OFFICER)
"""Who keeps the register; a keeper reads of the people of their own zone (see queries.readable_by)."""

keeps_the_register = acts_as(*REGISTER)
reads_the_register = acts_as(*REGISTER, Role.ZONE_KEEPER)

rules.add_perm("residents.pick_person", reads_the_register)
rules.add_perm("residents.read_ledgers", keeps_the_register)
rules.add_perm("residents.take_personal", acts_as(*LEADERS, Role.COMMUNITY_WORKER, Role.ORGANIZATION_OFFICER))
