"""Who may do what with zones. Borders and keepers are the secretary's; boards the organisation officer keeps too.

Lanes, doors and dwellings are kept by the community worker as well: whoever stands at the counter enters them.
"""

import rules

from linli.accounts.models import Duty
from linli.accounts.rules import OFFICE, acts_as

Role = Duty.Role

keeps_zones = acts_as(Role.BRANCH_SECRETARY)
keeps_boards = acts_as(Role.BRANCH_SECRETARY, Role.ORGANIZATION_OFFICER)
keeps_places = acts_as(Role.BRANCH_SECRETARY, Role.COMMUNITY_WORKER)
works_with_zones = acts_as(
    *OFFICE, Role.ORGANIZATION_OFFICER, Role.ZONE_KEEPER, Role.AFFAIRS_SUPERVISOR, Role.STREET_SUPERVISOR
)

rules.add_perm("zones.view_zones", works_with_zones)
rules.add_perm("zones.move_border", keeps_zones)
rules.add_perm("zones.found_zone", keeps_zones)
rules.add_perm("zones.rename_zone", keeps_zones)
rules.add_perm("zones.end_zone", keeps_zones)
rules.add_perm("zones.bring_zones", keeps_zones)
rules.add_perm("zones.change_keepers", keeps_zones)
rules.add_perm("zones.override_keepers", keeps_zones)
rules.add_perm("zones.keep_board", keeps_boards)
rules.add_perm("zones.keep_photo", keeps_boards)
rules.add_perm("zones.view_places", works_with_zones)
rules.add_perm("zones.keep_lane", keeps_places)
rules.add_perm("zones.keep_door", keeps_places)
rules.add_perm("zones.keep_dwelling", keeps_places)
