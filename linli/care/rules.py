"""Who may do what for those who are looked after. A permission has the name of its action.

Which rows somebody sees at all is told by the models' `visible_to`; what stands here asks of a row already seen.
"""

from typing import Any

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import LEADERS, acts_as

from .models import Pairing, Support, Visit, cares_for_all
from .models.reach import OF_ALL

Role = Duty.Role

keeps_care = acts_as(*OF_ALL)
goes_visiting = acts_as(*OF_ALL, Role.ZONE_KEEPER, Role.PARTY_MEMBER, Role.UNIT_LIAISON)
is_supported_by = acts_as(*OF_ALL, Role.SUPPORT_HELPER)


@rules.predicate
def went_there(user: User, visit: Visit | None = None) -> bool:
    return visit is not None and visit.visited_by_id == user.pk


@rules.predicate
def is_named(user: User, support: Support | None = None) -> bool:
    """Nobody else comes as far as being asked: the third wall does not show them the row."""
    return support is not None and user.pk in support.readers


@rules.predicate
def reads_whole(user: User, pairing: Pairing | None = None) -> bool:
    """Needs and plan are for who helps and who answers for care; a keeper of the zone knows that there is a pairing."""
    if pairing is None:
        return False
    return pairing.community_id in cares_for_all(user) or Pairing.objects.helped_by(user).filter(pk=pairing.pk).exists()


def sees_it(user: User, thing: Any = None) -> bool:
    return thing is None or thing.community_id in user.community_ids


sees_it_at_all = rules.predicate(sees_it, name="sees_it")

rules.add_perm("care.view_people", goes_visiting & sees_it_at_all)
rules.add_perm("care.view_totals", acts_as(*OF_ALL, *LEADERS, Role.STREET_SUPERVISOR, Role.AFFAIRS_SUPERVISOR))
rules.add_perm("care.take_ledgers", keeps_care)
rules.add_perm("care.enter_group", keeps_care)
rules.add_perm("care.end_group", keeps_care)
rules.add_perm("care.make_plan", keeps_care)
rules.add_perm("care.end_plan", keeps_care)
rules.add_perm("care.view_pairings", goes_visiting)
rules.add_perm("care.view_pairing", goes_visiting & sees_it_at_all)
rules.add_perm("care.read_pairing", goes_visiting & reads_whole)
rules.add_perm("care.pair", keeps_care)
rules.add_perm("care.change_pairing", keeps_care)
rules.add_perm("care.end_pairing", keeps_care)
rules.add_perm("care.view_visits", goes_visiting)
rules.add_perm("care.go_visiting", acts_as(Role.PARTY_MEMBER, Role.UNIT_LIAISON))
rules.add_perm("care.view_visit", goes_visiting & sees_it_at_all)
rules.add_perm("care.record_visit", goes_visiting & sees_it_at_all)
rules.add_perm("care.correct_visit", goes_visiting & (went_there | keeps_care))
rules.add_perm("care.withdraw_visit", goes_visiting & (went_there | keeps_care))
rules.add_perm("care.register_need", acts_as(*OF_ALL, Role.ZONE_KEEPER) & sees_it_at_all)
rules.add_perm("care.show_phone", goes_visiting & sees_it_at_all)
rules.add_perm("care.view_zone", acts_as(Role.ZONE_KEEPER))
rules.add_perm("care.view_supports", is_supported_by)
rules.add_perm("care.open_support", keeps_care)
rules.add_perm("care.view_support", is_supported_by & is_named)
rules.add_perm("care.keep_support", is_supported_by & is_named)
