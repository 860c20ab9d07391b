"""What one user is on one activity, and what they may do there."""

from dataclasses import dataclass
from datetime import datetime

from linli.accounts.models import User
from linli.residents.models import Person

from ..models import Activity, Attendance, Expected, SignUp


@dataclass(frozen=True)
class Own:
    """`person` is None for a user who is not linked to the register. `ahead` wait before them."""

    person: Person | None
    sign_up: SignUp | None = None
    ahead: int = 0
    is_expected: bool = False
    attendance: Attendance | None = None


def person_of(user: User, community_id: int) -> Person | None:
    return Person.objects.filter(user=user, community=community_id, merged_into=None).first()


def own_part(user: User, activity: Activity) -> Own:
    """Return how `user` takes part."""
    person = person_of(user, activity.community_id)
    if person is None:
        return Own(None)
    row = SignUp.objects.filter(activity=activity, person=person).exclude(state=SignUp.State.WITHDRAWN).first()
    ahead = 0
    if row and row.state == SignUp.State.WAITING:
        waiting = SignUp.objects.filter(activity=activity, state=SignUp.State.WAITING)
        ahead = waiting.filter(signed_at__lt=row.signed_at).count()
    return Own(
        person,
        row,
        ahead,
        Expected.objects.filter(activity=activity, person=person).exists(),
        Attendance.objects.filter(activity=activity, person=person).first(),
    )


def sign_up_is_open(activity: Activity, now: datetime) -> bool:
    """Say whether anybody may sign up now."""
    opens, closes = activity.sign_up_opens_at, activity.sign_up_closes_at
    return (
        activity.takes_sign_ups
        and not activity.is_cancelled
        and not activity.is_held
        and now < activity.ends_at
        and (opens is None or opens <= now)
        and (closes is None or now < closes)
    )
