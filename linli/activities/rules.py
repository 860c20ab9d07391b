"""Who may do what with activities. A permission has the name of its action."""

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import OFFICE, acts_as

from .models import Activity, SignUp

Role = Duty.Role
PLANNERS = (*OFFICE, Role.ORGANIZATION_OFFICER)
"""They see every activity and who is on it."""
TAKES_PART = (*PLANNERS, Role.ZONE_KEEPER, Role.PARTY_MEMBER)

plans = acts_as(*PLANNERS)
takes_part = acts_as(*TAKES_PART)


@rules.predicate
def runs_it(user: User, activity: Activity | None = None) -> bool:
    """Whoever hosts it or writes its record."""
    people = (activity.host, activity.recorder) if activity else ()
    return any(person is not None and person.user_id == user.pk for person in people)


@rules.predicate
def is_their_own_sign_up(user: User, sign_up: SignUp | None = None) -> bool:
    return sign_up is not None and sign_up.person is not None and sign_up.person.user_id == user.pk
