"""Who may do what for campaigns. Whoever pledged keeps their own pledge; the branch keeps all."""

from typing import Any

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import acts_as

from .models import Pledge

Role = Duty.Role
KEEPERS = (Role.BRANCH_SECRETARY, Role.ORGANIZATION_OFFICER)
TAKING_PART = (Role.UNIT_LIAISON, Role.PARTY_MEMBER, Role.ZONE_KEEPER)
LOOKING_ON = (Role.DUTY_OFFICER, Role.COMMUNITY_WORKER, Role.STREET_SUPERVISOR, Role.AFFAIRS_SUPERVISOR)

keeps = acts_as(*KEEPERS)
takes_part = acts_as(*KEEPERS, *TAKING_PART)
reads = acts_as(*KEEPERS, *TAKING_PART, *LOOKING_ON)


@rules.predicate
def is_their_own_pledge(user: User, pledge: Any = None) -> bool:
    return pledge is not None and Pledge.objects.of(user).filter(pk=pledge.pk).exists()


rules.add_perm("programmes.view_themes", reads)
rules.add_perm("programmes.begin_theme", keeps)
rules.add_perm("programmes.change_theme", keeps)
rules.add_perm("programmes.confirm_item", keeps)
rules.add_perm("programmes.pledge", takes_part)
rules.add_perm("programmes.keep_pledge", takes_part & (keeps | is_their_own_pledge))
