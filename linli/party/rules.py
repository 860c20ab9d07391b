"""Who may do what with the Party's registers. Which rows somebody sees is chosen by `queries.access`; whoever keeps the
registers keeps those of the organisations they answer for."""

from typing import Any

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import acts_as

KEEPERS = (Duty.Role.BRANCH_SECRETARY, Duty.Role.ORGANIZATION_OFFICER)
"""Whose work the registers are."""

keeps = acts_as(*KEEPERS)
has_a_card = acts_as(*KEEPERS, Duty.Role.PARTY_MEMBER, Duty.Role.ZONE_KEEPER)
reads = acts_as(*KEEPERS, Duty.Role.PARTY_MEMBER)


@rules.predicate
def is_their_own_card(user: User, thing: Any = None) -> bool:
    """Whoever it is about: a member reads their own card, whatever their duty."""
    person = getattr(thing, "person", None)
    return person is not None and person.user_id == user.pk


rules.add_perm("party.view_organisations", reads)
rules.add_perm("party.view_members", reads)
rules.add_perm("party.view_member", reads | is_their_own_card)
rules.add_perm("party.print_member_card", keeps | is_their_own_card)
rules.add_perm("party.view_own_card", has_a_card)
rules.add_perm("party.change_organisation", keeps)
rules.add_perm("party.enter_member", keeps)
rules.add_perm("party.change_member", keeps)
rules.add_perm("party.transfer_member", keeps)
rules.add_perm("party.give_post", keeps)
rules.add_perm("party.note_mobile", keeps)
rules.add_perm("party.note_dues", keeps)
rules.add_perm("party.report_in", keeps)
rules.add_perm("party.plan_meeting", keeps)
rules.add_perm("party.keep_meeting", keeps)
rules.add_perm("party.print_meeting_card", keeps)
rules.add_perm("party.export_members", keeps)
