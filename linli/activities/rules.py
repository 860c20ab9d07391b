"""Who may do what with activities. A permission has the name of its action."""

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import OFFICE, acts_as

from .models import Activity, ActivityFile, Guest, SignUp

Role = Duty.Role
PLANNERS = (*OFFICE, Role.ORGANIZATION_OFFICER)
"""They see every activity and who is on it."""
TAKES_PART = (*PLANNERS, Role.ZONE_KEEPER, Role.PARTY_MEMBER)

plans = acts_as(*PLANNERS)
takes_part = acts_as(*TAKES_PART)


@rules.predicate
def runs_it(user: User, thing: Activity | ActivityFile | Guest | None = None) -> bool:
    """Whoever hosts it or writes its record."""
    activity = thing.activity if isinstance(thing, ActivityFile | Guest) else thing
    people = (activity.host, activity.recorder) if activity else ()
    return any(person is not None and person.user_id == user.pk for person in people)


@rules.predicate
def is_their_own_sign_up(user: User, sign_up: SignUp | None = None) -> bool:
    return sign_up is not None and sign_up.person is not None and sign_up.person.user_id == user.pk


@rules.predicate
def is_shown(user: User, attached: ActivityFile | None = None) -> bool:
    """A photo shown on purpose."""
    return attached is not None and attached.file.is_public and attached.people_were_asked


rules.add_perm("activities.view_activities", takes_part)
rules.add_perm("activities.plan_activity", plans)
rules.add_perm("activities.change_activity", plans)
rules.add_perm("activities.cancel_activity", plans)
rules.add_perm("activities.expect_people", plans)
rules.add_perm("activities.plan_series", plans)
rules.add_perm("activities.change_series", plans)
rules.add_perm("activities.stop_series", plans)
rules.add_perm("activities.sign_up", takes_part)
rules.add_perm("activities.sign_up_somebody", plans | (takes_part & runs_it))
rules.add_perm("activities.withdraw_sign_up", plans | (takes_part & is_their_own_sign_up))
rules.add_perm("activities.take_attendance", plans | (takes_part & runs_it))
rules.add_perm("activities.enter_paper_roll", plans | (takes_part & runs_it))
rules.add_perm("activities.renew_wall_code", plans | (takes_part & runs_it))
rules.add_perm("activities.record_held", plans | (takes_part & runs_it))
rules.add_perm("activities.attach_photos", plans | (takes_part & runs_it))
rules.add_perm("activities.view_photo", takes_part & (plans | runs_it | is_shown))
rules.add_perm("activities.show_photo", plans)
rules.add_perm("activities.keep_own_calendar", takes_part)
rules.add_perm("activities.take_ledger", plans)
