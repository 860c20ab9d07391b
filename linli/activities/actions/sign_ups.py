"""报名: who comes first goes, who comes later waits, and a freed place is given at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Person
from linli.web.moments import say_moment
from linli.web.refusal import Refusal

from .. import events
from ..models import Activity, SignUp
from .locking import locked

State = SignUp.State


class CannotSignUp(Refusal):
    pass


class CannotWithdraw(Refusal):
    pass


@transaction.atomic
def sign_up(
    activity: Activity,
    *,
    person: Person | None = None,
    guest_name: str = "",
    guest_phone: str = "",
    by: User | None,
    at: datetime,
    any_time: bool = False,
) -> SignUp:
    """Put somebody on the list: going while there are places, waiting after that. Twice is once.

    `any_time`: whoever keeps the list may add somebody before it opens and after it closes.
    """
    activity = locked(activity)
    same = {"person": person} if person else {"person": None, "guest_name": guest_name}
    there = SignUp.objects.filter(activity=activity, **same).exclude(state=State.WITHDRAWN).first()
    if there and (person or there.signed_by_id == (by.pk if by else None)):
        return there
    _refuse_at_the_wrong_time(activity, at, any_time=any_time)
    row = SignUp.objects.create(
        community_id=activity.community_id,
        activity=activity,
        person=person,
        guest_name=guest_name,
        guest_phone=guest_phone,
        state=State.GOING if _places_free(activity) else State.WAITING,
        signed_at=at,
        signed_by=by,
    )
    verb = events.SIGNED_UP if row.state == State.GOING else events.WAITS
    record(verb, activity, by=by, at=at, title=activity.title, who=row.name, person=row.person_id, sign_up=row.pk)
    return row


@transaction.atomic
def withdraw_sign_up(row: SignUp, *, by: User | None, at: datetime) -> SignUp:
    """Take somebody off the list; the first who waits takes the place and is told. Twice is once."""
    activity = locked(row.activity)
    row = SignUp.objects.select_related("person").get(pk=row.pk)
    if row.state == State.WITHDRAWN:
        return row
    if activity.is_held:
        raise CannotWithdraw(_("活动已经办过了，报名不用再退。没来的人在点名里不打勾就行。"))
    row.state, row.withdrawn_at = State.WITHDRAWN, at
    row.save(update_fields=["state", "withdrawn_at"])
    record(events.SIGN_UP_WITHDRAWN, activity, by=by, at=at, title=activity.title, who=row.name, person=row.person_id)
    move_up(activity, by=by, at=at)
    return row


def move_up(activity: Activity, *, by: User | None, at: datetime) -> None:
    """Give free places to those who wait, in their order. The activity is locked. After its end nobody moves."""
    if activity.is_held or activity.ends_at <= at:
        return
    waiting = SignUp.objects.filter(activity=activity, state=State.WAITING).select_related("person")
    free = _places_free(activity)
    for row in waiting.order_by("signed_at", "pk")[: free if free < NO_LIMIT else None]:
        row.state, row.moved_up_at = State.GOING, at
        row.save(update_fields=["state", "moved_up_at"])
        record(
            events.MOVED_UP, activity, by=by, at=at, title=activity.title, who=row.name, person=row.person_id,
            starts_at=activity.starts_at, signed_by=row.signed_by_id,
        )  # fmt: skip


NO_LIMIT = 1_000_000


def _places_free(activity: Activity) -> int:
    if activity.capacity is None:
        return NO_LIMIT
    return max(activity.capacity - SignUp.objects.filter(activity=activity, state=State.GOING).count(), 0)


def _refuse_at_the_wrong_time(activity: Activity, at: datetime, *, any_time: bool) -> None:
    if not activity.takes_sign_ups:
        raise CannotSignUp(_("这次活动不用报名，到时候来就行。"))
    if activity.is_held or activity.ends_at <= at:
        raise CannotSignUp(_("活动已经过去了，不能再报名。"))
    if any_time:
        return
    if activity.sign_up_opens_at and at < activity.sign_up_opens_at:
        opens = say_moment(activity.sign_up_opens_at, at)
        raise CannotSignUp(_("报名还没开始，{opens} 开始。").format(opens=opens))
    if activity.sign_up_closes_at and at >= activity.sign_up_closes_at:
        raise CannotSignUp(_("报名已经截止。还想来，请打电话问社区。"))
