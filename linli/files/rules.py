"""Who may bring files at all. Who may see and change one is the business of what it belongs to."""

import rules

from linli.accounts.models import Duty
from linli.accounts.rules import LEADERS, OFFICE, acts_as

rules.add_perm("files.bring_file", acts_as(*OFFICE, Duty.Role.ZONE_KEEPER, Duty.Role.UNIT_LIAISON))
rules.add_perm("files.set_policy", acts_as(*LEADERS))
