"""Who may do what with the register. A permission has the name of its action."""

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import LEADERS, OFFICE, acts_as, is_signed_in

from .models import Person

Role = Duty.Role

REGISTER = (*OFFICE, Role.ORGANIZATION_OFFICER)
"""Who keeps the register; a keeper reads of the people of their own zone alone (see queries.readable_by)."""

keeps_the_register = acts_as(*REGISTER)
reads_the_register = acts_as(*REGISTER, Role.ZONE_KEEPER)
tidies_the_register = acts_as(*LEADERS, Role.COMMUNITY_WORKER, Role.ORGANIZATION_OFFICER)

rules.add_perm("residents.pick_person", reads_the_register)
rules.add_perm("residents.read_ledgers", keeps_the_register)
rules.add_perm("residents.take_personal", acts_as(*LEADERS, Role.COMMUNITY_WORKER, Role.ORGANIZATION_OFFICER))

HANDLES = (*LEADERS, Role.COMMUNITY_WORKER)
"""Who answers what people ask about their data."""
handles_requests = acts_as(*HANDLES)
decides = acts_as(Role.BRANCH_SECRETARY)
"""Who may end or stop the use of somebody's data, and says how long it is kept."""


@rules.predicate
def is_that_person(user: User, person: Person | None = None) -> bool:
    """The person the data is about, signed in; their own page needs no duty."""
    return person is not None and person.user_id == user.pk


rules.add_perm("residents.view_consents", keeps_the_register)
rules.add_perm("residents.give_consent", keeps_the_register)
rules.add_perm("residents.withdraw_consent", keeps_the_register)
rules.add_perm("residents.view_readings", handles_requests)
rules.add_perm("residents.receive_request", keeps_the_register)
rules.add_perm("residents.view_request", keeps_the_register)
rules.add_perm("residents.answer_request", handles_requests)
rules.add_perm("residents.copy_person", handles_requests)
rules.add_perm("residents.freeze_person", decides)
rules.add_perm("residents.delete_person", decides)
rules.add_perm("residents.keep_retention", decides)
rules.add_perm("residents.view_sharings", handles_requests)
rules.add_perm("residents.note_sharing", handles_requests)
rules.add_perm("residents.view_own_data", is_signed_in)
rules.add_perm("residents.use_own_data", is_that_person)
rules.add_perm("residents.bring_people", keeps_the_register)
rules.add_perm("residents.bring_places", keeps_the_register)
rules.add_perm("residents.view_register", reads_the_register)
rules.add_perm("residents.view_person", reads_the_register)
rules.add_perm("residents.enter_person", keeps_the_register)
rules.add_perm("residents.change_person", keeps_the_register)
rules.add_perm("residents.verify_person", reads_the_register)
rules.add_perm("residents.reveal_number", keeps_the_register)
rules.add_perm("residents.note_death", keeps_the_register)
rules.add_perm("residents.add_relation", keeps_the_register)
rules.add_perm("residents.end_relation", keeps_the_register)
rules.add_perm("residents.add_work", keeps_the_register)
rules.add_perm("residents.end_work", keeps_the_register)
rules.add_perm("residents.view_household", reads_the_register)
rules.add_perm("residents.form_household", keeps_the_register)
rules.add_perm("residents.change_household", keeps_the_register)
rules.add_perm("residents.join_household", keeps_the_register)
rules.add_perm("residents.leave_household", keeps_the_register)
rules.add_perm("residents.move_household", keeps_the_register)
rules.add_perm("residents.name_head", keeps_the_register)
rules.add_perm("residents.verify_household", reads_the_register)
rules.add_perm("residents.merge_people", tidies_the_register)
rules.add_perm("residents.undo_merger", tidies_the_register)
rules.add_perm("residents.tell_apart", tidies_the_register)
rules.add_perm("residents.view_units", keeps_the_register)
rules.add_perm("residents.keep_unit", tidies_the_register)
